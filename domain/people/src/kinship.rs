//! Whether a tie between two persons can be true beside those that are known: nobody is their own ancestor, nobody's
//! guardian is in their own care, one pair has one kinship, one has one spouse. Pure.

use crate::model::LinkKind;
use crate::refusals as no;
use std::collections::{BTreeSet, VecDeque};
use tb_kernel::{Day, PersonId};
use tb_policy::KinKind;

/// Of age by the Civil Code, article 17.
pub(crate) const ADULT_YEARS: i64 = 18;

/// b is a's …
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tie {
    pub(crate) a: PersonId,
    pub(crate) b: PersonId,
    pub(crate) kind: LinkKind,
}

impl Tie {
    /// (descendant, ancestor), for ties that say so.
    fn descent(self) -> Option<(PersonId, PersonId)> {
        match self.kind {
            LinkKind::Kin(KinKind::Parent | KinKind::Grandparent) => Some((self.a, self.b)),
            LinkKind::Kin(KinKind::Child | KinKind::Grandchild) => Some((self.b, self.a)),
            _ => None,
        }
    }
    /// (ward, guardian).
    fn care(self) -> Option<(PersonId, PersonId)> {
        (self.kind == LinkKind::Guardian).then_some((self.b, self.a))
    }
    /// (lower, upper) in either sense: along these one climbs to look for loops.
    pub(crate) fn upward(self) -> Option<(PersonId, PersonId)> {
        self.descent().or(self.care())
    }
    /// The kin word seen from `from`; none: not kin, or not one of the two.
    fn kin_from(self, from: PersonId) -> Option<KinKind> {
        let kind = if self.a == from { Some(self.kind) } else { self.kind.turned() };
        match kind {
            Some(LinkKind::Kin(KinKind::Friend)) | None => None,
            Some(LinkKind::Kin(kin)) => Some(kin),
            Some(_) => None,
        }
    }
    fn joins(self, a: PersonId, b: PersonId) -> bool {
        (self.a, self.b) == (a, b) || (self.a, self.b) == (b, a)
    }
}

/// What is known of the two persons of a new tie.
pub(crate) struct Facts {
    pub(crate) today: Day,
    pub(crate) birth_a: Day,
    pub(crate) birth_b: Day,
    /// b cannot give their word.
    pub(crate) incapacity: bool,
    /// The guardian-to-be is in somebody's care because of incapacity.
    pub(crate) a_in_care: bool,
}

/// Can the tie be true? `known`: the active ties of the two, and those above them.
///
/// # Errors
/// The code of the refusal.
pub(crate) fn can_be(new: Tie, known: &[Tie], facts: &Facts) -> Result<(), &'static str> {
    one_kinship(new, known)?;
    if let Some((below, above)) = new.descent() {
        let born = |person| if person == new.a { facts.birth_a } else { facts.birth_b };
        if climb(above, known, |tie| tie.descent()).contains(&below) {
            return Err(no::LINK_OWN_ANCESTOR);
        }
        if born(above) >= born(below) {
            return Err(no::LINK_YOUNGER);
        }
    }
    if new.kind == LinkKind::Kin(KinKind::Spouse) {
        let married = |tie: &Tie| {
            let spouse = tie.kind == LinkKind::Kin(KinKind::Spouse);
            spouse && [new.a, new.b].iter().any(|one| tie.a == *one || tie.b == *one)
        };
        if known.iter().any(married) {
            return Err(no::LINK_SPOUSE_KNOWN);
        }
    }
    if let Some((ward, guardian)) = new.care() {
        if climb(guardian, known, |tie| tie.care()).contains(&ward) {
            return Err(no::LINK_GUARDIAN_LOOP);
        }
        if facts.today.age_since(facts.birth_a) < ADULT_YEARS {
            return Err(no::LINK_GUARDIAN_MINOR);
        }
        if facts.a_in_care {
            return Err(no::LINK_GUARDIAN_WARD);
        }
        if facts.today.age_since(facts.birth_b) >= ADULT_YEARS && !facts.incapacity {
            return Err(no::LINK_WARD_ADULT);
        }
    }
    Ok(())
}

/// One pair, one kinship: a spouse is no sibling, and a parent is not a child as well.
fn one_kinship(new: Tie, known: &[Tie]) -> Result<(), &'static str> {
    let Some(wanted) = new.kin_from(new.a) else { return Ok(()) };
    for tie in known.iter().filter(|tie| tie.joins(new.a, new.b)) {
        match tie.kin_from(new.a) {
            Some(kin) if kin == wanted => return Err(no::LINK_KNOWN),
            Some(_) => return Err(no::LINK_CONTRADICTS),
            None => {}
        }
    }
    Ok(())
}

