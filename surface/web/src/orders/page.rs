//! One order: where it stands, when and where, who, what can be done about it now, what happened. Each side sees its own.

use crate::home::subject;
use crate::tell::Tell;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use tb_frame::{Event, Faces, Page, Refused, Step, item_icon, render_at, state_tone, when_words};
use tb_http::{Answer, At, Visit};
use tb_kernel::{Fail, Identity, Minutes, OrderId, Refusal, Span};
use tb_orders::{Flag, Order, OrderFile, OrderState, Side};
use tb_people::Contact;
use tb_policy::RatingMode;

#[derive(Template)]
#[template(path = "orders/page.html")]
struct OrderPage {
    page: Page,
    refused: Option<Refused>,
    number: String,
    kind: String,
    icon: &'static str,
    status: String,
    tone: &'static str,
    advice: String,
    path: Vec<Step>,
    facts: Vec<(String, String)>,
    who: Option<Who>,
    contact: Option<ContactView>,
    note: String,
    code: String,
    code_href: String,
    acts: Vec<Button>,
    events: Vec<Event>,
    evidence: Vec<(String, String)>,
    ratings: Vec<RatingView>,
}

/// The other side, as this side may know it.
struct Who {
    name: String,
    detail: String,
    mark: String,
}

/// What the volunteer needs to get there.
struct ContactView {
    name: String,
    phone: String,
    address: String,
    emergency: String,
    emergency_dial: String,
}

/// One thing that can be done now.
pub(super) struct Button {
    pub(super) label: String,
    pub(super) href: String,
    pub(super) kind: &'static str,
    pub(super) icon: &'static str,
}

struct RatingView {
    who: String,
    marks: Vec<bool>,
    said: String,
    tags: String,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>) -> Answer<Response> {
    show_with(&faces, &visit, id, None, StatusCode::OK).await
}

/// After an act that came too late: the order as it is now, with the sentence that says why.
pub(super) async fn show_refused(faces: &Faces, visit: &Visit, id: OrderId, refusal: &Refusal) -> Answer<Response> {
    let t = faces.text(visit);
    let refused = Refused {
        code: refusal.code.to_string(),
        text: t.refusal(refusal),
        article: refusal.article.clone().unwrap_or_default(),
    };
    let status = tb_http::status_of(&Fail::Refused(refusal.clone()));
    show_with(faces, visit, id, Some(refused), status).await
}

async fn show_with(
    faces: &Faces,
    visit: &Visit,
    id: OrderId,
    refused: Option<Refused>,
    status: StatusCode,
) -> Answer<Response> {
    let orders = &faces.house.orders;
    let file = orders.file(&visit.actor, id).await?;
    let page = faces.page(visit, "me").await?.at(&format!("/orders/{id}"));
    let order = &file.seen.order;
    let names = faces.names([Some(order.elder), order.volunteer].into_iter().flatten()).await?;
    let invited = invited(faces, visit, &file).await?;
    let contact = contact(faces, visit, &file).await?;
    let code = match file.seen.side {
        Some(Side::Elder) if door_code_shown(order) => orders.door_code(&visit.actor, id).await?,
        _ => String::new(),
    };
    let tell = Tell::of(faces, &page);
    let view = View { tell: &tell, file: &file };
    let acts = view.acts(faces, invited)?;
    let who = match file.seen.side {
        Some(Side::Elder) => order.volunteer.and_then(|id| names.get(&id)).map(|shown| (tell.person(shown), shown)),
        _ => names.get(&order.elder).map(|shown| (tell.elder(shown), shown)),
    };
    let who = who.map(|(name, shown)| Who {
        name,
        detail: if file.seen.side == Some(Side::Elder) {
            page.t.with("web-order-volunteer", [("handle", shown.handle.clone())])
        } else {
            String::new()
        },
        mark: shown.surname.chars().next().map(String::from).unwrap_or_default(),
    });
    let contact = contact.map(|contact| view.contact(contact));
    let template = OrderPage {
        refused,
        number: order.number.clone(),
        kind: tell.item(order),
        icon: item_icon(&order.item),
        status: tell.state(order),
        tone: state_tone(order.state),
        advice: view.advice(),
        path: tell.path(order),
        facts: view.facts(contact.is_some()),
        who,
        contact,
        note: file.seen.place.as_ref().map(|place| place.note.clone()).unwrap_or_default(),
        code: spaced(&code),
        code_href: format!("/orders/{id}/code"),
        acts,
        events: tell.timeline(&file.history),
        evidence: view.evidence(),
        ratings: view.ratings(),
        page: page.clone(),
    };
    render_at(status, &template)
}

