//! What the macros of templates/parts read from lists. Texts are sentences already; a text that is not there is empty.

/// One line of a select, one card of radios or checks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub chosen: bool,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Choice {
        Choice { value: value.into(), label: label.into(), hint: String::new(), chosen }
    }
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Choice {
        self.hint = hint.into();
        self
    }
}

/// One step of the path of an order: `done`, `now` or `next`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub label: String,
    pub state: &'static str,
}

/// One entry of a timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    pub when: String,
    pub title: String,
    pub detail: String,
}

/// One quick filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pill {
    pub label: String,
    pub href: String,
    pub now: bool,
}

/// Paging of a list whose length is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pager {
    pub total: u64,
    pub from: u64,
    pub to: u64,
    pub prev: String,
    pub next: String,
}

/// Paging by cursor: only what follows is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Address of the next page; empty on the last one.
    pub next: String,
    /// Address of the first page; empty on it.
    pub first: String,
}

impl More {
    /// From the list's own address, its query without a cursor, the cursor this page was asked for and the next one.
    pub fn of(path: &str, query: &str, after: Option<&str>, next: Option<&str>) -> More {
        let glue = if query.is_empty() { "" } else { "&" };
        let next = next.map(|next| format!("{path}?{query}{glue}after={next}")).unwrap_or_default();
        let first = match (after, query) {
            (None, _) => String::new(),
            (Some(_), "") => path.to_owned(),
            (Some(_), query) => format!("{path}?{query}"),
        };
        More { next, first }
    }
}

/// One wrong field: its name and the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub field: String,
    pub text: String,
}

/// An order in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderCard {
    pub href: String,
    pub kind: String,
    pub icon: &'static str,
    pub status: String,
    pub tone: &'static str,
    pub when: String,
    pub hours: String,
    pub place: String,
    pub who: String,
    pub pay: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paging_keeps_the_filters() {
        let more = More::of("/hall", "item=talk", None, Some("ab"));
        assert_eq!((more.next.as_str(), more.first.as_str()), ("/hall?item=talk&after=ab", ""));
        let more = More::of("/hall", "", Some("ab"), None);
        assert_eq!((more.next.as_str(), more.first.as_str()), ("", "/hall"));
    }
}
