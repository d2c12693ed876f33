//! Verbs, one file each: `life.ask`, `life.withdraw`, `life.propose`, `life.decide`, `life.propose-undo`,
//! `life.decide-undo`.

mod ask;
mod carry_out;
mod decide;
mod propose;
mod undo;

pub use ask::{Ask, Asked, Withdraw};
pub use decide::Decide;
pub use propose::Propose;
pub(crate) use propose::examine;
pub use undo::{DecideUndo, ProposeUndo};

use crate::house::Life;
use tb_journal::Work;
use tb_kernel::{Fail, Level, Node, Outcome, PersonId, Refusal};

/// The home of somebody.
pub(crate) async fn home(house: &Life, work: &mut Work<'_>, person: PersonId) -> Outcome<Node> {
    let nodes = house.people.nodes(work.tx, &[person]).await?;
    nodes.get(&person).copied().ok_or_else(|| Refusal::not_found().into())
}

/// The smallest node that covers both.
pub(crate) fn covering(a: Node, b: Node) -> Node {
    let levels = [Level::Community, Level::Street, Level::District, Level::City, Level::Province];
    let shared = levels.into_iter().map(|level| a.at(level)).find(|node| node.covers(b));
    shared.unwrap_or(a.at(Level::Province))
}

/// True when an enrolment runs.
pub(crate) async fn enrolled(house: &Life, work: &mut Work<'_>, person: PersonId) -> Result<bool, Fail> {
    let facts = house.people.facts(work.tx, &[person]).await?;
    let runs = |state: Option<tb_people::EnrolmentState>| state.is_some_and(|state| state.is_running());
    Ok(facts.first().is_some_and(|facts| runs(facts.volunteer) || runs(facts.elder)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_homes_are_covered_by_the_smallest_place_they_share() {
        let (a, b) = (Node(320_102_002_002), Node(320_102_002_003));
        assert_eq!(covering(a, a), a);
        assert_eq!(covering(a, b), Node(320_102_002_000));
        assert_eq!(covering(a, Node(320_104_003_001)), Node(320_100_000_000));
    }
}
