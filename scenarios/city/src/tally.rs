//! What was done how often, and how it ended: every command by its name and its outcome.

use std::collections::BTreeMap;

/// Outcomes counted: (command, `ok` or the refusal's code).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<(&'static str, String), u64>);

impl Tally {
    pub(crate) fn count(&mut self, action: &'static str, outcome: &str) {
        *self.0.entry((action, outcome.to_owned())).or_default() += 1;
    }
    /// How often a command ended well.
    pub fn ok(&self, action: &str) -> u64 {
        self.of(action, "ok")
    }
    /// How often a command ended with `outcome`.
    pub fn of(&self, action: &str, outcome: &str) -> u64 {
        self.0.iter().filter(|((a, o), _)| *a == action && o == outcome).map(|(_, n)| *n).sum()
    }
    /// All commands, however they ended.
    pub fn all(&self) -> u64 {
        self.0.values().sum()
    }
    /// Every code with which something was refused, and how often.
    pub fn refusals(&self) -> BTreeMap<&str, u64> {
        let mut codes: BTreeMap<&str, u64> = BTreeMap::new();
        for ((_, outcome), n) in self.0.iter().filter(|((_, outcome), _)| outcome != "ok") {
            *codes.entry(outcome.as_str()).or_default() += n;
        }
        codes
    }
    /// (command, outcome, how often), sorted.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, &str, u64)> {
        self.0.iter().map(|((action, outcome), n)| (*action, outcome.as_str(), *n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_add_up() {
        let mut tally = Tally::default();
        for outcome in ["ok", "ok", "orders.stale", "ok"] {
            tally.count("orders.take", outcome);
        }
        assert_eq!((tally.ok("orders.take"), tally.all()), (3, 4));
        assert_eq!(tally.refusals(), BTreeMap::from([("orders.stale", 1)]));
        assert_eq!(tally.rows().count(), 2);
    }
}
