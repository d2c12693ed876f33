//! Persons as programs see them: masked but oneself. Registering, applying, reviewing.

mod enrolments;
mod family;
mod forms;
mod privacy;
mod way;

pub(crate) use enrolments::CheckWord;
pub(crate) use forms::PersonShown;

use crate::calls::{Calls, ask, call, does};
use crate::extract::{Asks, Does, Paging};
use crate::wire::{Line, NodeCode, Rows};
use axum::Json;
use axum::http::StatusCode;
use forms::{KindWord, MeAnswer, MessageAnswer, NewPerson, PersonAnswer, PersonRegistered, PersonRowAnswer, StateWord};
use serde::Deserialize;
use serde_json::json;
use tb_http::{Answer, Asked, At, Input, Limit};
use tb_kernel::{Identity, PageSize, PersonId, Refusal};
use tb_people::PeopleFilter;
use utoipa::{IntoParams, ToSchema};

pub(crate) fn calls() -> Calls {
    Calls::of("people")
        .add(
            call(does("/api/v1/people", "people.register", "people:write"), "Register a person")
                .notes(
                    "A visitor registers themselves with the `proof` of their telephone from signing in; a program with \
                     `people:write`, whose owner may register people, needs none. Whoever is known already gets a further \
                     enrolment, never a second registration.",
                )
                .public()
                .takes::<NewPerson>()
                .example(json!({
                    "name": "王秀英", "id_no": "320102195203045228", "phone": "13800138000", "node": "320102001003",
                    "address": "梅园新村 1 号 101", "elder": {"resident": true, "traits": ["living_alone"]},
                    "consent": "privacy-1"
                }))
                .makes::<PersonRegistered>(),
            register,
        )
        .add(call(ask("/api/v1/me", "people.me", "people:read"), "Who am I").gives::<MeAnswer>(), me)
        .add(
            call(ask("/api/v1/me/messages", "people.inbox", "people:read"), "One's own inbox, newest first")
                .query::<Paging>()
                .gives::<Rows<MessageAnswer>>(),
            inbox,
        )
        .add(
            call(ask("/api/v1/people", "people.list", "people:read"), "People of the territory, newest first")
                .query::<ListQuery>()
                .gives::<Rows<PersonRowAnswer>>(),
            list,
        )
        .add(
            call(does("/api/v1/people/search", "people.search", "people:read"), "Find people by what identifies them")
                .notes("An exact name, telephone, identity number or handle: in the body, so that it stands in no address and no log.")
                .keyless()
                .limit(Limit::Read)
                .takes::<PersonWanted>()
                .example(json!({"search": "13800138000"}))
                .gives::<Rows<PersonRowAnswer>>(),
            search,
        )
        .add(
            call(ask("/api/v1/people/{person}", "people.view", "people:read"), "One person, masked but oneself")
                .gives::<PersonAnswer>(),
            view,
        )
        .and(enrolments::calls())
        .and(way::calls())
        .and(family::calls())
        .and(privacy::calls())
}

/// Which people.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// A part of the territory; all of it when not said.
    #[param(inline)]
    node: Option<NodeCode>,
    #[param(inline)]
    kind: Option<KindWord>,
    #[param(inline)]
    state: Option<StateWord>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows wanted, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// Whom to find.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PersonWanted {
    search: Line,
    /// A part of the territory; all of it when not said.
    #[serde(default)]
    node: Option<NodeCode>,
}

async fn register(by: Does, Input(new): Input<NewPerson>) -> Answer<(StatusCode, Json<PersonRegistered>)> {
    let program = matches!(by.actor.identity, Identity::Program(_));
    if program && !by.actor.scopes.iter().any(|scope| scope == "people:write") {
        return Err(Refusal::not_found().into());
    }
    let registered = by.house.people.register(&by.actor, &by.key, new.registration()?).await?;
    Ok((StatusCode::CREATED, Json(registered.into())))
}

async fn me(by: Asks) -> Answer<Json<MeAnswer>> {
    let people = &by.house.people;
    let me = people.me(&by.actor).await?;
    let view = people.person_view(&by.actor, me.person.id).await?;
    let contact = match by.actor.identity {
        Identity::Citizen(_) => Some(people.own_contact(&by.actor).await?),
        _ => None,
    };
    Ok(Json(MeAnswer::of(&me, view, contact.as_ref(), &by.actor.scopes)))
}

async fn inbox(by: Asks, Asked(paging): Asked<Paging>) -> Answer<Json<Rows<MessageAnswer>>> {
    let (after, size) = paging.page()?;
    let page = by.house.people.inbox(&by.actor, after, size).await?.map(MessageAnswer::from);
    Ok(Json(Rows { rows: page.rows, next: page.next }))
}

async fn list(by: Asks, Asked(query): Asked<ListQuery>) -> Answer<Json<Rows<PersonRowAnswer>>> {
    let (after, size) = Paging::read(query.after.as_deref(), query.limit)?;
    let filter = PeopleFilter {
        node: query.node.map(|node| node.0),
        kind: query.kind.map(|kind| kind.0),
        state: query.state.map(|state| state.0),
        search: None,
    };
    let page = by.house.people.list(&by.actor, &filter, after, size).await?.map(PersonRowAnswer::from);
    Ok(Json(Rows { rows: page.rows, next: page.next }))
}

async fn search(by: Asks, Input(wanted): Input<PersonWanted>) -> Answer<Json<Rows<PersonRowAnswer>>> {
    let filter =
        PeopleFilter { node: wanted.node.map(|node| node.0), search: Some(wanted.search.0), ..PeopleFilter::default() };
    let page = by.house.people.list(&by.actor, &filter, None, PageSize::default()).await?;
    Ok(Json(Rows::all(page.rows.into_iter().map(PersonRowAnswer::from).collect())))
}

async fn view(by: Asks, At(person): At<PersonId>) -> Answer<Json<PersonAnswer>> {
    Ok(Json(by.house.people.person_view(&by.actor, person).await?.into()))
}
