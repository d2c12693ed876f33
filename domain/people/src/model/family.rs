//! Family links and proxies as they are asked for and shown.

use super::views::Shown;
use super::words::*;
use serde::{Deserialize, Serialize};
use tb_kernel::*;
use uuid::Uuid;

/// Somebody says that another is their kin. Handle and name must both be the other's, so that nobody finds people by
/// trying handles.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimInput {
    /// The other's handle, as it stands on their card and their page.
    pub handle: String,
    /// The other's name in full.
    pub name: String,
    /// The other is the claimant's …
    pub kind: LinkKind,
    pub document: Document,
    /// What else the reviewer should know; no numbers of documents.
    pub note: String,
}
super::debug_nothing!(ClaimInput);

/// The guardian of somebody who cannot give their word, as a document says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianInput {
    pub guardian: PersonId,
    pub ward: PersonId,
    pub document: Document,
    /// Which court or notary, when; no personal data.
    pub evidence: String,
}

/// What a proxy is given: a degree for each capability named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PowersInput {
    pub proxy: PersonId,
    pub degrees: Vec<(Capability, Degree)>,
    /// At the desk and on the telephone: the number of the signed paper or of the call.
    #[serde(default)]
    pub note: String,
}

/// A link with all that its two persons and the reviewer should see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FamilyLink {
    pub id: LinkId,
    pub a: Shown,
    pub b: Shown,
    /// b is a's …
    pub kind: LinkKind,
    pub state: LinkState,
    pub document: Document,
    pub evidence: String,
    pub made_at: Instant,
    pub said_a: Option<Said>,
    pub said_b: Option<Said>,
    /// b cannot give their word; the document stands for it.
    pub incapacity: bool,
    pub reason: Option<String>,
}

impl FamilyLink {
    /// The other person, seen from `me`.
    pub fn other(&self, me: PersonId) -> &Shown {
        if self.a.id == me { &self.b } else { &self.a }
    }
    /// What the other is to `me`; none for the guardian of `me`.
    pub fn kind_for(&self, me: PersonId) -> Option<LinkKind> {
        if self.a.id == me { Some(self.kind) } else { self.kind.turned() }
    }
    /// Reviewed, and `me` has not answered yet.
    pub fn awaits(&self, me: PersonId) -> bool {
        let said = if self.a.id == me { self.said_a } else { self.said_b };
        self.state == LinkState::Reviewed && said.is_none()
    }
}

/// One thing a proxy may do, and how that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Power {
    pub capability: Capability,
    pub degree: Degree,
    pub how: Said,
    pub granted_at: Instant,
}

/// Somebody who may act for another, with what they may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProxyView {
    /// Seen from the elder: the proxy. Seen from the proxy: the elder.
    pub other: Shown,
    pub powers: Vec<Power>,
    /// By law, as the guardian of a minor: nothing was granted, nothing can be withdrawn.
    pub by_law: bool,
}

impl ProxyView {
    pub fn degree(&self, capability: Capability) -> Degree {
        self.powers.iter().find(|power| power.capability == capability).map_or(Degree::None, |power| power.degree)
    }
}

/// An act that waits for the other's yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActAsked {
    pub capability: Capability,
    /// `orders.submit`, `orders.confirm`, …
    pub action: String,
    /// The order it is about.
    pub subject: Uuid,
    /// A length, where one is said.
    pub minutes: Option<Minutes>,
}

/// What became of an act that waited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestView {
    pub id: ProxyRequestId,
    pub elder: PersonId,
    pub proxy: Shown,
    pub act: ActAsked,
    pub state: RequestState,
    pub asked_at: Instant,
    pub expires_at: Instant,
    pub decided_at: Option<Instant>,
}

/// Something another did for somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DoneFor {
    pub at: Instant,
    /// Masked name of who did it.
    pub by: Option<String>,
    pub channel: Channel,
    /// The role of a member of staff.
    pub role: Option<Role>,
    /// `slice.verb`.
    pub action: String,
    pub object: Option<(String, Uuid)>,
    /// It was refused.
    pub refused: bool,
}
