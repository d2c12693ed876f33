//! The staff console. Who may open a page at all stands at its route; the lines say about whom and what. Forms lack the
//! one thing that is looked at last, or carry an old version.

use super::{BOOKS, DECIDE, GIVE, LOOK, SERVE, WAITING, programme, tells};
use crate::cast::Caller;
use crate::expect::{BOTH_SIDES, Expect, Kin, Line, NOBODY, OWNER, Rule, VOLUNTEER, Who, involved, reaches};
use crate::things::{Kind, Thing};
use crate::town::HERE;
use tb_kernel::{Level, Node, Role};

const ANYONE: Rule = Rule::Anyone;
const SEEN: Who = BOTH_SIDES.and(LOOK);
/// See staff and roles of their territory.
const STAFF: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::Auditor];
/// Read the journal.
const AUDIT: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::Supervisor, Role::Auditor];
/// Make and end tokens.
const TOKENS: &[Role] = &[Role::CityOfficer, Role::Operator];
/// Longer than any short text may be.
const LONG: &str = "b={handle}&kind=child&evidence=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
const LONG_REASON: &str = "role=site_clerk&node=320102002000&from=2026-03-02&reason=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

const fn page(path: &'static str) -> Line {
    Line::get(path, ANYONE)
}
const fn about(path: &'static str, kind: Kind, staff: &'static [Role]) -> Line {
    Line::get(path, Rule::Sees(OWNER.and(staff))).about(kind)
}
/// Something done to a person or an enrolment: `does` must cover, the others who may look are told no.
const fn done(
    path: &'static str,
    form: &'static str,
    kind: Kind,
    does: &'static [Role],
    passes: &'static [u16],
) -> Line {
    let rule = Rule::Reach { sees: OWNER.and(LOOK), does: Who::staff(does) };
    Line::form(path, form, rule, passes).about(kind)
}
/// An officer's word about a paper: being its owner gives no right to it.
const fn decided(path: &'static str, form: &'static str, kind: Kind) -> Line {
    let rule = Rule::Reach { sees: Who::staff(LOOK), does: Who::staff(DECIDE) };
    Line::form(path, form, rule, &[422]).about(kind)
}
/// The page before an act at the desk: for whoever sees the order.
const fn before(path: &'static str) -> Line {
    about(path, Kind::Order, LOOK)
}
const fn act(path: &'static str, form: &'static str, does: Who) -> Line {
    Line::form(path, form, Rule::Side { sees: SEEN, does, kin: Kin::First }, &[409]).about(Kind::Order)
}
const STALE: &str = "seen=999999&reason=%E8%AF%95";

fn here() -> Node {
    HERE.at(Level::Street)
}
fn district() -> Node {
    HERE.at(Level::District)
}

/// Who serves where the order is, once it is more than a draft.
fn candidates(caller: &Caller, thing: &Thing) -> Expect {
    let own_draft = thing.draft && caller.subject() == thing.owner;
    let serves = !thing.missing && caller.holds(SERVE, thing.node);
    if serves && (!thing.draft || own_draft) { Expect::Passes(&[200]) } else { Expect::Missing }
}
/// Giving an order to somebody: by the office alone, on whichever side one stands.
pub(super) fn hands_out(caller: &Caller, thing: &Thing) -> Expect {
    if thing.missing || thing.draft || !reaches(caller, thing, SEEN) {
        Expect::Missing
    } else if caller.holds(SERVE, thing.node) && !involved(caller, thing) {
        Expect::Passes(&[409, 422])
    } else {
        Expect::Refused
    }
}
/// A request is seen where one may see what waits; its second person needs the right to what is asked for.
fn second(caller: &Caller, thing: &Thing) -> Expect {
    let roles = if thing.name.contains("take an order back") { DECIDE } else { GIVE };
    let may = !thing.missing && caller.holds(WAITING, thing.node) && caller.holds(roles, thing.node);
    if may { Expect::Passes(&[409]) } else { Expect::Missing }
}
/// The journal has a line also of a draft: that something was kept, not what. Who asked for what is not there left a line
/// without a place: the city reads it, nobody else.
fn has_lines(caller: &Caller, thing: &Thing) -> Expect {
    let city = caller.grants.iter().any(|(role, at)| AUDIT.contains(role) && at.level() == Level::City);
    if thing.name == crate::things::MISSING && city {
        return Expect::Passes(&[200, 404]);
    }
    if !thing.missing && caller.holds(AUDIT, thing.node) { Expect::Passes(&[200]) } else { Expect::Missing }
}
fn grants_from(caller: &Caller, thing: &Thing) -> Expect {
    if programme(caller, thing) { Expect::Passes(&[200, 422]) } else { Expect::Missing }
}

