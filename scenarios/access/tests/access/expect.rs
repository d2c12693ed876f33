//! What a cell of the matrix must show: computed from what the route says of itself (its `Access`) and from the line
//! that stands for it in the table. Nothing here asks the product.

use crate::browser::Door;
use crate::cast::{Caller, Standing};
use crate::things::{Kind, Thing};
use tb_http::{Access, Entry, Face, Verb};
use tb_kernel::{Node, Role};

/// What must come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Expect {
    /// Asked to sign in: a page leads there, the API says 401.
    SignIn,
    /// Like a path that is not there.
    NoRoute,
    /// Like an object that is not there.
    Missing,
    /// Told no, because the object is seen.
    Refused,
    /// Past every wall of access, with one of these statuses.
    Passes(&'static [u16]),
}

/// To whom of an object's surroundings something is open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Who {
    /// Whose it is (an order's elder), or who acts for them.
    pub(crate) owner: bool,
    /// The order's volunteer.
    pub(crate) volunteer: bool,
    pub(crate) hall: Hall,
    /// These roles, where they cover the object's place.
    pub(crate) staff: &'static [Role],
}

/// Whether active volunteers see an order that is not theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hall {
    Closed,
    /// While it is open.
    Open,
    /// Also after somebody else took it: it was in the hall.
    WasOpen,
}

pub(crate) const NOBODY: Who = Who { owner: false, volunteer: false, hall: Hall::Closed, staff: &[] };
pub(crate) const OWNER: Who = Who { owner: true, ..NOBODY };
pub(crate) const VOLUNTEER: Who = Who { volunteer: true, ..NOBODY };
pub(crate) const BOTH_SIDES: Who = Who { owner: true, ..VOLUNTEER };

impl Who {
    pub(crate) const fn staff(roles: &'static [Role]) -> Who {
        NOBODY.and(roles)
    }
    pub(crate) const fn and(self, roles: &'static [Role]) -> Who {
        Who { staff: roles, ..self }
    }
    pub(crate) const fn hall(self, hall: Hall) -> Who {
        Who { hall, ..self }
    }
}

/// Who gets past.
#[derive(Clone, Copy)]
pub(crate) enum Rule {
    /// Everybody the route lets in.
    Anyone,
    /// One's own business: statuses of citizens, and of those who come by an office.
    Own {
        citizen: &'static [u16],
        office: &'static [u16],
    },
    /// One of these roles covering the place the request names.
    At(&'static [Role], fn() -> Node),
    /// One of these roles, anywhere; the list is cut to the territory.
    Anywhere(&'static [Role]),
    /// Whoever sees the object.
    Sees(Who),
    /// An order: one stands on one side of it. Who sees it but is not among `does` is refused, and so is by office
    /// whoever is, or is kin of, one of the two sides.
    Side {
        sees: Who,
        does: Who,
        kin: Kin,
    },
    /// A person, an enrolment: being the owner and holding a role add up.
    Reach {
        sees: Who,
        does: Who,
    },
    /// What no line can say, of a route about an object and of one about none.
    Special(fn(&Caller, &Thing) -> Expect),
    Judge(fn(&Caller) -> Expect),
}

/// When it is noticed that an official is kin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kin {
    First,
    /// After the request was found stale.
    Later,
}

/// What is sent; `{id}` is the object's id, `{other}` the unrelated volunteer's, `{handle}` the volunteer's handle.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Probe {
    Nothing,
    Query(&'static str),
    Form(&'static str),
    Json(&'static str),
}

/// One line of the table: a route, what it is about, what is sent, who gets past and how that shows.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    pub(crate) verb: Verb,
    pub(crate) path: &'static str,
    pub(crate) kind: Option<Kind>,
    pub(crate) probe: Probe,
    pub(crate) rule: Rule,
    pub(crate) passes: &'static [u16],
    /// Tables that may change when the request passes.
    pub(crate) touches: &'static [&'static str],
    /// Ends or changes the caller's session: everybody comes with a fresh one.
    pub(crate) ends_session: bool,
    /// Comes after all others, because it ends everybody's sessions.
    pub(crate) last: bool,
}

impl Line {
    pub(crate) const fn get(path: &'static str, rule: Rule) -> Line {
        Line {
            verb: Verb::Get,
            path,
            kind: None,
            probe: Probe::Nothing,
            rule,
            passes: &[200],
            touches: &[],
            ends_session: false,
            last: false,
        }
    }
    pub(crate) const fn json(path: &'static str, body: &'static str, rule: Rule, passes: &'static [u16]) -> Line {
        Line { verb: Verb::Post, probe: Probe::Json(body), passes, ..Line::get(path, rule) }
    }
    pub(crate) const fn form(path: &'static str, body: &'static str, rule: Rule, passes: &'static [u16]) -> Line {
        Line { verb: Verb::Post, probe: Probe::Form(body), passes, ..Line::get(path, rule) }
    }
    pub(crate) const fn query(self, query: &'static str) -> Line {
        Line { probe: Probe::Query(query), ..self }
    }
    pub(crate) const fn about(self, kind: Kind) -> Line {
        Line { kind: Some(kind), ..self }
    }
    pub(crate) const fn with(self, passes: &'static [u16]) -> Line {
        Line { passes, ..self }
    }
    pub(crate) const fn touches(self, tables: &'static [&'static str]) -> Line {
        Line { touches: tables, ..self }
    }
    pub(crate) const fn ends_session(self) -> Line {
        Line { ends_session: true, ..self.touches(&["session"]) }
    }

