//! Every "no" about places: a code typed or chosen in a form that is no division of this city, or one of the
//! wrong level.

use tb_kernel::Refusal;

/// The text is no division code of this city.
pub(crate) fn unknown_division(field: &'static str) -> Refusal {
    Refusal::invalid().field(field, "places.unknown-division")
}

/// A division, but not of a level that is asked for here (say, a district where a community is needed).
pub(crate) fn wrong_level(field: &'static str) -> Refusal {
    Refusal::invalid().field(field, "places.wrong-level")
}
