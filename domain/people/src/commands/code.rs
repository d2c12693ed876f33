//! `people.request-code`: a code for a telephone number. Known and unknown numbers get the same answer after the same
//! work: nobody learns here who is registered. The number and the code leave only sealed; of the code a keyed digest is
//! kept.

use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules::{self, PhoneNeed};
use crate::store::access as sql;
use crate::store::message::ADD_OUTGOING;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tb_crypto::KeyRing;
use tb_db::{Tx, args};
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Entropy, Fail, Instant, Outcome, Span};
use uuid::Uuid;

/// How long a code can be used.
const CODE_LIVES: Span = Span::minutes(5);
/// Between two codes to one number.
const CODE_EVERY: Span = Span::seconds(60);
/// Codes to one number in an hour and in a day.
const CODES_HOUR_MAX: i64 = 5;
const CODES_DAY_MAX: i64 = 10;
/// Different numbers one address may ask for in a day.
const NUMBERS_DAY_MAX: i64 = 20;

pub(super) const CODE_SENT: &str = "code_sent";

/// The number is left out of what is recorded; its keyed digest stands for it.
#[derive(Serialize)]
struct RequestCode {
    #[serde(skip)]
    phone: Phone,
    #[serde(skip)]
    address: [u8; 32],
    phone_index: [u8; 32],
}

impl People {
    /// Sends a six-digit code to a mobile.
    ///
    /// # Errors
    /// Field faults of `phone`; `people.code-too-soon` (with `seconds`), `people.code-too-many`,
    /// `people.address-too-many`.
    pub async fn request_code(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        phone: &str,
        origin: &Origin,
    ) -> Outcome<CodeSent> {
        let phone = rules::check_phone(phone, PhoneNeed::Mobile).map_err(|code| no::at("phone", code))?;
        let phone = phone.ok_or_else(|| no::at("phone", no::MISSING))?;
        let phone_index = self.phone_index(&phone);
        let address = self.address_index(origin);
        execute(self, &self.core, actor, key, RequestCode { phone, address, phone_index }).await
    }

    /// A keyed digest of a network address, for counting.
    pub(crate) fn address_index(&self, origin: &Origin) -> [u8; 32] {
        self.keys.blind("address", &origin.address)
    }

    /// What is kept of a code.
    pub(crate) fn code_mark(&self, phone_index: &[u8], code: &str) -> [u8; 32] {
        self.keys.blind("sign-in-code", &format!("{}:{code}", tb_crypto::hex(phone_index)))
    }
}

impl Command for RequestCode {
    const NAME: &'static str = "people.request-code";
    type House = People;
    type Answer = CodeSent;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<CodeSent> {
        let now = work.now;
        work.about("telephone", Uuid::nil(), house.city);
        People::take_turns(work.tx, now, vec![self.phone_index, self.address]).await?;
        let last: Option<sql::CodeRecord> = work.tx.row(sql::CODE, args![self.phone_index]).await?;
        let sent = Sent {
            last: last.map(|code| code.sent_at),
            hour: count(work.tx, sql::BY_SUBJECT, CODE_SENT, self.phone_index, now.minus(Span::hours(1))).await?,
            day: count(work.tx, sql::BY_SUBJECT, CODE_SENT, self.phone_index, now.minus(Span::days(1))).await?,
            other_numbers: {
                let since = now.minus(Span::days(1));
                let args = args![CODE_SENT, self.address, since, self.phone_index];
                work.tx.one::<(i64,)>(sql::OTHER_SUBJECTS, args).await?.0
            },
        };
        may_send(&sent, now)?;
        let code = format!("{:06}", work.entropy.below(1_000_000));
        let expires_at = now.plus(CODE_LIVES);
        let mark = house.code_mark(&self.phone_index, &code);
        work.tx.run(sql::NEW_CODE, args![self.phone_index, mark, now, expires_at]).await?;
        attempt(work, CODE_SENT, self.phone_index, self.address).await?;
        let minutes = CODE_LIVES.whole_minutes().to_string();
        let text = OutgoingText {
            phone: self.phone.clone(),
            template: "people-text-code".into(),
            args: vec![("code".into(), code), ("minutes".into(), minutes)],
        };
        queue_text(work.tx, &house.keys, work.entropy, now, expires_at, &text).await?;
        Ok(CodeSent { expires_at, again_at: now.plus(CODE_EVERY) })
    }
}

