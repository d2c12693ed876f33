//! Bytes that are hashed: fixed-width, big-endian, after a 16-byte tag that carries the format's version. Never text, never
//! a general serializer, whose widths and order drift between versions. Free text enters as the digest of its bytes.

use crate::commands::{Act, Closing, Command, Shortfall, Spill};
use crate::model::{Class, Posting, Subject};
use sha2::{Digest, Sha256};
use tb_kernel::{Day, Minutes};
use uuid::Uuid;

/// Tag of a request's content.
const REQUEST: &[u8; 16] = b"tb/request/00001";
/// Tag of a leaf and of the commitment in it.
pub(crate) const LEAF: &[u8; 16] = b"tb/posting/00001";
/// Length of a leaf: tag, event id, commitment.
pub(crate) const LEAF_BYTES: usize = 64;

/// What a proof leaf is made of, besides the posting: neither can be derived from it, so that a leaf tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seal {
    pub event: [u8; 16],
    pub salt: [u8; 32],
}

/// The leaf of a posting: tag ‖ event id ‖ SHA-256(tag ‖ salt ‖ canonical posting).
pub(crate) fn leaf(posting: &Posting, seal: &Seal) -> [u8; LEAF_BYTES] {
    let mut digest = Sha256::new();
    digest.update(LEAF);
    digest.update(seal.salt);
    digest.update(posting_bytes(posting));
    let mut leaf = [0u8; LEAF_BYTES];
    leaf[..16].copy_from_slice(LEAF);
    leaf[16..32].copy_from_slice(&seal.event);
    leaf[32..].copy_from_slice(&digest.finalize());
    leaf
}

/// The fields of a posting and its moves. 219 bytes, then 40 for each move.
pub(crate) fn posting_bytes(posting: &Posting) -> Vec<u8> {
    let mut out = Bytes(Vec::with_capacity(224 + 40 * posting.moves.len()));
    out.uuid(posting.id.0);
    out.text(posting.kind.code());
    out.int(posting.effective.0);
    out.int(posting.recorded.0);
    out.text(&posting.key);
    out.maybe_uuid(posting.actor.map(|a| a.0));
    out.subject(posting.subject);
    out.maybe_text(posting.policy.as_deref());
    out.maybe_text(posting.reason.as_deref());
    out.maybe_uuid(posting.reverses.map(|p| p.0));
    out.count(posting.moves.len());
    for step in &posting.moves {
        out.uuid(step.from.0);
        out.uuid(step.to.0);
        out.int(step.minutes.0);
    }
    out.0
}

/// What makes two requests with one key the same request.
pub(crate) fn request_hash(command: &Command) -> [u8; 32] {
    let mut out = Bytes(Vec::with_capacity(192));
    out.0.extend_from_slice(REQUEST);
    out.act(&command.act);
    out.subject(command.note.subject);
    out.maybe_day(command.note.effective);
    out.maybe_text(command.note.reason.as_deref());
    Sha256::digest(&out.0).into()
}

struct Bytes(Vec<u8>);

impl Bytes {
    fn byte(&mut self, value: u8) {
        self.0.push(value);
    }
    fn int(&mut self, value: i64) {
        self.0.extend_from_slice(&value.to_be_bytes());
    }
    fn count(&mut self, value: usize) {
        self.int(i64::try_from(value).unwrap_or(i64::MAX));
    }
    fn uuid(&mut self, value: impl Into<Uuid>) {
        self.0.extend_from_slice(value.into().as_bytes());
    }
    /// Always 32 bytes, however long the text.
    fn text(&mut self, value: &str) {
        self.0.extend_from_slice(&Sha256::digest(value.as_bytes()));
    }
    fn maybe_text(&mut self, value: Option<&str>) {
        match value {
            Some(text) => self.text(text),
            None => self.0.extend_from_slice(&[0; 32]),
        }
    }
    fn maybe_uuid(&mut self, value: Option<Uuid>) {
        self.byte(u8::from(value.is_some()));
        self.uuid(value.unwrap_or(Uuid::nil()));
    }
    fn maybe_int(&mut self, value: Option<i64>) {
        self.byte(u8::from(value.is_some()));
        self.int(value.unwrap_or(0));
    }
    fn maybe_day(&mut self, value: Option<Day>) {
        self.maybe_int(value.map(|d| d.0));
    }
    fn subject(&mut self, subject: Option<Subject>) {
        self.byte(subject.map_or(0, |s| s.kind as u8 + 1));
        self.uuid(subject.map_or(Uuid::nil(), |s| s.id));
    }
    fn classes(&mut self, classes: &[Class]) {
        self.count(classes.len());
        classes.iter().for_each(|class| self.byte(*class as u8));
    }
    fn maybe_minutes(&mut self, minutes: Option<Minutes>) {
        self.maybe_int(minutes.map(|m| m.0));
    }