/// The elder shows the code from when somebody has taken the order until they leave.
fn door_code_shown(order: &Order) -> bool {
    matches!(order.state, OrderState::Taken | OrderState::Confirmed | OrderState::Serving)
}

/// `482 913`: read out in two breaths.
pub(super) fn spaced(code: &str) -> String {
    let (a, b) = code.split_at_checked(code.len() / 2).unwrap_or((code, ""));
    if b.is_empty() { a.to_owned() } else { format!("{a} {b}") }
}

/// True for an open order this person was asked to take.
async fn invited(faces: &Faces, visit: &Visit, file: &OrderFile) -> Answer<bool> {
    if file.seen.side.is_some() || file.seen.order.state != OrderState::Published {
        return Ok(false);
    }
    let asked = faces.house.orders.invitations_of(subject(visit)?).await?;
    Ok(asked.iter().any(|order| order.id == file.seen.order.id))
}

/// Name, telephone and address for the volunteer who goes there; each look is recorded for the elder to read.
async fn contact(faces: &Faces, visit: &Visit, file: &OrderFile) -> Answer<Option<Contact>> {
    let order = &file.seen.order;
    let goes = matches!(order.state, OrderState::Taken | OrderState::Confirmed | OrderState::Serving);
    let themselves = matches!(visit.actor.identity, Identity::Citizen(_)) && visit.actor.acting_for.is_none();
    if file.seen.side != Some(Side::Volunteer) || !goes || !themselves {
        return Ok(None);
    }
    let core = &faces.house.core;
    let mut tx = core.db.begin().await.map_err(Fail::from)?;
    let people = &faces.house.people;
    let contact = people.contact_for_service(&mut tx, core.now(), &visit.actor, order.elder, order.id).await?;
    tx.commit().await.map_err(|error| Fail::Fault(format!("{error:?}")))?;
    Ok(Some(contact))
}

/// The order as its page tells it.
struct View<'a> {
    tell: &'a Tell<'a>,
    file: &'a OrderFile,
}

