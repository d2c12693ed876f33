//! The staff console. Who may open a page at all stands at its route; the lines say about whom and what. Forms lack the
//! one thing that is looked at last, or carry an old version.

use super::{BOOKS, DECIDE, GIVE, LOOK, SERVE, WAITING, programme};
use crate::cast::{Caller, Standing};
use crate::expect::{BOTH_SIDES, Expect, Kin, Line, NOBODY, OWNER, Rule, VOLUNTEER, Who, involved, reaches};
use crate::things::{Kind, Thing};
use crate::town::HERE;
use tb_kernel::{Level, Node, Role};

const ANYONE: Rule = Rule::Anyone;
const SEEN: Who = BOTH_SIDES.and(LOOK);
/// See staff and roles of their territory.
const STAFF: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::Auditor, Role::SecurityAdmin];
/// Lock and unlock staff accounts, end their sessions.
const LOCKERS: &[Role] = &[Role::CityOfficer, Role::SecurityAdmin];
/// Read the journal.
const AUDIT: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::Supervisor, Role::Auditor, Role::AuditAdmin];
/// Make tokens.
const TOKENS: &[Role] = &[Role::CityOfficer, Role::Operator];
/// End tokens.
const TOKENS_END: &[Role] = &[Role::CityOfficer, Role::Operator, Role::SecurityAdmin];
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
/// A life event: these roles act on it, others who may look are told no.
const fn on_case(does: &'static [Role]) -> Rule {
    Rule::Reach { sees: Who::staff(LOOK), does: Who::staff(does) }
}
/// A wish for correction: who may decide on it sees it; others who may look are told no.
const fn decides_correction() -> Rule {
    Rule::Reach { sees: Who::staff(LOOK), does: Who::staff(DECIDE) }
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
/// Any session comes to the door, because somebody invited has no role yet; citizens find nothing there.
fn staff_alone(caller: &Caller) -> Expect {
    if caller.standing == Standing::Staff { Expect::Passes(&[200]) } else { Expect::Missing }
}
fn grants_from(caller: &Caller, thing: &Thing) -> Expect {
    if programme(caller, thing) { Expect::Passes(&[200, 422]) } else { Expect::Missing }
}

/// An entry of the register: those who look see it, some may work on it.
const fn surveyed(does: &'static [Role]) -> Rule {
    Rule::Reach { sees: Who::staff(LOOK), does: Who::staff(does) }
}
/// An assessment that is not there.
fn nothing(_: &Caller, _: &Thing) -> Expect {
    Expect::Missing
}
/// Whoever looks at a person without being an elder finds nothing to reassess.
fn reassesses(caller: &Caller, thing: &Thing) -> Expect {
    let elder = thing.name.contains("elder");
    if thing.missing || !elder || !reaches(caller, thing, OWNER.and(LOOK)) {
        Expect::Missing
    } else if caller.holds(DECIDE, thing.node) && !involved(caller, thing) {
        Expect::Passes(&[422])
    } else {
        Expect::Refused
    }
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
    about("/console/people/{id}/privacy", Kind::Person, LOOK),
    about("/console/people/{id}/identity", Kind::Person, LOOK),
    done("/console/people/{id}/identity", "name=&id_no=&reason=", Kind::Person, DECIDE, &[422]),
    Line::get("/console/review/corrections", Rule::Anywhere(DECIDE)),
    Line::get("/console/corrections/{id}", Rule::Sees(Who::staff(LOOK))).about(Kind::Correction),
    Line::form("/console/corrections/{id}/open", "", decides_correction(), &[200])
        .about(Kind::Correction)
        .touches(&["look"]),
    Line::form("/console/corrections/{id}", "decision=done&answer=", decides_correction(), &[422])
        .about(Kind::Correction),
    page("/console/life"),
    page("/console/life/alike"),
    about("/console/life/{id}", Kind::Case, LOOK),
    Line::form("/console/life/{id}/propose", "reason=x", on_case(DECIDE), &[409]).about(Kind::Case),
    Line::form("/console/life/{id}/withdraw", "", on_case(SERVE), &[409]).about(Kind::Case),
    Line::form("/console/life/{id}/undo", "reason=x", on_case(DECIDE), &[409]).about(Kind::Case),
    about("/console/people/{id}/life", Kind::Person, LOOK),
    done("/console/people/{id}/life", "kind=exit&reason=", Kind::Person, SERVE, &[422]),
    done("/console/people/{id}/export", "", Kind::Person, SERVE, &[200]).touches(&["look"]),
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
    // What only elders have.
    about("/console/people/{id}/abilities", Kind::Person, LOOK),
    done("/console/people/{id}/abilities", "level=mild&assessed_on=1890-01-01", Kind::Person, DECIDE, &[409, 422]),
    Line::form(
        "/console/people/{id}/abilities/withdraw",
        "assessment=0193b7a0-c0de-7000-a000-00000000dead",
        Rule::Special(nothing),
        &[404],
    )
    .about(Kind::Person),
    Line::form("/console/people/{id}/abilities/traits", "reason=", Rule::Special(reassesses), &[404, 422])
        .about(Kind::Person),
    // The outreach register.
    page("/console/outreach"),
    Line::form("/console/outreach/export", "", ANYONE, &[200]),
    page("/console/outreach/entries"),
    page("/console/outreach/entries/new"),
    Line::form("/console/outreach/entries/new", "name=", ANYONE, &[422]),
    Line::get("/console/outreach/entries/{id}", Rule::Sees(Who::staff(LOOK))).about(Kind::Survey),
    Line::form("/console/outreach/entries/{id}", "to=declined", surveyed(SERVE), &[422]).about(Kind::Survey),
    Line::get("/console/outreach/entries/{id}/register", Rule::Sees(Who::staff(LOOK))).about(Kind::Survey),
    Line::form("/console/outreach/entries/{id}/register", "", surveyed(SERVE), &[422]).about(Kind::Survey),
    page("/console/outreach/pairs"),
    Line::form("/console/outreach/pairs/{id}", "", surveyed(DECIDE), &[303, 409])
        .about(Kind::Pair)
        .touches(&["outreach_pair"]),
    page("/console/outreach/imports"),
    page("/console/outreach/imports/new"),
    Line::form("/console/outreach/imports/new", "kind=register", ANYONE, &[422]),
    Line::get("/console/outreach/imports/{id}", Rule::Sees(Who::staff(SERVE))).about(Kind::Import),
    Line::form("/console/outreach/imports/{id}", "c0=name", Rule::Sees(Who::staff(SERVE)), &[422]).about(Kind::Import),
    Line::get("/console/outreach/rows/{id}", Rule::Sees(Who::staff(SERVE))).about(Kind::BadRow),
    Line::form("/console/outreach/rows/{id}", "name=", Rule::Sees(Who::staff(SERVE)), &[422]).about(Kind::BadRow),
    // The way of volunteers.
    about("/console/people/{id}/way", Kind::Person, LOOK),
    done("/console/people/{id}/way", "kind=credit&result=passed&reference=", Kind::Person, DECIDE, &[422]),
    about("/console/people/{id}/bar", Kind::Person, LOOK),
    done("/console/people/{id}/bar", "kind=volunteer&reason=&article=x", Kind::Person, DECIDE, &[422]),
    // Nobody here was shut out.
    Line::form("/console/people/{id}/appeal", "reason=x", Rule::Sees(NOBODY), &[422]).about(Kind::Person),
    about("/console/people/{id}/exam", Kind::Person, LOOK),
    done("/console/people/{id}/exam", "day=2020-01-01&score=90", Kind::Person, SERVE, &[422]),
    page("/console/checks"),
    page("/console/bars"),
    page("/console/volunteers/funnel"),
    page("/console/volunteers/quiet"),
    page("/console/papers"),
    about("/console/papers/{id}", Kind::Paper, LOOK),
    done("/console/papers/{id}", "decision=no&reason=", Kind::Paper, DECIDE, &[422]),
    done("/console/papers/{id}/file", "", Kind::Paper, DECIDE, &[200]).touches(&["look"]),
    page("/console/registers"),
    Line::form("/console/registers", "kinds=exam&route=batch", ANYONE, &[422]),
    Line::form("/console/registers/new", "reason=", ANYONE, &[422]),
    Line::get("/console/registers/{id}", Rule::Sees(Who::staff(GIVE))).about(Kind::Batch),
    Line::form("/console/registers/{id}/export", "format=csv", Rule::Sees(Who::staff(GIVE)), &[200])
        .about(Kind::Batch)
        .touches(&["look"]),
    Line::form("/console/registers/{id}/import", "", Rule::Sees(Who::staff(GIVE)), &[422]).about(Kind::Batch),
    Line::form(
        "/console/registers/{id}/row",
        "row=0193b7a0-c0de-7000-a000-00000000dead&do=drop",
        Rule::Sees(Who::staff(GIVE)),
        &[409],
    )
    .about(Kind::Batch),
    page("/console/learning"),
    page("/console/learning/new"),
    Line::form("/console/learning/new", "title=", ANYONE, &[422]),
    // A course of the city is for everybody in it; only the city changes it.
    Line::get("/console/learning/courses/{id}", ANYONE).about(Kind::Course),
    Line::form("/console/learning/courses/{id}", "title=&seen=0", Rule::Sees(Who::staff(GIVE)), &[422])
        .about(Kind::Course),
    Line::form("/console/learning/courses/{id}/state", "publish=yes", Rule::Sees(Who::staff(GIVE)), &[303])
        .about(Kind::Course)
        .touches(&["course"]),
    page("/console/learning/questions"),
    page("/console/learning/questions/new"),
    Line::form("/console/learning/questions/new", "text=", ANYONE, &[422]),
    Line::get("/console/learning/questions/{id}", Rule::Sees(Who::staff(LOOK))).about(Kind::Question),
    Line::form("/console/learning/questions/{id}", "text=&seen=0", Rule::Sees(Who::staff(GIVE)), &[422])
        .about(Kind::Question),
    Line::form("/console/learning/questions/{id}/state", "live=yes", Rule::Sees(Who::staff(GIVE)), &[303])
        .about(Kind::Question)
        .touches(&["question"]),
    page("/console/learning/lessons"),
    page("/console/learning/lessons/new"),
    Line::form("/console/learning/lessons/new", "course=", ANYONE, &[422]),
    Line::get("/console/learning/lessons/{id}", Rule::Sees(Who::staff(LOOK))).about(Kind::Lesson),
    Line::form("/console/learning/lessons/{id}", "", Rule::Sees(Who::staff(SERVE)), &[409, 422]).about(Kind::Lesson),
    Line::form("/console/learning/lessons/{id}/cancel", "", Rule::Sees(Who::staff(SERVE)), &[303, 409])
        .about(Kind::Lesson)
        .touches(&["lesson"]),
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
    about("/console/orders/{id}", Kind::Order, LOOK).touches(&["look"]),
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
    page("/console/giving/eligibility"),
    Line::form("/console/giving/eligibility/export", "", ANYONE, &[200]),
    Line::form("/console/giving/eligibility/{person}", "", Rule::Sees(Who::staff(GIVE)), &[303])
        .about(Kind::Person)
        .touches(&["eligibility", "message"]),
    // Records and certificates.
    page("/console/certificates"),
    about("/console/certificates/{id}", Kind::Certificate, LOOK),
    decided("/console/certificates/{id}/revoke", "reason=", Kind::Certificate),
    page("/console/record-corrections"),
    about("/console/record-corrections/{id}", Kind::RecordCorrection, LOOK),
    decided("/console/record-corrections/{id}", "decision=yes&answer=", Kind::RecordCorrection),
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
    Line::form("/console/grants/{id}/review", "", Rule::Sees(Who::staff(GIVE)), &[303])
        .about(Kind::Role)
        .touches(&["staff_grant"]),
    Line::get("/console/staff/{id}/account", Rule::Sees(Who::staff(LOCKERS))).about(Kind::Colleague),
    Line::form("/console/staff/{id}/lock", "reason=", Rule::Sees(Who::staff(LOCKERS)), &[422]).about(Kind::Colleague),
    Line::form("/console/staff/{id}/unlock", "reason=", Rule::Sees(Who::staff(LOCKERS)), &[422]).about(Kind::Colleague),
    Line::form("/console/staff/{id}/sessions/end", "reason=", Rule::Sees(Who::staff(LOCKERS)), &[422])
        .about(Kind::Colleague),
    page("/console/tokens"),
    page("/console/tokens/new"),
    Line::form(
        "/console/tokens/new",
        "node=320102002000&name=&scopes=orders:read&days=30",
        Rule::At(TOKENS, here),
        &[422],
    ),
    Line::get("/console/tokens/{id}/revoke", Rule::Sees(Who::staff(TOKENS_END))).about(Kind::Token),
    Line::form("/console/tokens/{id}/revoke", "", Rule::Sees(Who::staff(TOKENS_END)), &[303])
        .about(Kind::Token)
        .touches(&["api_token"]),
    page("/console/places"),
    page("/console/places/new"),
    Line::form("/console/places/new", "name=", ANYONE, &[422]),
    page("/console/system"),
    // One's own account.
    page("/console/self"),
    Line::get("/console/self/roles", Rule::Judge(staff_alone)),
    Line::form("/console/self/roles/{id}", "answer=no", Rule::Sees(NOBODY), &[303]).about(Kind::Role),
    Line::form("/console/self/password", "old_password=a&new_password=b&again_password=c", ANYONE, &[422]),
    Line::form("/console/self/sessions/others", "", ANYONE, &[303]).ends_session().last(),
    Line::form("/console/self/sessions/{id}/end", "", Rule::Sees(NOBODY), &[303]).about(Kind::Session),
];