/// Everybody above `start` along `step`.
fn climb(start: PersonId, known: &[Tie], step: fn(Tie) -> Option<(PersonId, PersonId)>) -> BTreeSet<PersonId> {
    let (mut seen, mut next) = (BTreeSet::from([start]), VecDeque::from([start]));
    while let Some(person) = next.pop_front() {
        for (below, above) in known.iter().filter_map(|tie| step(*tie)) {
            if below == person && seen.insert(above) {
                next.push_back(above);
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn id(n: u8) -> PersonId {
        PersonId(Uuid::from_u128(u128::from(n)))
    }
    fn tie(a: u8, b: u8, kind: LinkKind) -> Tie {
        Tie { a: id(a), b: id(b), kind }
    }
    const PARENT: LinkKind = LinkKind::Kin(KinKind::Parent);
    const CHILD: LinkKind = LinkKind::Kin(KinKind::Child);
    const SPOUSE: LinkKind = LinkKind::Kin(KinKind::Spouse);

    fn facts(born_a: &str, born_b: &str) -> Facts {
        let day = |text: &str| Day::parse(text).unwrap();
        Facts {
            today: day("2026-11-23"),
            birth_a: day(born_a),
            birth_b: day(born_b),
            incapacity: false,
            a_in_care: false,
        }
    }

    #[test]
    fn nobody_becomes_their_own_ancestor() {
        // 1's parent is 2, 3 is the child of 1: 3 < 1 < 2.
        let known = [tie(1, 2, PARENT), tie(1, 3, CHILD)];
        assert_eq!(can_be(tie(2, 3, PARENT), &known, &facts("1950-01-01", "1930-01-01")), Err(no::LINK_OWN_ANCESTOR));
        assert_eq!(can_be(tie(3, 2, CHILD), &known, &facts("1930-01-01", "1950-01-01")), Err(no::LINK_OWN_ANCESTOR));
        // Seen from above it is no loop: a grandparent named as such.
        let grandparent = LinkKind::Kin(KinKind::Grandparent);
        assert_eq!(can_be(tie(3, 2, grandparent), &known, &facts("2000-01-01", "1940-01-01")), Ok(()));
    }

    #[test]
    fn a_parent_is_older_and_one_pair_has_one_kinship() {
        assert_eq!(can_be(tie(1, 2, PARENT), &[], &facts("1950-01-01", "1950-01-01")), Err(no::LINK_YOUNGER));
        let known = [tie(1, 2, PARENT)];
        let young_old = facts("1980-01-01", "1950-01-01");
        assert_eq!(can_be(tie(1, 2, SPOUSE), &known, &young_old), Err(no::LINK_CONTRADICTS));
        assert_eq!(can_be(tie(1, 2, LinkKind::Household), &known, &young_old), Ok(()));
        // The same tie told from the other end is known.
        assert_eq!(can_be(tie(2, 1, CHILD), &known, &facts("1950-01-01", "1980-01-01")), Err(no::LINK_KNOWN));
    }

    #[test]
    fn one_has_one_spouse() {
        let known = [tie(1, 2, SPOUSE)];
        let any = facts("1950-01-01", "1951-01-01");
        assert_eq!(can_be(tie(3, 2, SPOUSE), &known, &any), Err(no::LINK_SPOUSE_KNOWN));
        assert_eq!(can_be(tie(3, 4, SPOUSE), &known, &any), Ok(()));
    }

    #[test]
    fn guardians_are_of_age_and_in_nobodys_care() {
        let guard = LinkKind::Guardian;
        assert_eq!(can_be(tie(1, 2, guard), &[], &facts("1980-01-01", "2011-01-01")), Ok(()));
        assert_eq!(can_be(tie(1, 2, guard), &[], &facts("2010-01-01", "2011-01-01")), Err(no::LINK_GUARDIAN_MINOR));
        assert_eq!(can_be(tie(1, 2, guard), &[], &facts("1980-01-01", "1940-01-01")), Err(no::LINK_WARD_ADULT));
        let unable = Facts { incapacity: true, ..facts("1980-01-01", "1940-01-01") };
        assert_eq!(can_be(tie(1, 2, guard), &[], &unable), Ok(()));
        // 2 guards 1, 3 guards 2: 1 cannot guard 3.
        let known = [tie(2, 1, guard), tie(3, 2, guard)];
        assert_eq!(can_be(tie(1, 3, guard), &known, &unable), Err(no::LINK_GUARDIAN_LOOP));
        let in_care = Facts { a_in_care: true, ..facts("1980-01-01", "2011-01-01") };
        assert_eq!(can_be(tie(1, 2, guard), &[], &in_care), Err(no::LINK_GUARDIAN_WARD));
    }

    proptest! {
        /// Whatever is let in one after the other, nobody ends up above themselves.
        #[test]
        fn no_order_of_claims_makes_a_loop(claims in proptest::collection::vec((0u8..8, 0u8..8, 0usize..4), 1..40)) {
            let kinds = [KinKind::Parent, KinKind::Child, KinKind::Grandparent, KinKind::Grandchild];
            let mut known: Vec<Tie> = Vec::new();
            for (a, b, kind) in claims {
                let new = tie(a, b, LinkKind::Kin(kinds[kind]));
                // Births that allow every descent: only loops are looked for here.
                let births = match kinds[kind] {
                    KinKind::Parent | KinKind::Grandparent => facts("1990-01-01", "1950-01-01"),
                    _ => facts("1950-01-01", "1990-01-01"),
                };
                if a != b && can_be(new, &known, &births).is_ok() {
                    known.push(new);
                }
            }
            for n in 0..8 {
                let parents = known.iter().filter_map(|tie| tie.descent()).filter(|(below, _)| *below == id(n));
                for (_, above) in parents {
                    prop_assert!(!climb(above, &known, |tie| tie.descent()).contains(&id(n)));
                }
            }
        }
    }
}