    pub(crate) const fn last(self) -> Line {
        Line { last: true, ..self }
    }

    /// What this caller must get for this object (for a route without one: any).
    pub(crate) fn expect(&self, entry: &Entry, caller: &Caller, thing: Option<&Thing>) -> Expect {
        if let Some(stop) = at_the_door(entry, caller) {
            return stop;
        }
        let passes = Expect::Passes(self.passes);
        let or_missing = |fits: bool| if fits { passes } else { Expect::Missing };
        match (self.rule, thing) {
            (Rule::Special(judge), Some(thing)) => judge(caller, thing),
            (_, Some(thing)) if thing.missing => Expect::Missing,
            (Rule::Judge(judge), _) => judge(caller),
            (Rule::Anyone, _) => passes,
            (Rule::Own { citizen, .. }, _) if !caller.by_office() => Expect::Passes(citizen),
            (Rule::Own { office, .. }, _) => Expect::Passes(office),
            (Rule::At(roles, place), _) => or_missing(caller.holds(roles, place())),
            (Rule::Anywhere(roles), _) => or_missing(caller.holds_anywhere(roles)),
            (Rule::Sees(who), Some(thing)) => or_missing(reaches(caller, thing, who)),
            (Rule::Side { sees, does, kin }, Some(thing)) => {
                let refused = kin == Kin::First && involved(caller, thing);
                self.step(on_side(caller, thing, sees), on_side(caller, thing, does), refused)
            }
            (Rule::Reach { sees, does }, Some(thing)) => {
                self.step(reaches(caller, thing, sees), reaches(caller, thing, does), involved(caller, thing))
            }
            (Rule::Special(_) | Rule::Sees(_) | Rule::Side { .. } | Rule::Reach { .. }, None) => {
                panic!("{} {}: the rule needs an object", self.verb.method(), self.path)
            }
        }
    }

    fn step(&self, sees: bool, does: bool, refused: bool) -> Expect {
        match (sees || does, does) {
            (_, true) if !refused => Expect::Passes(self.passes),
            (true, _) => Expect::Refused,
            (false, _) => Expect::Missing,
        }
    }
}

/// What the route itself says, before its handler is asked.
pub(crate) fn at_the_door(entry: &Entry, caller: &Caller) -> Option<Expect> {
    let wanted = match entry.access {
        // A form belongs to a browser that was shown it: what comes with a token of the API was not.
        Access::Public if entry.face == Face::Page && entry.verb.writes() && matches!(caller.door, Door::Bearer(_)) => {
            return Some(Expect::Refused);
        }
        Access::Public => return None,
        _ if caller.standing == Standing::Visitor => return Some(Expect::SignIn),
        Access::Citizen => caller.standing == Standing::Citizen,
        Access::SignedIn => matches!(caller.standing, Standing::Citizen | Standing::Staff),
        Access::Staff(roles) => caller.standing == Standing::Staff && caller.holds_anywhere(roles),
        Access::Scope(scope) => {
            matches!(caller.standing, Standing::Citizen | Standing::Program) && caller.scopes.contains(&scope)
        }
    };
    debug_assert!(entry.face == Face::Page || caller.standing != Standing::Staff || entry.access == Access::Public);
    (!wanted).then_some(Expect::NoRoute)
}

/// The one side of an order on which somebody stands: the elder's before the volunteer's before the office's.
fn on_side(caller: &Caller, thing: &Thing, who: Who) -> bool {
    if caller.subject().is_some() && caller.subject() == thing.owner {
        return who.owner;
    }
    if caller.subject().is_some() && caller.subject() == thing.volunteer {
        return who.volunteer;
    }
    let staff = !thing.draft && caller.holds(who.staff, thing.node);
    staff || in_the_hall(caller, thing, who)
}

/// As owner, as the other side, or by a role: any of them.
pub(crate) fn reaches(caller: &Caller, thing: &Thing, who: Who) -> bool {
    let is = |person| caller.subject().is_some() && caller.subject() == person;
    let side = (who.owner && is(thing.owner)) || (who.volunteer && is(thing.volunteer));
    side || (!thing.draft && caller.holds(who.staff, thing.node)) || in_the_hall(caller, thing, who)
}

fn in_the_hall(caller: &Caller, thing: &Thing, who: Who) -> bool {
    let open = match who.hall {
        Hall::Closed => false,
        Hall::Open => thing.open,
        Hall::WasOpen => thing.was_open,
    };
    open && caller.volunteer
}

/// An official whose own business, or whose kin's, it is.
pub(crate) fn involved(caller: &Caller, thing: &Thing) -> bool {
    let sides = [thing.owner, thing.volunteer];
    let own = sides.iter().flatten().any(|side| caller.person == Some(*side) || caller.kin.contains(side));
    caller.by_office() && own
}
