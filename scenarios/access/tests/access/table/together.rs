//! Family, proxies, groups, schools. What is under an id of another kind of thing is not there, whoever asks: the lines
//! about one link, group, event or request are told so with the id of a site.

use super::LOOK;
use crate::cast::{Caller, Standing};
use crate::expect::{Expect, Line, NOBODY, Rule};
use crate::things::{Kind, Thing};
use crate::town::HERE;

const ANYONE: Rule = Rule::Anyone;

const fn own(path: &'static str) -> Line {
    Line::get(path, ANYONE)
}
/// Nobody sees it under this id.
const fn nowhere(path: &'static str) -> Line {
    Line::get(path, Rule::Sees(NOBODY)).about(Kind::Site)
}
const fn nowhere_form(path: &'static str, body: &'static str) -> Line {
    Line::form(path, body, Rule::Sees(NOBODY), &[]).about(Kind::Site)
}
const fn nowhere_json(path: &'static str, body: &'static str) -> Line {
    Line::json(path, body, Rule::Sees(NOBODY), &[]).about(Kind::Site)
}

fn missing(_: &Caller) -> Expect {
    Expect::Missing
}

/// Taking back what was never given: nothing happens. By office it is one's own account, which nobody touches.
fn takes_back(caller: &Caller, thing: &Thing, done: &'static [u16]) -> Expect {
    let by_office = caller.by_office() && caller.acting_for.is_none();
    match () {
        () if thing.id == "none-such" => Expect::Missing,
        () if !by_office => Expect::Passes(done),
        () if caller.holds(LOOK, HERE) => Expect::Refused,
        () => Expect::Missing,
    }
}
fn takes_back_page(caller: &Caller, thing: &Thing) -> Expect {
    takes_back(caller, thing, &[303])
}
fn takes_back_call(caller: &Caller, thing: &Thing) -> Expect {
    takes_back(caller, thing, &[409])
}

/// Kin act by their own session alone; who gave nothing does not exist.
fn acts_for(caller: &Caller, thing: &Thing) -> Expect {
    let staff = caller.standing == Standing::Staff;
    if staff && thing.id != "none-such" { Expect::Passes(&[401]) } else { Expect::Missing }
}

/// One's own word is given by oneself: a program has none.
fn claims(caller: &Caller) -> Expect {
    if caller.standing == Standing::Program { Expect::Refused } else { Expect::Passes(&[422]) }
}
fn gives(caller: &Caller) -> Expect {
    if caller.standing == Standing::Program { Expect::Refused } else { Expect::Passes(&[409]) }
}

