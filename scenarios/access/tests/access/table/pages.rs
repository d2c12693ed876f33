//! The pages of citizens, and the files they load. Forms carry a version that is old, or lack what is looked at last, so
//! that whoever gets past is shown the form or the order again and nothing changes.

use super::{DECIDE, LOOK, SERVE, tells};
use crate::cast::{Caller, Standing};
use crate::expect::{BOTH_SIDES, Expect, Hall, Kin, Line, NOBODY, OWNER, Rule, VOLUNTEER, Who, reaches};
use crate::things::{Kind, Thing};

const SEEN: Who = BOTH_SIDES.and(LOOK);
const ANYONE: Rule = Rule::Anyone;
/// An act that is not possible now leads back to the order.
const SHOWN: &[u16] = &[200, 303];
/// The order as it is now; or back to it.
const STALE: &[u16] = &[303, 409, 422];

/// The page before an act: shown to whoever sees the order; the act itself decides.
const fn before(path: &'static str) -> Line {
    Line::get(path, Rule::Sees(SEEN.hall(Hall::Open))).about(Kind::Order).with(SHOWN)
}
const fn act(path: &'static str, does: Who) -> Line {
    let rule = Rule::Side { sees: SEEN, does, kin: Kin::First };
    Line::form(path, "seen=999999&reason=%E8%AF%95", rule, STALE).about(Kind::Order)
}
/// The elder's word goes through the settlement desk, which looks at the version before it looks at kin.
const fn word(path: &'static str) -> Line {
    let rule = Rule::Side { sees: SEEN, does: BOTH_SIDES.and(SERVE), kin: Kin::Later };
    Line::form(path, "seen=999999&code=000000", rule, STALE).about(Kind::Order)
}
const fn own(path: &'static str) -> Line {
    Line::get(path, ANYONE)
}
/// A page that leads whoever is signed in elsewhere.
const fn entrance(path: &'static str) -> Line {
    Line::get(path, ANYONE).with(&[200, 303])
}

fn shows_code(caller: &Caller, thing: &Thing) -> Expect {
    let own = caller.subject().is_some() && caller.subject() == thing.owner;
    if own && thing.coded && !thing.missing { Expect::Passes(&[200]) } else { Expect::Missing }
}

/// A message belongs to whoever is signed in, not to the person acted for.
fn own_message(caller: &Caller, thing: &Thing) -> Expect {
    let own = caller.person.is_some() && caller.person == thing.owner;
    if own { Expect::Passes(&[303]) } else { Expect::Missing }
}

/// Ending a session that is not one's own looks like ending one that is over: nothing happens.
fn own_session(_: &Caller, _: &Thing) -> Expect {
    Expect::Passes(&[303])
}

/// One leaves oneself; a clerk ends for the person they act for, an officer for anybody of the territory.
fn leaves(caller: &Caller, thing: &Thing) -> Expect {
    let own = caller.subject().is_some() && caller.subject() == thing.owner;
    let by_office = caller.standing == Standing::Staff;
    let may =
        if by_office { caller.holds(DECIDE, thing.node) || (own && caller.holds(SERVE, thing.node)) } else { own };
    let kin = by_office && thing.owner.is_some_and(|owner| caller.kin.contains(&owner));
    match thing.id.as_str() {
        // Not even an id: nothing was chosen.
        "none-such" => Expect::Passes(&[303, 422]),
        _ if thing.missing => Expect::Missing,
        _ if may && !kin => Expect::Passes(&[303, 409, 422]),
        _ if by_office && caller.holds(LOOK, thing.node) => Expect::Refused,
        _ => Expect::Missing,
    }
}

/// Only the elder goes on with a draft; what is no id is passed over.
fn draft(caller: &Caller, thing: &Thing) -> Expect {
    let own = caller.subject().is_some() && caller.subject() == thing.owner;
    if !caller.active_elder || thing.id == "none-such" || (own && thing.draft) {
        Expect::Passes(&[200])
    } else {
        Expect::Missing
    }
}

