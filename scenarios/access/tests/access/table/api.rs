//! The API. What is sent is right in form and stale or incomplete in one thing that is looked at only after access: so
//! whoever gets past is told so (409, 422) and nothing changes.

use super::{BOOKS, DECIDE, GIVE, JOURNAL, LOOK, SERVE, WAITING};
use crate::cast::{Caller, Standing};
use crate::expect::{BOTH_SIDES, Expect, Hall, Kin, Line, NOBODY, OWNER, Rule, VOLUNTEER, Who, reaches};
use crate::things::{Kind, Thing};
use crate::town::HERE;
use tb_kernel::{Level, Node};

/// What the elder's side, the volunteer's side and the office see of an order.
const SEEN: Who = BOTH_SIDES.and(LOOK);
/// A version that no order ever has.
const STALE: &str = r#"{"seen":999999}"#;
const STALE_REASON: &str = r#"{"reason":"试","seen":999999}"#;

const fn step(path: &'static str, body: &'static str, does: Who) -> Line {
    Line::json(path, body, Rule::Side { sees: SEEN, does, kin: Kin::First }, &[409]).about(Kind::Order)
}
const fn read(path: &'static str, kind: Kind, who: Who) -> Line {
    Line::get(path, Rule::Sees(who)).about(kind)
}
/// For the application itself: whoever reviews must cover it; others who may look are told no.
const fn review(path: &'static str, body: &'static str) -> Line {
    let rule = Rule::Reach { sees: Who::staff(LOOK), does: Who::staff(DECIDE) };
    Line::json(path, body, rule, &[409, 422]).about(Kind::Enrolment)
}
/// A request that was decided: a second person who covers its place is told that it is closed.
const fn second(path: &'static str, kind: Kind, who: Who) -> Line {
    Line::json(path, r#"{"approve":true,"reason":"试"}"#, Rule::Sees(who), &[409]).about(kind)
}

fn here() -> Node {
    HERE
}
fn district() -> Node {
    HERE.at(Level::District)
}

/// Only while somebody is expected does the elder's side have a code to show.
fn shows_code(caller: &Caller, thing: &Thing) -> Expect {
    let own = caller.subject().is_some() && caller.subject() == thing.owner;
    if own && thing.coded && !thing.missing { Expect::Passes(&[200]) } else { Expect::Missing }
}

/// Who sees an order, or saw it in the hall, is told that it is too late; a draft was never there to be taken.
fn takes(caller: &Caller, thing: &Thing) -> Expect {
    let seen = !thing.missing && !thing.draft && reaches(caller, thing, SEEN.hall(Hall::WasOpen));
    if seen { Expect::Passes(&[409, 422]) } else { Expect::Missing }
}

const ANYONE: Rule = Rule::Anyone;
/// For citizens and programs alike.
const fn own(path: &'static str) -> Line {
    Line::get(path, ANYONE)
}

pub(super) const LINES: &[Line] = &[
    // Health, the document, its page: everybody. Figures only from listed networks, of which there is none here.
    Line::get("/healthz", ANYONE),
    Line::get("/readyz", ANYONE),
    Line::get("/metrics", ANYONE).with(&[404]),
    Line::get("/api", ANYONE).with(&[308]),
    Line::get("/api/", ANYONE),
    Line::get("/api/style.css", ANYONE),
    Line::get("/api/openapi.json", ANYONE),
    // Signing in.
    Line::json("/api/v1/sign-in/code", r#"{"phone":"123"}"#, ANYONE, &[422]),
    Line::json("/api/v1/sign-in", r#"{"phone":"13800009999","code":"000000"}"#, ANYONE, &[422]),
    Line::json(
        "/api/v1/sign-in/person",
        r#"{"proof":"00","person":"0193b7a0-c0de-7000-a000-00000000dead"}"#,
        ANYONE,
        &[401],
    ),
    Line::json("/api/v1/sign-out", "{}", Rule::Own { citizen: &[204], office: &[401] }, &[]).ends_session(),
    // People.
    Line::json(
        "/api/v1/people",
        r#"{"name":"王小明","id_no":"1","node":"320102002002","consent":"1","elder":{"resident":true}}"#,
        Rule::Judge(registers),
        &[],
    ),
    own("/api/v1/me"),
    own("/api/v1/me/messages"),
    own("/api/v1/me/cover"),
    Line::get("/api/v1/incidents", Rule::At(LOOK, here)).query("node=320102002002"),
    Line::json(
        "/api/v1/orders/{order}/incident",
        r#"{"kind":"fall","hurt":"nobody","happened_at":"2026-03-02T10:00:00+08:00","known_at":"2026-03-02T10:00:00+08:00","said":""}"#,
        Rule::Special(super::told),
        &[422],
    )
    .about(Kind::Order),
    own("/api/v1/me/record"),
    own("/api/v1/me/certificates"),
    Line::json(
        "/api/v1/me/certificates",
        r#"{"from":"2026-03-02","to":"2026-03-01","shows":"summary"}"#,
        ANYONE,
        &[422],
    ),
    Line::json("/api/v1/certificates/check", r#"{"number":"ZM"}"#, ANYONE, &[404]),
    Line::json("/api/v1/me/corrections", r#"{"block":"service","said":""}"#, ANYONE, &[422]),
    Line::get("/api/v1/people", Rule::Anywhere(LOOK)),
    Line::json("/api/v1/people/search", r#"{"search":"nobody"}"#, Rule::Anywhere(LOOK), &[200]),
    read("/api/v1/people/{person}", Kind::Person, OWNER.and(LOOK)),
    Line::json(
        "/api/v1/enrolments",
        r#"{"volunteer":{"resident":true,"healthy":true,"good_record":true},"consent":""}"#,
        Rule::Own { citizen: &[422], office: &[409] },
        &[],
    ),
    Line::get("/api/v1/enrolments", Rule::Anywhere(LOOK)),
    read("/api/v1/enrolments/{enrolment}", Kind::Enrolment, OWNER.and(LOOK)),
    review("/api/v1/enrolments/{enrolment}/approve", r#"{"exam_percent":101}"#),
    review("/api/v1/enrolments/{enrolment}/refuse", r#"{"reason":""}"#),
    Line::json(
        "/api/v1/enrolments/{enrolment}/change",
        r#"{"change":"exit","reason":""}"#,
        Rule::Reach { sees: OWNER.and(LOOK), does: OWNER.and(DECIDE) },
        &[409, 422],
    )
    .about(Kind::Enrolment),
    // Places, rules: public, or for whoever has the scope.
    own("/api/v1/divisions"),
    own("/api/v1/sites"),
    Line::get("/api/v1/sites/{site}", ANYONE).about(Kind::Site),
    own("/api/v1/policies"),
    Line::get("/api/v1/policies/{version}", ANYONE).about(Kind::Rules),
    Line::get("/api/v1/policies/{version}/articles", ANYONE).about(Kind::Rules),
    Line::json("/api/v1/policies/explain", r#"{"act":"check-in","facts":{}}"#, ANYONE, &[200]),
    own("/api/v1/catalogue"),
    // Orders: what one reads.
    own("/api/v1/me/orders").query("side=elder"),
    own("/api/v1/me/invitations"),
    Line::get("/api/v1/orders", Rule::At(LOOK, here)).query("node=320102002002"),
    read("/api/v1/orders/by-number/{number}", Kind::Number, SEEN),
    read("/api/v1/orders/{order}", Kind::Order, SEEN.hall(Hall::Open)),
    Line::get("/api/v1/orders/{order}/door-code", Rule::Special(shows_code)).about(Kind::Order),
    Line::get("/api/v1/orders/near", Rule::Judge(volunteers)),
    read("/api/v1/orders/{order}/candidates", Kind::Order, Who::staff(SERVE)),
    // Orders: what one does.
    Line::json("/api/v1/orders", r#"{"item":"x","starts_at":"2026-03-09T10:00:00+08:00","minutes":0}"#, ANYONE, &[422]),
    Line::json(
        "/api/v1/order-drafts",
        r#"{"item":"x","starts_at":"2026-03-09T10:00:00+08:00","minutes":0}"#,
        ANYONE,
        &[422],
    ),
    step("/api/v1/orders/{order}/publish", STALE, Who::staff(SERVE)),
    step("/api/v1/orders/{order}/refuse", STALE_REASON, Who::staff(SERVE)),
    Line::json("/api/v1/orders/{order}/take", STALE, Rule::Special(takes), &[409, 422]).about(Kind::Order),
    Line::json(
        "/api/v1/orders/{order}/assign",
        r#"{"volunteer":"{other}","seen":999999}"#,
        Rule::Special(super::console::hands_out),
        &[409],
    )
    .about(Kind::Order),
    Line::json(
        "/api/v1/orders/{order}/invite",
        r#"{"volunteers":[]}"#,
        Rule::Special(super::console::hands_out),
        &[422],
    )
    .about(Kind::Order),
    // Only whom a clerk asked, and nobody was asked here.
    Line::json("/api/v1/orders/{order}/answer", r#"{"accept":false}"#, Rule::Sees(NOBODY), &[]).about(Kind::Order),
    step("/api/v1/orders/{order}/agree", STALE, OWNER.and(SERVE)),
    step("/api/v1/orders/{order}/decline", STALE_REASON, OWNER.and(SERVE)),
    step("/api/v1/orders/{order}/withdraw", STALE_REASON, VOLUNTEER.and(SERVE)),
    step("/api/v1/orders/{order}/cancel", STALE_REASON, OWNER.and(SERVE)),
    step("/api/v1/orders/{order}/no-show", STALE, OWNER.and(SERVE)),
    step("/api/v1/orders/{order}/check-in", STALE, VOLUNTEER.and(SERVE)),
    step("/api/v1/orders/{order}/check-out", STALE, VOLUNTEER.and(SERVE)),
    Line::json(
        "/api/v1/orders/{order}/confirm",
        r#"{"method":"button","seen":999999}"#,
        Rule::Side { sees: SEEN, does: BOTH_SIDES.and(SERVE), kin: Kin::Later },
        &[409],
    )
    .about(Kind::Order),
    step("/api/v1/orders/{order}/log-call", r#"{"note":"","seen":999999}"#, Who::staff(SERVE)),
    step("/api/v1/orders/{order}/dispute", STALE_REASON, BOTH_SIDES.and(SERVE)),
    step("/api/v1/orders/{order}/decide", r#"{"minutes":0,"grounds":"试","seen":999999}"#, Who::staff(DECIDE)),
    step("/api/v1/orders/{order}/revocation", r#"{"reason":""}"#, Who::staff(DECIDE)).with(&[409, 422]),
    second("/api/v1/revocations/{approval}", Kind::Revocation, Who::staff(DECIDE)),
    step("/api/v1/orders/{order}/rate", r#"{"mark":5,"tags":["no-such-word"]}"#, BOTH_SIDES).with(&[403, 409, 422]),
    // Time.
    Line::get("/api/v1/me/balances", Rule::Judge(holds_an_account)),
    Line::get("/api/v1/me/statement", Rule::Judge(holds_an_account)),
    read("/api/v1/accounts/{account}", Kind::Account, OWNER.and(BOOKS)),
    read("/api/v1/accounts/{account}/statement", Kind::Account, OWNER.and(BOOKS)),
    read("/api/v1/postings/{posting}", Kind::Posting, BOTH_SIDES.and(BOOKS)),
    // Programmes and grants.
    Line::get("/api/v1/programmes", Rule::At(WAITING, here)).query("node=320102002002"),
    Line::json(
        "/api/v1/programmes",
        r#"{"code":"NOT A CODE","name":"试","node":"320102000000","budget_minutes":60,"reason":"试"}"#,
        Rule::At(GIVE, district),
        &[422],
    ),
    second("/api/v1/programmes/proposals/{approval}", Kind::Programme, Who::staff(GIVE)),
    Line::json("/api/v1/grants", r#"{"programme":"{id}","people":[],"reason":"试"}"#, Rule::Special(grants), &[422])
        .about(Kind::Account),
    second("/api/v1/grants/proposals/{approval}", Kind::Grant, Who::staff(GIVE)),
    Line::get("/api/v1/proposals", Rule::At(WAITING, here)).query("node=320102002002"),
    // The journal.
    Line::get("/api/v1/audit", Rule::At(JOURNAL, here)).query("node=320102002002"),
];

/// The hall is for active volunteers.
fn volunteers(caller: &Caller) -> Expect {
    if caller.volunteer { Expect::Passes(&[200]) } else { Expect::Missing }
}

/// An account is opened for whoever becomes an active volunteer or elder.
fn holds_an_account(caller: &Caller) -> Expect {
    if caller.volunteer || caller.active_elder { Expect::Passes(&[200]) } else { Expect::Missing }
}

/// Open to visitors who proved their telephone, and to programs of those who may register people.
fn registers(caller: &Caller) -> Expect {
    match caller.standing {
        Standing::Program if !caller.scopes.contains(&"people:write") => Expect::Missing,
        Standing::Program if caller.holds_anywhere(SERVE) => Expect::Passes(&[422]),
        Standing::Program => Expect::Refused,
        _ => Expect::Passes(&[401]),
    }
}

/// Only a programme can be granted from; what is not even an id is told at its place in the document.
fn grants(caller: &Caller, thing: &Thing) -> Expect {
    let told = thing.id == "none-such" || super::programme(caller, thing);
    if told { Expect::Passes(&[422]) } else { Expect::Missing }
}
