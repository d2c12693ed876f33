//! The profile: everything that identifies a person, kept as one sealed value, so that there is one place to seal, one
//! to open and one to destroy.

use super::identity::{IdNumber, PersonName, Phone};
use serde::{Deserialize, Serialize};
use tb_places::Point;

/// Whom to call when something happens.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyContact {
    pub name: PersonName,
    pub phone: Phone,
    /// In the family's own words: daughter, neighbour.
    pub relation: String,
}

/// What identifies a person. Birthday and sex stand in the identity number.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    pub name: PersonName,
    pub id_no: IdNumber,
    /// Some elders have none.
    pub phone: Option<Phone>,
    /// Street and door, below the community.
    pub address: String,
    /// Where the door is, when somebody has marked it.
    pub home: Option<Point>,
    pub emergency: Option<EmergencyContact>,
    /// What whoever comes should know: knock loudly, hard of hearing, the dog. Seen by the volunteer of the visit only.
    #[serde(default)]
    pub care: String,
}

super::debug_nothing!(EmergencyContact, Profile);