impl View<'_> {
    fn order(&self) -> &Order {
        &self.file.seen.order
    }
    fn say(&self, key: &str) -> String {
        self.tell.t.get(key)
    }

    /// What this side should know or do now, in one sentence.
    fn advice(&self) -> String {
        let order = self.order();
        let side = match self.file.seen.side {
            Some(Side::Elder) => "elder",
            Some(Side::Volunteer) => "volunteer",
            _ => return String::new(),
        };
        if order.state == OrderState::Awaiting && order.agreed_at.is_some() {
            return self.say("orders-advice-agreed");
        }
        let key = format!("orders-advice-{}-{side}", order.state.code());
        if self.tell.t.has(&key) { self.say(&key) } else { String::new() }
    }

    fn facts(&self, contact_shown: bool) -> Vec<(String, String)> {
        let order = self.order();
        let tell = self.tell;
        let mut facts = vec![
            (self.say("web-fact-when"), tell.when(order.starts_at)),
            (self.say("web-fact-length"), tell.minutes(order.minutes)),
        ];
        let elsewhere = self.file.seen.place.as_ref().and_then(|place| place.address.clone());
        let place = match (elsewhere, contact_shown) {
            (Some(address), _) => Some(format!("{} {address}", tell.area(order.node))),
            (None, true) => None,
            (None, false) if self.file.seen.side == Some(Side::Elder) => Some(self.say("web-at-home")),
            (None, false) => Some(tell.area(order.node)),
        };
        facts.extend(place.map(|place| (self.say("web-fact-place"), place)));
        if self.file.seen.side == Some(Side::Elder)
            && order.held_minutes.is_positive()
            && order.settled_minutes.is_none()
        {
            facts.push((self.say("web-fact-held"), tell.minutes(order.held_minutes)));
        }
        if let (Some(from), Some(to)) = (order.checked_in_at, order.checked_out_at) {
            let served = format!("{}–{}", tell.t.clock(from), tell.t.clock(to));
            let length = tell.minutes(order.verified_minutes.unwrap_or(Minutes::ZERO));
            facts.push((self.say("web-fact-served"), format!("{served} · {length}")));
        } else if let Some(from) = order.checked_in_at {
            facts.push((self.say("web-fact-checked-in"), when_words(tell.t, from, tell.now)));
        }
        if let Some(settled) = order.settled_minutes {
            facts.push((self.say("web-fact-settled"), tell.minutes(settled)));
        }
        if let Some(reason) = order.reason.as_deref().filter(|reason| !reason.is_empty()) {
            facts.push((self.say("web-fact-reason"), tell.reason(reason)));
        }
        facts
    }

    fn contact(&self, contact: Contact) -> ContactView {
        let elsewhere = self.file.seen.place.as_ref().and_then(|place| place.address.clone());
        let area = self.tell.faces.house.places.path_names(contact.node).into_iter().skip(1).collect::<String>();
        let emergency = contact.emergency.as_ref();
        ContactView {
            name: contact.name.text().to_owned(),
            phone: contact.phone.as_ref().map(|phone| phone.text().to_owned()).unwrap_or_default(),
            address: elsewhere.unwrap_or_else(|| format!("{area} {}", contact.address)),
            emergency: emergency.map(|e| format!("{} · {}", e.name.text(), e.relation)).unwrap_or_default(),
            emergency_dial: emergency.map(|e| e.phone.text().to_owned()).unwrap_or_default(),
        }
    }

    fn button(&self, act: &str, kind: &'static str, icon: &'static str) -> Button {
        Button {
            label: self.say(&format!("orders-do-{act}")),
            href: format!("/orders/{}/{act}", self.order().id),
            kind,
            icon,
        }
    }

    /// Everything this side can do now; the usual thing first.
    fn acts(&self, faces: &Faces, invited: bool) -> Answer<Vec<Button>> {
        let order = self.order();
        let begun = order.starts_at <= self.tell.now;
        let b = |act, kind, icon| self.button(act, kind, icon);
        let mut acts = match (self.file.seen.side, order.state) {
            (None, OrderState::Published) if invited => vec![b("answer", "primary", "hand")],
            (None, OrderState::Published) => vec![b("take", "primary", "hand")],
            (Some(Side::Elder), OrderState::Draft) => {
                let go_on = Button {
                    label: self.say("web-do-go-on"),
                    href: format!("/publish?draft={}", order.id),
                    kind: "primary",
                    icon: "edit",
                };
                vec![go_on, b("cancel", "second", "")]
            }
            (Some(Side::Elder), OrderState::Submitted | OrderState::Published) => vec![b("cancel", "second", "")],
            (Some(Side::Elder), OrderState::Taken) if begun => {
                vec![b("no-show", "danger", "alert"), b("cancel", "second", "")]
            }
            (Some(Side::Elder), OrderState::Taken) => {
                vec![b("agree", "primary", "check"), b("decline", "second", ""), b("cancel", "second", "")]
            }
            (Some(Side::Elder), OrderState::Confirmed) if begun => {
                vec![b("no-show", "danger", "alert"), b("cancel", "second", "")]
            }
            (Some(Side::Elder), OrderState::Confirmed) => vec![b("cancel", "second", "")],
            (Some(Side::Elder), OrderState::Serving) => vec![b("dispute", "second", "")],
            (Some(Side::Elder), OrderState::Awaiting) if order.agreed_at.is_some() => vec![b("dispute", "second", "")],
            (Some(Side::Elder), OrderState::Awaiting) => {
                vec![b("confirm", "primary", "check"), b("dispute", "second", "")]
            }
            (Some(Side::Volunteer), OrderState::Taken | OrderState::Confirmed) => {
                vec![b("check-in", "primary", "pin"), b("withdraw", "second", "")]
            }
            (Some(Side::Volunteer), OrderState::Serving) => {
                vec![b("check-out", "primary", "check"), b("dispute", "second", "")]
            }
            (Some(Side::Volunteer), OrderState::Awaiting) => {
                vec![b("card", "primary", "key"), b("dispute", "second", "")]
            }
            (Some(side @ (Side::Elder | Side::Volunteer)), OrderState::Settled) if self.may_rate(faces, side)? => {
                vec![b("rate", "accent", "heart")]
            }
            _ => Vec::new(),
        };
        let party = matches!(self.file.seen.side, Some(Side::Elder | Side::Volunteer));
        if party && begun && order.volunteer.is_some() {
            let href = format!("/orders/{}/incident", order.id);
            acts.push(Button { label: self.say("cover-report"), href, kind: "plain", icon: "alert" });
        }
        Ok(acts)
    }

    /// The rules let this side rate, it has not, and there is still time.
    fn may_rate(&self, faces: &Faces, side: Side) -> Answer<bool> {
        let order = self.order();
        let version = faces.house.orders.version(&order.policy)?;
        let p = &version.parameters;
        let given = self.file.ratings.iter().any(|rating| rating.by_side == side);
        let both = side == Side::Elder || p.rating.mode == RatingMode::Mutual;
        let until = order.closed_at.map(|at| at.plus(Span::days(i64::from(p.rating_form.window_days) + 1)));
        Ok(!given && both && until.is_some_and(|until| self.tell.now < until))
    }

    fn evidence(&self) -> Vec<(String, String)> {
        if self.file.seen.side.is_none() {
            return Vec::new();
        }
        let rows = self.file.evidence.iter().map(|e| {
            let phase = self.say(&format!("orders-phase-{}", e.phase.code()));
            let kind = self.say(&format!("orders-proof-{}", e.kind.replace('_', "-")));
            let verdict = self.say(&format!("orders-verdict-{}", e.verdict.code()));
            let far = e.distance_m.map(|m| self.tell.t.with("orders-distance", [("metres", m.to_string())]));
            let what = [Some(verdict), far, Some(when_words(self.tell.t, e.at, self.tell.now))];
            (format!("{phase} · {kind}"), what.into_iter().flatten().collect::<Vec<_>>().join(" · "))
        });
        let flags = self.order().flag_list();
        let marks = flags.iter().filter(|flag| **flag != Flag::LateNight).map(|flag| {
            (self.say("orders-flagged"), self.say(&format!("orders-flag-{}", flag.code().replace('_', "-"))))
        });
        rows.chain(marks).collect()
    }

    fn ratings(&self) -> Vec<RatingView> {
        let told = self.file.ratings.iter().map(|rating| RatingView {
            who: self.say(&format!("orders-rated-by-{}", rating.by_side.code())),
            marks: (1..=5).map(|n| n <= rating.mark).collect(),
            said: self.tell.t.with("orders-marks", [("mark", rating.mark.to_string())]),
            tags: rating
                .tags
                .split(',')
                .filter(|tag| !tag.is_empty())
                .map(|tag| self.say(&format!("orders-tag-{tag}")))
                .collect::<Vec<_>>()
                .join(" · "),
        });
        told.collect()
    }
}
