//! Values that go into a statement. One closed list for both engines: whole numbers, text, bytes, uuid, truth, and the
//! absence of each; everything else (instants, days, minutes, nodes, ids) is one of these underneath.

use tb_kernel::*;
use uuid::Uuid;

/// A value for a placeholder.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Arg {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    Uuid(Option<Uuid>),
    Bool(Option<bool>),
}

macro_rules! plain {
    ($($from:ty => $variant:ident $value:ident $make:expr),+ $(,)?) => {$(
        impl From<$from> for Arg {
            fn from($value: $from) -> Arg { Arg::$variant(Some($make)) }
        }
        impl From<Option<$from>> for Arg {
            fn from(value: Option<$from>) -> Arg { Arg::$variant(value.map(|$value| $make)) }
        }
    )+};
}
plain! {
    i64 => Int v v,
    i32 => Int v i64::from(v),
    u32 => Int v i64::from(v),
    bool => Bool v v,
    String => Text v v,
    &str => Text v v.to_owned(),
    &String => Text v v.clone(),
    Vec<u8> => Bytes v v,
    &[u8] => Bytes v v.to_vec(),
    [u8; 32] => Bytes v v.to_vec(),
    [u8; 16] => Bytes v v.to_vec(),
    Uuid => Uuid v v,
    Minutes => Int v v.0,
    Instant => Int v v.0,
    Day => Int v v.0,
    Node => Int v v.0,
}

macro_rules! ids {
    ($($id:ident),+ $(,)?) => {$(
        impl From<$id> for Arg {
            fn from(id: $id) -> Arg { Arg::Uuid(Some(id.0)) }
        }
        impl From<Option<$id>> for Arg {
            fn from(id: Option<$id>) -> Arg { Arg::Uuid(id.map(|id| id.0)) }
        }
    )+};
}
ids! {
    PersonId, EnrolmentId, GrantId, SessionId, TokenId, LinkId, MessageId, SiteId, AccountId, BucketId, PostingId, LotId,
    HoldId, ClaimId, OrderId, EvidenceId, RatingId, DisputeId, ApprovalId, EventId, JobId, JournalId,
    CertificateId, CorrectionId, AwardId, CoverId, IncidentId,
}