/// Who sees an order, or saw it in the hall, is told that it is too late; a draft was never there to be taken.
fn takes(caller: &Caller, thing: &Thing) -> Expect {
    let seen = !thing.missing && !thing.draft && reaches(caller, thing, SEEN.hall(Hall::WasOpen));
    if seen { Expect::Passes(STALE) } else { Expect::Missing }
}

/// Whatever stands for a number, and whoever asks: an answer.
fn anybody(_: &Caller, _: &Thing) -> Expect {
    Expect::Passes(&[200])
}

pub(super) const LINES: &[Line] = &[
    // Files.
    Line::get("/assets/{name}", ANYONE).about(Kind::Asset),
    own("/sw.js"),
    own("/favicon.ico"),
    own("/robots.txt"),
    // For anyone.
    own("/"),
    own("/sites"),
    Line::get("/sites/{id}", ANYONE).about(Kind::Site),
    own("/fraud"),
    own("/privacy"),
    own("/promise"),
    own("/verify"),
    Line::form("/verify", "account=&day=", ANYONE, &[422]),
    Line::form("/verify/certificate", "number=1", ANYONE, &[422]),
    Line::get("/verify/{number}", Rule::Special(anybody)).about(Kind::Certificate),
    // Ways in and out.
    entrance("/sign-in"),
    Line::form("/sign-in", "phone=123", ANYONE, &[422]),
    entrance("/sign-in/code"),
    Line::form("/sign-in/code", "phone=13800009999&code=000000", ANYONE, &[422]),
    entrance("/sign-in/person"),
    Line::form("/sign-in/person", "proof=00&person=0193b7a0-c0de-7000-a000-00000000dead", ANYONE, &[401]),
    entrance("/register"),
    Line::form("/register", "do=start&as=elder&proof=00&phone=13800009999", ANYONE, &[200]),
    Line::get("/enrol", ANYONE).query("as=volunteer"),
    Line::form("/enrol", "as=volunteer", Rule::Judge(enrols), &[422]),
    entrance("/staff/sign-in"),
    Line::form("/staff/sign-in", "username=nobody&password=x&one_time_code=000000", ANYONE, &[401, 429]),
    Line::form("/sign-out", "", ANYONE, &[303]).ends_session(),
    Line::form("/acting/leave", "", ANYONE, &[303]).ends_session(),
    Line::form("/display", "text=1&back=/", ANYONE, &[303]).touches(&["person"]),
    // One's own.
    own("/call"),
    own("/hall"),
    own("/visits"),
    own("/account"),
    own("/account/print"),
    own("/messages"),
    Line::form("/messages", "message={id}", Rule::Special(own_message), &[303])
        .about(Kind::Message)
        .touches(&["message"]),
    own("/me"),
    own("/me/profile"),
    Line::get("/me/contact", Rule::Own { citizen: &[200], office: &[401] }),
    Line::form("/me/contact", "address=&emergency.name=1", Rule::Judge(changes_contact), &[422]),
    own("/me/looks"),
    own("/me/sessions"),
    Line::form("/me/sessions", "session={id}", Rule::Special(own_session), &[303])
        .about(Kind::Session)
        .touches(&["session"]),
    own("/me/display"),
    own("/me/card"),
    own("/me/card/pdf"),
    own("/me/cover"),
    Line::get("/orders/{id}/incident", Rule::Special(tells)).about(Kind::Order),
    Line::form("/orders/{id}/incident", "kind=", Rule::Special(tells), &[422]).about(Kind::Order),
    Line::get("/me/incidents/{id}", Rule::Sees(SEEN)).about(Kind::Incident),
    Line::form(
        "/me/incidents/{id}",
        "said=",
        Rule::Reach { sees: SEEN, does: BOTH_SIDES.and(SERVE) },
        &[422],
    )
    .about(Kind::Incident),
    own("/me/record"),
    own("/me/record/certificate"),
    Line::form("/me/record/certificate", "from=", ANYONE, &[422]),
    Line::get("/me/certificates/{id}", Rule::Sees(OWNER.and(LOOK))).about(Kind::Certificate),
    Line::get("/me/certificates/{id}/pdf", Rule::Sees(OWNER.and(SERVE))).about(Kind::Certificate),
    Line::form("/me/certificates/{id}/shown", "shows=", Rule::Sees(OWNER.and(LOOK)), &[422]).about(Kind::Certificate),
    own("/me/record/corrections"),
    own("/me/record/correct"),
    Line::form("/me/record/correct", "block=&said=", ANYONE, &[422]),
    Line::get("/me/leave", ANYONE).with(SHOWN),
    Line::form("/me/leave", "enrolment={id}&reason=", Rule::Special(leaves), &[422]).about(Kind::Enrolment),
    // Asking for help.
    Line::get("/publish", Rule::Special(draft)).query("draft={id}").about(Kind::Order),
    Line::form("/publish", "item=none&minutes=0", ANYONE, &[200, 422]),
    // Orders.
    own("/orders"),
    // Whoever goes there is shown the way, and the elder can read that they looked.
    Line::get("/orders/{id}", Rule::Sees(SEEN.hall(Hall::Open))).about(Kind::Order).touches(&["look"]),
    Line::get("/orders/{id}/code", Rule::Special(shows_code)).about(Kind::Order),
    before("/orders/{id}/check-in"),
    act("/orders/{id}/check-in", VOLUNTEER.and(SERVE)),
    before("/orders/{id}/check-out"),
    act("/orders/{id}/check-out", VOLUNTEER.and(SERVE)),
    before("/orders/{id}/confirm"),
    word("/orders/{id}/confirm"),
    before("/orders/{id}/card"),
    word("/orders/{id}/card"),
    before("/orders/{id}/rate"),
    Line::form(
        "/orders/{id}/rate",
        "mark=5&tags=no-such-word",
        Rule::Side { sees: SEEN, does: BOTH_SIDES, kin: Kin::Later },
        STALE,
    )
    .about(Kind::Order),
    before("/orders/{id}/take"),
    Line::form("/orders/{id}/take", "seen=999999", Rule::Special(takes), STALE).about(Kind::Order),
    before("/orders/{id}/answer"),
    Line::form("/orders/{id}/answer", "do=decline", Rule::Sees(NOBODY), &[]).about(Kind::Order),
    before("/orders/{id}/agree"),
    act("/orders/{id}/agree", OWNER.and(SERVE)),
    before("/orders/{id}/decline"),
    act("/orders/{id}/decline", OWNER.and(SERVE)),
    before("/orders/{id}/withdraw"),
    act("/orders/{id}/withdraw", VOLUNTEER.and(SERVE)),
    before("/orders/{id}/cancel"),
    act("/orders/{id}/cancel", OWNER.and(SERVE)),
    before("/orders/{id}/no-show"),
    act("/orders/{id}/no-show", OWNER.and(SERVE)),
    before("/orders/{id}/dispute"),
    act("/orders/{id}/dispute", BOTH_SIDES.and(SERVE)),
];

/// For oneself; by office only for the person acted for.
fn enrols(caller: &Caller) -> Expect {
    let alone = caller.standing == Standing::Staff && caller.acting_for.is_none();
    Expect::Passes(if alone { &[409] } else { &[422] })
}

/// One's own; by office somebody else's of the territory, never one's own.
fn changes_contact(caller: &Caller) -> Expect {
    match caller.standing {
        Standing::Staff if caller.acting_for.is_some() => Expect::Passes(&[422]),
        Standing::Staff if caller.holds(LOOK, crate::town::HERE) => Expect::Refused,
        Standing::Staff => Expect::Missing,
        _ => Expect::Passes(&[422]),
    }
}