pub(super) const LINES: &[Line] = &[
    page("/console").with(&[303]),
    page("/console/today"),
    page("/console/find").query("q=%E7%8E%8B").with(&[303]),
    // People.
    page("/console/people"),
    page("/console/people/volunteers"),
    page("/console/people/elders"),
    page("/console/people/new").with(&[200]),
    Line::form("/console/people/new", "kind=elder&name=x", ANYONE, &[200, 422]),
    about("/console/people/{id}", Kind::Person, LOOK),
    about("/console/people/{id}/orders", Kind::Person, LOOK),
    about("/console/people/{id}/looks", Kind::Person, LOOK),
    about("/console/people/{id}/ledger", Kind::Person, LOOK),
    about("/console/people/{id}/reveal", Kind::Person, LOOK),
    done("/console/people/{id}/reveal", "reason=", Kind::Person, super::REVEAL, &[422]),
    done("/console/people/{id}/act", "how=publish", Kind::Person, SERVE, &[303]).ends_session(),
    Line::form("/console/people/{id}/card", "", Rule::Reach { sees: NOBODY, does: Who::staff(SERVE) }, &[200])
        .about(Kind::Person),
    Line::form("/console/people/{id}/card/pdf", "", Rule::Reach { sees: NOBODY, does: Who::staff(SERVE) }, &[200])
        .about(Kind::Person),
    about("/console/people/{id}/new-card", Kind::Person, LOOK),
    done("/console/people/{id}/new-card", "", Kind::Person, SERVE, &[303]).touches(&["person"]),
    about("/console/people/{id}/contact", Kind::Person, LOOK),
    done("/console/people/{id}/contact", "phone=1", Kind::Person, SERVE, &[422]),
    about("/console/people/{id}/licence", Kind::Person, LOOK),
    done("/console/people/{id}/licence", "licence=doctor&until=2020-01-01", Kind::Person, DECIDE, &[422]),
    about("/console/people/{id}/link", Kind::Person, LOOK),
    done("/console/people/{id}/link", LONG, Kind::Person, SERVE, &[422]),
    page("/console/review/links"),
    Line::get("/console/links/{id}", Rule::Sees(Who::staff(DECIDE))).about(Kind::Claim),
    Line::form("/console/links/{id}", "decision=yes&reason=", Rule::Sees(Who::staff(DECIDE)), &[422])
        .about(Kind::Claim),
    Line::get("/console/people/{id}/links/{link}/end", Rule::Sees(Who::staff(DECIDE))).about(Kind::Link),
    Line::form("/console/people/{id}/links/{link}/end", "reason=", Rule::Sees(Who::staff(DECIDE)), &[422])
        .about(Kind::Link),
    about("/console/enrolments/{id}/suspend", Kind::Enrolment, LOOK),
    done("/console/enrolments/{id}/suspend", "reason=", Kind::Enrolment, DECIDE, &[409, 422]),
    about("/console/enrolments/{id}/resume", Kind::Enrolment, LOOK),
    done("/console/enrolments/{id}/resume", "reason=", Kind::Enrolment, DECIDE, &[409, 422]),
    about("/console/enrolments/{id}/exit", Kind::Enrolment, LOOK),
    done("/console/enrolments/{id}/exit", "reason=", Kind::Enrolment, DECIDE, &[409, 422]),
    // What waits for a look.
    page("/console/review"),
    page("/console/review/orders"),
    about("/console/review/{id}", Kind::Enrolment, LOOK),
    done("/console/review/{id}/approve", "exam_percent=101", Kind::Enrolment, DECIDE, &[409, 422]),
    done("/console/review/{id}/refuse", "reason=", Kind::Enrolment, DECIDE, &[409, 422]),
    page("/console/approvals"),
    Line::get("/console/approvals/{id}", Rule::Sees(Who::staff(WAITING))).about(Kind::Request),
    Line::form("/console/approvals/{id}", "decision=yes&reason=x", Rule::Special(second), &[409]).about(Kind::Request),
    // Orders.
    page("/console/orders"),
    Line::form("/console/orders/export", "format=csv", ANYONE, &[200]),
    about("/console/orders/{id}", Kind::Order, LOOK),
    before("/console/orders/{id}/publish"),
    act("/console/orders/{id}/publish", STALE, Who::staff(SERVE)),
    before("/console/orders/{id}/refuse"),
    act("/console/orders/{id}/refuse", STALE, Who::staff(SERVE)),
    before("/console/orders/{id}/agree"),
    act("/console/orders/{id}/agree", STALE, OWNER.and(SERVE)),
    before("/console/orders/{id}/decline"),
    act("/console/orders/{id}/decline", STALE, OWNER.and(SERVE)),
    before("/console/orders/{id}/check-in"),
    act("/console/orders/{id}/check-in", STALE, VOLUNTEER.and(SERVE)),
    before("/console/orders/{id}/check-out"),
    act("/console/orders/{id}/check-out", STALE, VOLUNTEER.and(SERVE)),
    before("/console/orders/{id}/call"),
    act("/console/orders/{id}/call", "call=yes&note=&seen=999999", Who::staff(SERVE)),
    before("/console/orders/{id}/confirm"),
    Line::form(
        "/console/orders/{id}/confirm",
        "minutes=&seen=999999",
        Rule::Side { sees: SEEN, does: BOTH_SIDES.and(SERVE), kin: Kin::Later },
        &[409],
    )
    .about(Kind::Order),
    before("/console/orders/{id}/withdraw"),
    act("/console/orders/{id}/withdraw", STALE, VOLUNTEER.and(SERVE)),
    before("/console/orders/{id}/no-show"),
    act("/console/orders/{id}/no-show", STALE, OWNER.and(SERVE)),
    before("/console/orders/{id}/dispute"),
    act("/console/orders/{id}/dispute", STALE, BOTH_SIDES.and(SERVE)),
    before("/console/orders/{id}/decide"),
    act("/console/orders/{id}/decide", "minutes=0&grounds=x&seen=999999", Who::staff(DECIDE)),
    before("/console/orders/{id}/revoke"),
    act("/console/orders/{id}/revoke", "reason=", Who::staff(DECIDE)).with(&[409, 422]),
    before("/console/orders/{id}/cancel"),
    act("/console/orders/{id}/cancel", STALE, OWNER.and(SERVE)),
    Line::get("/console/orders/{id}/candidates", Rule::Special(candidates)).about(Kind::Order),
    Line::form("/console/orders/{id}/assign", "volunteer={other}&seen=999999", Rule::Special(hands_out), &[409])
        .about(Kind::Order),
    Line::form("/console/orders/{id}/invite", "", Rule::Special(hands_out), &[422]).about(Kind::Order),
    // Time.
    page("/console/ledger"),
    Line::get("/console/ledger/postings/{id}", Rule::Sees(Who::staff(BOOKS))).about(Kind::Posting),
    Line::get("/console/ledger/lots/{id}", Rule::Sees(Who::staff(BOOKS))).about(Kind::Lot),
    page("/console/giving"),
    page("/console/giving/new"),
    Line::form(
        "/console/giving/new",
        "node=320102000000&code=NOT%20A%20CODE&name=x&budget=1&reason=x",
        Rule::At(GIVE, district),
        &[422],
    ),
    Line::get("/console/giving/{id}/grant", Rule::Special(grants_from)).about(Kind::Account),
    Line::form("/console/giving/{id}/grant", "reason=x", Rule::Special(grants_from), &[422]).about(Kind::Account),
    // Insurance and incidents.
    page("/console/cover"),
    page("/console/cover/new"),
    Line::form("/console/cover/new", "node=320102000000", ANYONE, &[422]),
    Line::get("/console/cover/{id}/end", Rule::Sees(Who::staff(GIVE))).about(Kind::Insurance),
    Line::form("/console/cover/{id}/end", "on=&reason=", Rule::Sees(Who::staff(GIVE)), &[422]).about(Kind::Insurance),
    page("/console/incidents"),
    about("/console/incidents/{id}", Kind::Incident, LOOK),
    done("/console/incidents/{id}", "step=file&said=", Kind::Incident, DECIDE, &[422]),
    Line::get("/console/orders/{id}/incident", Rule::Special(tells)).about(Kind::Order),
    Line::form("/console/orders/{id}/incident", "kind=", Rule::Special(tells), &[422]).about(Kind::Order),
    // Records and certificates.
    page("/console/certificates"),
    about("/console/certificates/{id}", Kind::Certificate, LOOK),
    decided("/console/certificates/{id}/revoke", "reason=", Kind::Certificate),
    page("/console/corrections"),
    about("/console/corrections/{id}", Kind::Correction, LOOK),
    decided("/console/corrections/{id}", "decision=yes&answer=", Kind::Correction),
    about("/console/people/{id}/record", Kind::Person, LOOK),
    decided("/console/people/{id}/awards", "title=x&body=y&given_on=2999-01-01", Kind::Person),
    decided("/console/people/{id}/awards/{award}", "reason=", Kind::Award),
    // Rules: everybody on the staff.
    page("/console/rules"),
    page("/console/rules/article").query("id=NJ-2022-24/7.2"),
    page("/console/rules/explain"),
    page("/console/rules/{version}").about(Kind::Rules),
    page("/console/rules/{version}/parameters").about(Kind::Rules),
    page("/console/rules/{version}/services").about(Kind::Rules),
    // The journal.
    page("/console/audit"),
    Line::get("/console/audit/{object}", Rule::Special(has_lines)).about(Kind::Order),
    // Staff, tokens, places, the machine.
    page("/console/staff"),
    page("/console/staff/new"),
    Line::form("/console/staff/new", "name=", ANYONE, &[422]),
    Line::get("/console/staff/{id}/grant", Rule::Sees(Who::staff(STAFF))).about(Kind::Colleague),
    Line::form("/console/staff/{id}/grant", LONG_REASON, Rule::Sees(Who::staff(GIVE)), &[422]).about(Kind::Colleague),
    Line::get("/console/staff/{id}/reset", Rule::Sees(Who::staff(STAFF))).about(Kind::Colleague),
    Line::form("/console/staff/{id}/reset", "password=short", Rule::Sees(Who::staff(STAFF)), &[422])
        .about(Kind::Colleague),
    Line::get("/console/grants/{id}/end", Rule::Sees(Who::staff(STAFF))).about(Kind::Role),
    Line::form("/console/grants/{id}/end", "reason=", Rule::Sees(Who::staff(GIVE)), &[422]).about(Kind::Role),
    page("/console/tokens"),
    page("/console/tokens/new"),
    Line::form(
        "/console/tokens/new",
        "node=320102002000&name=&scopes=orders:read&days=30",
        Rule::At(TOKENS, here),
        &[422],
    ),
    Line::get("/console/tokens/{id}/revoke", Rule::Sees(Who::staff(TOKENS))).about(Kind::Token),
    Line::form("/console/tokens/{id}/revoke", "", Rule::Sees(Who::staff(TOKENS)), &[303])
        .about(Kind::Token)
        .touches(&["api_token"]),
    page("/console/places"),
    page("/console/places/new"),
    Line::form("/console/places/new", "name=", ANYONE, &[422]),
    page("/console/system"),
    // One's own account.
    page("/console/self"),
    Line::form("/console/self/password", "old_password=a&new_password=b&again_password=c", ANYONE, &[422]),
    Line::form("/console/self/sessions/others", "", ANYONE, &[303]).ends_session().last(),
    Line::form("/console/self/sessions/{id}/end", "", Rule::Sees(NOBODY), &[303]).about(Kind::Session),
];