    /// The number in front says which act it is; a new act takes the next free number, old ones never change.
    fn act(&mut self, act: &Act) {
        match act {
            Act::Hold { account, minutes, classes, expires_at } => {
                self.byte(1);
                self.uuid(*account);
                self.int(minutes.0);
                self.classes(classes);
                self.int(expires_at.0);
            }
            Act::Settle { hold, to, minutes, expires, close } => {
                self.byte(2);
                self.uuid(*hold);
                self.uuid(*to);
                self.int(minutes.0);
                self.maybe_day(*expires);
                self.byte(u8::from(*close));
            }
            Act::Release { hold, lapsed } => {
                self.byte(3);
                self.uuid(*hold);
                self.byte(u8::from(*lapsed));
            }
            Act::Grant { programme, to, minutes, expires } => {
                self.byte(4);
                self.pair(*programme, *to, *minutes);
                self.maybe_day(*expires);
            }
            Act::Gift { from, to, minutes, classes, no_later_than } => {
                self.byte(5);
                self.pair(*from, *to, *minutes);
                self.classes(classes);
                self.maybe_day(*no_later_than);
            }
            Act::Donate { from, pool, minutes, classes } => {
                self.byte(6);
                self.pair(*from, *pool, *minutes);
                self.classes(classes);
            }
            Act::Allot { pool, to, minutes, expires } => {
                self.byte(7);
                self.pair(*pool, *to, *minutes);
                self.maybe_day(*expires);
            }
            Act::Overflow { from, spill, minutes } => {
                let (code, to) = match spill {
                    Spill::Pool(pool) => (0, *pool),
                    Spill::Honour(system) => (1, *system),
                };
                self.byte(8);
                self.pair(*from, to, *minutes);
                self.byte(code);
            }
            Act::Expire { account, lot, pool } => {
                self.byte(9);
                self.uuid(*account);
                self.uuid(*lot);
                self.uuid(*pool);
            }
            Act::Honour { from, to, minutes } => {
                self.byte(10);
                self.pair(*from, *to, *minutes);
            }
            Act::Reverse { posting, minutes, shortfall } => {
                self.byte(11);
                self.uuid(*posting);
                self.maybe_minutes(*minutes);
                self.maybe_uuid(match shortfall {
                    Shortfall::Refuse => None,
                    Shortfall::Claim(standin) => Some(standin.0),
                });
            }
            Act::SettleClaim { claim, debtor, minutes } => {
                self.byte(12);
                self.uuid(*claim);
                self.uuid(*debtor);
                self.int(minutes.0);
            }
            Act::Freeze { account, minutes, classes } => {
                self.byte(13);
                self.uuid(*account);
                self.maybe_minutes(*minutes);
                self.classes(classes);
            }
            Act::Lift { account, freezing, minutes } => {
                self.byte(14);
                self.uuid(*account);
                self.uuid(*freezing);
                self.maybe_minutes(*minutes);
            }
            Act::Close { from, to, closing } => {
                self.byte(15);
                self.uuid(*from);
                self.uuid(*to);
                self.byte(match closing {
                    Closing::Inheritance => 0,
                    Closing::Exit => 1,
                    Closing::Merge => 2,
                });
            }
            Act::ClearOut { from, peer, item, class, minutes } => {
                self.byte(16);
                self.pair(*from, *peer, *minutes);
                self.uuid(*item);
                self.byte(*class as u8);
            }
            Act::ClearIn { peer, item, to, class, portions } => {
                self.byte(17);
                self.uuid(*peer);
                self.uuid(*item);
                self.uuid(*to);
                self.byte(*class as u8);
                self.count(portions.len());
                for portion in portions {
                    self.int(portion.minutes.0);
                    self.maybe_day(portion.expires);
                }
            }
            Act::ClearReturn { peer, item } => {
                self.byte(18);
                self.uuid(*peer);
                self.uuid(*item);
            }
        }
    }

    fn pair(&mut self, from: impl Into<Uuid>, to: impl Into<Uuid>, minutes: Minutes) {
        self.uuid(from);
        self.uuid(to);
        self.int(minutes.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Move, PostingKind};
    use tb_kernel::{AccountId, BucketId, Instant, PersonId, PostingId};

    fn posting() -> Posting {
        Posting {
            id: PostingId(Uuid::from_u128(1)),
            key: "order:7:settle".into(),
            kind: PostingKind::Settlement,
            effective: Day(20_000),
            recorded: Instant(1_700_000_000_000_000),
            actor: None,
            subject: None,
            policy: None,
            reason: None,
            reverses: None,
            moves: vec![Move {
                from: BucketId(Uuid::from_u128(2)),
                to: BucketId(Uuid::from_u128(3)),
                minutes: Minutes(60),
            }],
            entries: vec![],
            uses: vec![],
        }
    }

    #[test]
    fn the_width_never_depends_on_the_content() {
        let plain = posting();
        let mut full = posting();
        full.actor = Some(PersonId(Uuid::from_u128(9)));
        full.reason = Some("补录：电话确认".repeat(9));
        full.policy = Some("nanjing@3".into());
        assert_eq!(posting_bytes(&plain).len(), posting_bytes(&full).len());
        assert_ne!(posting_bytes(&plain), posting_bytes(&full));
    }

    #[test]
    fn the_bytes_of_a_leaf_are_fixed_for_ever() {
        let seal = Seal { event: [7; 16], salt: [9; 32] };
        let hex: String = leaf(&posting(), &seal).iter().map(|b| format!("{b:02x}")).collect();
        assert!(hex.starts_with("74622f706f7374696e672f303030303107070707070707070707070707070707"));
        assert_eq!(
            &hex[64..],
            "bd6d61121af3adb9797b2b0c917d3d4711355aa682c3b769764c0fadc704fc02",
            "a leaf of version 1 must never be computed otherwise"
        );
    }

    #[test]
    fn a_retry_by_a_colleague_is_the_same_request_and_another_amount_is_not() {
        let ask = |minutes| {
            Command::gift("k", AccountId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)), Minutes(minutes))
        };
        let first = request_hash(&ask(60));
        assert_eq!(first, request_hash(&ask(60).by(Some(PersonId(Uuid::nil()))).under("v2")));
        assert_ne!(first, request_hash(&ask(61)));
        assert_ne!(first, request_hash(&ask(60).because("生日")));
    }
}
