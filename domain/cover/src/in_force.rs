//! What is in force on a day, and what of it a visit still lacks. Read afresh each time: an insurance that was ended counts
//! no more from the next day on, in every process.

use crate::store;
use tb_db::{DbError, Tx};
use tb_kernel::{Day, Node};
use tb_policy::{CoverKind, Version};

/// The insurances in force on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Covers(Vec<(CoverKind, Node, String)>);

/// Everything in force on a day, anywhere in the city.
///
/// # Errors
/// Any [`DbError`].
pub async fn in_force(tx: &mut Tx, day: Day) -> Result<Covers, DbError> {
    let rows = store::in_force(tx, day).await?;
    Ok(Covers(
        rows.into_iter().filter_map(|(kind, node, number)| Some((CoverKind::parse(&kind)?, node, number))).collect(),
    ))
}

impl Covers {
    pub(crate) fn has(&self, kind: CoverKind, node: Node) -> bool {
        self.find(kind, node).is_some()
    }

    /// The number of an insurance of this kind that covers a place.
    fn find(&self, kind: CoverKind, node: Node) -> Option<&str> {
        self.0.iter().find(|(known, at, _)| *known == kind && at.covers(node)).map(|(.., number)| number.as_str())
    }

    /// Which of the insurances the policy asks for are not in force for a visit: the volunteer's by where they live, the
    /// elder's and the liability by where the visit is. Empty when the policy asks for none.
    pub fn missing(&self, version: &Version, volunteer: Node, visit: Node) -> Vec<CoverKind> {
        let p = &version.parameters;
        if !p.insurance.required {
            return Vec::new();
        }
        let lacks = |kind: &&CoverKind| self.find(**kind, place(**kind, volunteer, visit)).is_none();
        p.cover.kinds.iter().filter(lacks).copied().collect()
    }

    /// The numbers of the insurances under which a visit takes place: what a claim rests on.
    pub fn proof(&self, version: &Version, volunteer: Node, visit: Node) -> String {
        let kinds = version.parameters.cover.kinds.iter();
        let found = kinds.filter_map(|kind| self.find(*kind, place(*kind, volunteer, visit)));
        found.collect::<Vec<_>>().join(",")
    }
}

fn place(kind: CoverKind, volunteer: Node, visit: Node) -> Node {
    match kind {
        CoverKind::Volunteer => volunteer,
        CoverKind::Elder | CoverKind::Liability => visit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tb_policy::PolicyBook;

    #[test]
    fn each_kind_covers_its_own_place() {
        let book = PolicyBook::builtin().expect("coherent");
        let day = Day::parse("2026-03-02").expect("a day");
        let qingdao = book.at(Node(370_200_000_000), day).expect("in force");
        let (home, visit) = (Node(370_202_001_001), Node(370_203_001_001));
        let district = |kind, node| (kind, Node(node), format!("{kind:?}-{node}"));
        let none = Covers::default();
        assert_eq!(
            none.missing(&qingdao, home, visit),
            [CoverKind::Volunteer, CoverKind::Elder, CoverKind::Liability],
            "this city asks for three"
        );
        let wrong = Covers(vec![
            district(CoverKind::Volunteer, 370_203_000_000),
            district(CoverKind::Elder, 370_202_000_000),
            district(CoverKind::Liability, 370_203_000_000),
        ]);
        assert_eq!(wrong.missing(&qingdao, home, visit), [CoverKind::Volunteer, CoverKind::Elder]);
        let right = Covers(vec![
            district(CoverKind::Volunteer, 370_202_000_000),
            district(CoverKind::Elder, 370_200_000_000),
            district(CoverKind::Liability, 370_203_000_000),
        ]);
        assert!(right.missing(&qingdao, home, visit).is_empty());
        assert_eq!(right.proof(&qingdao, home, visit).split(',').count(), 3);
    }
}