/// What has been sent so far.
struct Sent {
    last: Option<Instant>,
    hour: i64,
    day: i64,
    other_numbers: i64,
}

fn may_send(sent: &Sent, now: Instant) -> Result<(), tb_kernel::Refusal> {
    let wait = sent.last.map_or(Span(0), |last| last.plus(CODE_EVERY).since(now));
    if wait.0 > 0 {
        // Seconds, rounded up.
        return Err(no::wait(no::CODE_TOO_SOON, Span(wait.0 + 999_999).whole_seconds()));
    }
    if sent.hour >= CODES_HOUR_MAX || sent.day >= CODES_DAY_MAX {
        return Err(no::too_many(no::CODE_TOO_MANY));
    }
    if sent.other_numbers >= NUMBERS_DAY_MAX {
        return Err(no::too_many(no::ADDRESS_TOO_MANY));
    }
    Ok(())
}

/// How often something was counted since.
pub(super) async fn count(tx: &mut Tx, sql: &'static str, kind: &str, whose: [u8; 32], since: Instant) -> Outcome<i64> {
    Ok(tx.one::<(i64,)>(sql, args![kind, whose, since]).await?.0)
}

/// Counts one more.
pub(super) async fn attempt(work: &mut Work<'_>, kind: &str, subject: [u8; 32], address: [u8; 32]) -> Outcome<()> {
    let id: Uuid = work.id();
    work.tx.run(sql::ADD_ATTEMPT, args![id, kind, subject, address, work.now]).await?;
    Ok(())
}

/// A short message: to whom, which template, with what.
#[derive(Serialize, Deserialize)]
pub(crate) struct OutgoingText {
    pub(crate) phone: Phone,
    pub(crate) template: String,
    pub(crate) args: Vec<(String, String)>,
}

/// Writes a text in the caller's transaction, sealed with a key of its own; a job delivers it.
pub(crate) async fn queue_text(
    tx: &mut Tx,
    keys: &KeyRing,
    entropy: &Entropy,
    now: Instant,
    expires_at: Instant,
    text: &OutgoingText,
) -> Outcome<Uuid> {
    let id: Uuid = entropy.id(now);
    let (key, wrapped) = keys.new_data_key(id.as_bytes(), entropy);
    let plain = serde_json::to_vec(text).map_err(Fail::fault)?;
    let sealed = key.seal(&[b"outgoing", b"payload", id.as_bytes()], &plain, entropy);
    tx.run(ADD_OUTGOING, args![id, wrapped, sealed, &text.template, now, expires_at]).await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_of_codes() {
        let now = Instant(1_800_000_000_000_000);
        let none = || Sent { last: None, hour: 0, day: 0, other_numbers: 0 };
        assert!(may_send(&none(), now).is_ok());
        let soon = may_send(&Sent { last: Some(now.minus(Span(59_000_001))), ..none() }, now).unwrap_err();
        assert_eq!((soon.code.as_ref(), soon.args[0].1.as_str()), (no::CODE_TOO_SOON, "1"));
        assert!(may_send(&Sent { last: Some(now.minus(CODE_EVERY)), ..none() }, now).is_ok());
        for (sent, code) in [
            (Sent { hour: 5, ..none() }, no::CODE_TOO_MANY),
            (Sent { day: 10, ..none() }, no::CODE_TOO_MANY),
            (Sent { other_numbers: 20, ..none() }, no::ADDRESS_TOO_MANY),
        ] {
            assert_eq!(may_send(&sent, now).unwrap_err().code, code);
        }
        assert!(may_send(&Sent { hour: 4, day: 9, other_numbers: 19, ..none() }, now).is_ok());
    }
}
