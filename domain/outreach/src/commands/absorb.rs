//! Taking drafts into the register, many at once with a fixed number of statements. The identity decides: one that is
//! known is renewed or left as it is, so that the same list may come in any number of times; one that is new and has the
//! name and birthday, or the name and telephone, of somebody else is proposed as a double, never merged by itself.

use crate::house::Outreach;
use crate::model::{DeclineReason, Draft, EntryState, PairReason};
use crate::refusals as no;
use crate::rules;
use crate::seal::{Digests, entry_place};
use crate::sheet::Field;
use crate::store::{self, EntryRecord, TwinRecord};
use std::collections::HashMap;
use tb_db::{Arg, args};
use tb_journal::Work;
use tb_kernel::{Fail, Instant, Outcome, OutreachId};
use tb_people::KnownIdentity;
use uuid::Uuid;

/// What became of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absorbed {
    Added(OutreachId),
    Updated(OutreachId),
    Unchanged(OutreachId),
    /// It contradicts what is known.
    Refused(Field, &'static str),
}

/// Takes drafts in; gives what became of each, in order, and how many doubles were proposed.
pub(super) async fn absorb(
    house: &Outreach,
    work: &mut Work<'_>,
    drafts: &[Draft],
    source: Option<Uuid>,
) -> Outcome<(Vec<Absorbed>, i64)> {
    let digests: Vec<Digests> = drafts.iter().map(|draft| house.digests(draft)).collect::<Outcome<_>>()?;
    let keys = || digests.iter().map(|d| Arg::from(d.id)).collect::<Vec<_>>();
    let known: Vec<EntryRecord> = work.tx.rows_in(store::BY_IDENTITIES, vec![], keys()).await?;
    let mut known: HashMap<Vec<u8>, EntryRecord> = known.into_iter().map(|e| (e.id_index.clone(), e)).collect();
    let ids: Vec<[u8; 32]> = digests.iter().map(|d| d.id).collect();
    let persons = house.people.known_by_identity(work.tx, &ids).await?;
    // The last line about somebody in one batch is the one that counts; the others are told as unchanged.
    let last: HashMap<[u8; 32], usize> = digests.iter().enumerate().map(|(at, d)| (d.id, at)).collect();

    let (mut outcomes, mut added, mut renewed) = (Vec::with_capacity(drafts.len()), Vec::new(), Vec::new());
    let mut fresh: Vec<(OutreachId, usize)> = Vec::new();
    let mut again: Vec<(usize, [u8; 32])> = Vec::new();
    let mut given: HashMap<[u8; 32], OutreachId> = HashMap::new();
    for (at, (draft, digest)) in drafts.iter().zip(&digests).enumerate() {
        if last.get(&digest.id) != Some(&at) {
            again.push((at, digest.id));
            outcomes.push(Absorbed::Unchanged(OutreachId(Uuid::nil())));
            continue;
        }
        let outcome = match known.remove(digest.id.as_slice()) {
            Some(entry) => renew(house, work, &entry, draft, digest, &mut renewed)?,
            None => {
                let person = persons.get(digest.id.as_slice());
                if person.is_some_and(|person| person.name_index != digest.name) {
                    Absorbed::Refused(Field::Name, no::IDENTITY_MISMATCH)
                } else {
                    let id = add(house, work, draft, digest, person, source, &mut added)?;
                    fresh.push((id, at));
                    Absorbed::Added(id)
                }
            }
        };
        if let Absorbed::Added(id) | Absorbed::Updated(id) | Absorbed::Unchanged(id) = outcome {
            given.insert(digest.id, id);
        }
        outcomes.push(outcome);
    }
    for (at, id) in again {
        if let Some(entry) = given.get(&id) {
            outcomes[at] = Absorbed::Unchanged(*entry);
        }
    }
    work.tx.insert(&store::ADD, &added).await?;
    let changed = work.tx.update(&store::RENEW, &renewed).await?;
    if changed != renewed.len() as u64 {
        return Err(Fail::Fault("try again: an entry of the outreach register changed meanwhile".into()));
    }
    let paired = propose_pairs(work, drafts, &digests, &fresh).await?;
    Ok((outcomes, paired))
}

fn add(
    house: &Outreach,
    work: &Work<'_>,
    draft: &Draft,
    digest: &Digests,
    person: Option<&KnownIdentity>,
    source: Option<Uuid>,
    rows: &mut Vec<Vec<Arg>>,
) -> Outcome<OutreachId> {
    let id: OutreachId = work.id();
    // Whoever is enrolled as an elder already only counts; nothing of them is kept twice.
    let person = person.filter(|known| known.elder).map(|known| known.person);
    let (profile, wrapped) = match person {
        Some(_) => (None, None),
        None => {
            let (key, wrapped) = house.new_key(id.0);
            let sealed = house.seal(&key, &entry_place(&id.0, &1i64.to_be_bytes()), &draft.profile)?;
            (Some(sealed), Some(wrapped))
        }
    };
    let state = if person.is_some() { EntryState::Registered } else { draft.stance };
    let at = Stamps::of(state, &Stamps::default(), work.now);
    let registered = (state == EntryState::Registered).then_some(work.now);
    rows.push(args![
        id,
        draft.node,
        state.code(),
        profile,
        wrapped,
        1i64,
        digest.id,
        digest.twin,
        digest.call.map(|d| d.to_vec()),
        digest.phone.map(|d| d.to_vec()),
        digest.name,
        digest.content,
        traits_of(draft),
        person,
        source,
        reason_of(state),
        work.now,
        at.informed,
        at.willing,
        registered,
        at.declined,
        work.now,
        work.actor.person
    ]);
    Ok(id)
}