pub(super) const LINES: &[Line] = &[
    // Pages of family.
    own("/family"),
    own("/family/link"),
    Line::form("/family/link", "", ANYONE, &[422]),
    nowhere("/family/links/{id}"),
    nowhere_form("/family/links/{id}", "do=no"),
    nowhere_form("/family/links/{id}/end", "reason=x"),
    nowhere("/family/proxies/{id}"),
    nowhere_form("/family/proxies/{id}", "ask=none"),
    Line::form("/family/proxies/{id}/end", "", Rule::Special(takes_back_page), &[303]).about(Kind::Site),
    Line::form("/family/act/{id}", "", Rule::Special(acts_for), &[]).about(Kind::Site),
    Line::form("/family/ask", "", Rule::Judge(missing), &[]),
    nowhere_form("/family/requests/{id}", "do=no"),
    nowhere_form("/family/requests/{id}/withdraw", ""),
    own("/family/done"),
    // Pages of groups.
    own("/groups"),
    own("/groups/new"),
    Line::form("/groups/new", "", ANYONE, &[422]),
    own("/groups/school"),
    Line::form("/groups/school", "", ANYONE, &[422]),
    Line::form("/groups/school/leave", "", Rule::Judge(missing), &[]),
    nowhere("/groups/{id}"),
    nowhere_form("/groups/{id}/join", ""),
    nowhere_form("/groups/{id}/answer", "do=no"),
    nowhere_form("/groups/{id}/leave", ""),
    nowhere_form("/groups/{id}/invite", "handle=x"),
    nowhere_form("/groups/{id}/members", ""),
    nowhere_form("/groups/{id}/donate", "minutes=1"),
    nowhere("/groups/{id}/plan"),
    nowhere_form("/groups/{id}/plan", ""),
    nowhere("/gatherings/{id}"),
    nowhere_form("/gatherings/{id}/agree", "do=no"),
    nowhere_form("/gatherings/{id}/sign", ""),
    nowhere_form("/gatherings/{id}/withdraw", ""),
    nowhere_form("/gatherings/{id}/check-in", "code=000000"),
    nowhere_form("/gatherings/{id}/check-out", "code=000000"),
    nowhere_form("/gatherings/{id}/roster", ""),
    nowhere_form("/gatherings/{id}/settle", "reason=x"),
    nowhere_form("/gatherings/{id}/cancel", "reason=x"),
    // The console.
    own("/console/groups"),
    nowhere("/console/groups/{id}"),
    nowhere_form("/console/groups/{id}/decide", "decision=no&reason=x"),
    nowhere_form("/console/groups/{id}/state", "to=closed&reason=x"),
    nowhere_form("/console/groups/{id}/licence", ""),
    nowhere("/console/gatherings/{id}"),
    nowhere_form("/console/gatherings/{id}/decide", "decision=no&reason=x"),
    nowhere_form("/console/gatherings/{id}/roster", ""),
    nowhere_form("/console/gatherings/{id}/settle", "reason=x"),
    nowhere_form("/console/gatherings/{id}/cancel", "why=x"),
    own("/console/schools"),
    Line::form("/console/schools", "name=", ANYONE, &[422]),
    nowhere_form("/console/schools/{id}/export", "from=2026-01-01&to=2026-02-01&format=csv"),
    // The API.
    own("/api/v1/me/family"),
    own("/api/v1/me/done-for-me"),
    Line::json(
        "/api/v1/me/links",
        r#"{"handle":"TB0000000","name":"王秀英","kind":"parent","document":"other"}"#,
        Rule::Judge(claims),
        &[422],
    ),
    nowhere_json("/api/v1/links/{link}/answer", r#"{"yes":false}"#),
    nowhere_json("/api/v1/links/{link}/end", r#"{"reason":"试"}"#),
    nowhere_json("/api/v1/links/{link}/decide", r#"{"confirm":false,"reason":"试"}"#),
    Line::json(
        "/api/v1/me/proxies",
        r#"{"proxy":"0193b7a0-c0de-7000-a000-00000000dead","powers":[]}"#,
        Rule::Judge(gives),
        &[409],
    ),
    Line::json("/api/v1/me/proxies/{person}/withdraw", "{}", Rule::Special(takes_back_call), &[409]).about(Kind::Site),
    nowhere_json("/api/v1/requests/{request}/answer", r#"{"yes":false}"#),
    Line::json("/api/v1/groups", r#"{"name":"","kind":"other","about":""}"#, ANYONE, &[422]),
    own("/api/v1/groups"),
    nowhere("/api/v1/groups/{group}"),
    nowhere_json("/api/v1/groups/{group}/decide", r#"{"approve":false,"reason":"试"}"#),
    nowhere_json("/api/v1/groups/{group}/members", r#"{"act":"join"}"#),
    nowhere_json("/api/v1/groups/{group}/donate", r#"{"minutes":1}"#),
    nowhere_json(
        "/api/v1/groups/{group}/gatherings",
        r#"{"item":"x","title":"x","place":"x","starts_at":"2026-11-21T09:00:00+08:00","ends_at":"2026-11-21T10:00:00+08:00","helpers":1,"payer":"honour"}"#,
    ),
    nowhere("/api/v1/gatherings/{gathering}"),
    nowhere_json("/api/v1/gatherings/{gathering}/decide", r#"{"approve":false,"reason":"试"}"#),
    nowhere_json("/api/v1/gatherings/{gathering}/attend", r#"{"act":"sign_up"}"#),
    nowhere_json("/api/v1/gatherings/{gathering}/roster", r#"{"lines":[]}"#),
    nowhere_json("/api/v1/gatherings/{gathering}/settle", r#"{"reason":"试"}"#),
    nowhere_json("/api/v1/gatherings/{gathering}/cancel", r#"{"reason":"试"}"#),
];
