//! Every id of the whole system is a type of its own, in one file, so that an order can never be passed
//! where an account is asked for. The value is a UUIDv7 made by [`crate::Entropy`]: sorted by time of birth.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map($name)
            }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                $name(id)
            }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
    )+};
}

ids! {
    /// One natural person (one identity, whatever they do in the bank).
    PersonId,
    /// A person's enrolment as volunteer or elder.
    EnrolmentId,
    /// A staff grant: person × role × node.
    GrantId,
    /// A signed-in session.
    SessionId,
    /// A scoped token of a program that uses the API.
    TokenId,
    /// A link between two persons (kin, guardian, proxy).
    LinkId,
    /// A message in a person's inbox.
    MessageId,
    /// A site where people are received.
    SiteId,
    /// A ledger account.
    AccountId,
    /// A place in an account: class × state.
    BucketId,
    /// One posting: moves that happen together.
    PostingId,
    /// One lot: minutes of one origin and one expiry.
    LotId,
    /// Minutes reserved for a subject.
    HoldId,
    /// What a shortfall leaves behind: to be settled first from later earnings.
    ClaimId,
    /// A service order.
    OrderId,
    /// A proof of presence or other evidence of an order.
    EvidenceId,
    /// A rating.
    RatingId,
    /// A dispute.
    DisputeId,
    /// A request that a second person must approve.
    ApprovalId,
    /// A fact published to other slices.
    EventId,
    /// A piece of background work.
    JobId,
    /// A line of the journal: one command, one outcome.
    JournalId,
    /// A record certificate.
    CertificateId,
    /// A request to correct the record.
    CorrectionId,
    /// An honour in the record.
    AwardId,
    /// An insurance policy that covers people or visits.
    CoverId,
    /// An incident: something went wrong at a visit.
    IncidentId,
}