fn renew(
    house: &Outreach,
    work: &Work<'_>,
    entry: &EntryRecord,
    draft: &Draft,
    digest: &Digests,
    rows: &mut Vec<Vec<Arg>>,
) -> Outcome<Absorbed> {
    // Merged ones and registered ones have gone on; the list has nothing new to say about them.
    let Some(wrapped) = entry.wrapped.as_deref().filter(|_| entry.merged_into.is_none()) else {
        return Ok(Absorbed::Unchanged(entry.merged_into.unwrap_or(entry.id)));
    };
    if entry.name_index != digest.name {
        return Ok(Absorbed::Refused(Field::Name, no::IDENTITY_MISMATCH));
    }
    let state = rules::after_list(entry.state, draft.stance);
    if entry.content == digest.content && state == entry.state {
        return Ok(Absorbed::Unchanged(entry.id));
    }
    let key = house.key_of(entry.id.0, wrapped)?;
    let version = entry.version + 1;
    let sealed = house.seal(&key, &entry_place(&entry.id.0, &version.to_be_bytes()), &draft.profile)?;
    let at = Stamps::of(state, &Stamps::held(entry), work.now);
    let reason = if state == entry.state { entry.reason.as_deref() } else { reason_of(state) };
    rows.push(args![
        entry.id,
        entry.version,
        version,
        draft.node,
        state.code(),
        sealed,
        digest.twin,
        digest.call.map(|d| d.to_vec()),
        digest.phone.map(|d| d.to_vec()),
        digest.name,
        digest.content,
        traits_of(draft),
        reason,
        at.informed,
        at.willing,
        at.declined,
        work.now,
        work.actor.person
    ]);
    Ok(Absorbed::Updated(entry.id))
}

fn traits_of(draft: &Draft) -> String {
    draft.traits.iter().map(|one| one.code()).collect::<Vec<_>>().join(",")
}

/// A list says that somebody does not want, never why.
fn reason_of(state: EntryState) -> Option<&'static str> {
    (state == EntryState::Declined).then_some(DeclineReason::NoWish.code())
}

/// When each step was taken.
#[derive(Clone, Copy, Default)]
pub(super) struct Stamps {
    pub(super) informed: Option<Instant>,
    pub(super) willing: Option<Instant>,
    pub(super) declined: Option<Instant>,
}

impl Stamps {
    pub(super) fn held(entry: &EntryRecord) -> Stamps {
        Stamps { informed: entry.informed_at, willing: entry.willing_at, declined: entry.declined_at }
    }
    /// The stamps in `state`: a step implies the ones before it; who wishes does not decline.
    pub(super) fn of(state: EntryState, held: &Stamps, now: Instant) -> Stamps {
        let first = |held: Option<Instant>| held.or(Some(now));
        match state {
            EntryState::Surveyed => Stamps::default(),
            EntryState::Informed => Stamps { informed: first(held.informed), willing: None, declined: None },
            EntryState::Willing | EntryState::Registered => {
                Stamps { informed: first(held.informed), willing: first(held.willing), declined: None }
            }
            EntryState::Declined => {
                Stamps { informed: first(held.informed), willing: held.willing, declined: first(held.declined) }
            }
        }
    }
}

async fn propose_pairs(
    work: &mut Work<'_>,
    drafts: &[Draft],
    digests: &[Digests],
    fresh: &[(OutreachId, usize)],
) -> Outcome<i64> {
    let mut rows: Vec<Vec<Arg>> = Vec::new();
    let twin_keys = fresh.iter().map(|(_, at)| Arg::from(digests[*at].twin)).collect();
    let twins: Vec<TwinRecord> = work.tx.rows_in(store::TWINS, vec![], twin_keys).await?;
    let call_keys = fresh.iter().filter_map(|(_, at)| digests[*at].call.map(Arg::from)).collect();
    let calls: Vec<TwinRecord> = work.tx.rows_in(store::CALLS, vec![], call_keys).await?;
    let by_key = |records: Vec<TwinRecord>| {
        let mut groups: HashMap<Vec<u8>, Vec<TwinRecord>> = HashMap::new();
        for record in records {
            groups.entry(record.key.clone()).or_default().push(record);
        }
        groups
    };
    let (twins, calls) = (by_key(twins), by_key(calls));
    let mut seen = std::collections::HashSet::new();
    for (id, at) in fresh {
        let digest = &digests[*at];
        let birthday = twins.get(digest.twin.as_slice()).into_iter().flatten().map(|t| (t, PairReason::Birthday));
        let telephone = digest.call.and_then(|call| calls.get(call.as_slice()));
        let telephone = telephone.into_iter().flatten().map(|t| (t, PairReason::Telephone));
        for (other, why) in birthday.chain(telephone) {
            let (a, b) = if id.0 < other.id.0 { (*id, other.id) } else { (other.id, *id) };
            if a == b || other.id_index == digest.id || !seen.insert((a, b)) {
                continue;
            }
            let pair: Uuid = work.id();
            rows.push(args![pair, drafts[*at].node, a, b, why.code(), "open", work.now]);
        }
    }
    Ok(i64::try_from(work.tx.insert(&store::ADD_PAIRS, &rows).await?).unwrap_or(i64::MAX))
}
