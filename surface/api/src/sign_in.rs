//! Signing in with a code sent to one's telephone, for citizens' own programs. The token is a session: it has the rights
//! of the citizen, no more and no less.
//!
//! A sign-in that is repeated with its key must give the same token again, although only the token's hash is kept. So
//! the token is not drawn but derived, from the key, the number and the code, under a key of the installation; and only
//! for some minutes, so that an old request is worth nothing.

use crate::calls::{Calls, call, does};
use crate::extract::Does;
use crate::people::PersonShown;
use crate::wire::{Line, Time};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tb_http::{Answer, Input, Limit};
use tb_kernel::PersonId;
use tb_people::{Origin, SignedIn, TokenHash};
use utoipa::ToSchema;
use uuid::Uuid;

/// For so long a repeated sign-in is answered again, in microseconds.
const REPEATABLE: i64 = 10 * 60 * 1_000_000;

pub(crate) fn calls() -> Calls {
    let entry = |path, action| does(path, action, "").limit(Limit::SignIn);
    Calls::of("sign-in")
        .add(
            call(entry("/api/v1/sign-in/code", "people.request-code"), "Send a code to a telephone")
                .public()
                .takes::<CodeWanted>()
                .example(json!({"phone": "13800138000"}))
                .gives::<CodeOnItsWay>(),
            request_code,
        )
        .add(
            call(entry("/api/v1/sign-in", "people.sign-in"), "Sign in with the code")
                .notes(
                    "`signed_in`: `token` is the bearer token. `choose`: several persons share the number; show `people` and \
                     send `token` as `proof` to `POST /api/v1/sign-in/person`. `new`: nobody has the number; send `token` \
                     as `proof` with `POST /api/v1/people`. Repeating the request with its key works for ten minutes.",
                )
                .public()
                .takes::<CodeTyped>()
                .example(json!({"phone": "13800138000", "code": "123456"}))
                .gives::<SignInAnswer>(),
            sign_in,
        )
        .add(
            call(entry("/api/v1/sign-in/person", "people.choose-person"), "Sign in as one of those who share a number")
                .notes("Also for somebody who has just registered with the proof.")
                .public()
                .takes::<PersonChosen>()
                .gives::<SessionToken>(),
            choose_person,
        )
        .add(
            call(does("/api/v1/sign-out", "people.sign-out", "people:write"), "End this session")
                .notes("Only a citizen's session; a program's token is revoked in the console.")
                .takes::<Empty>()
                .example(json!({}))
                .gives_nothing(),
            sign_out,
        )
}

/// A body without fields.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Empty {}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CodeWanted {
    /// A mobile number of mainland China.
    phone: Line,
}

#[derive(Serialize, ToSchema)]
struct CodeOnItsWay {
    expires_at: Time,
    /// Not again before.
    again_at: Time,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CodeTyped {
    phone: Line,
    /// The six digits.
    code: Line,
}

/// What signing in led to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SignInOutcome {
    SignedIn,
    Choose,
    New,
}

#[derive(Serialize, ToSchema)]
struct SignInAnswer {
    outcome: SignInOutcome,
    /// The bearer token, or else a proof of the telephone for half an hour. Keep it secret.
    token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<Uuid>,
    /// Who shares the number, to choose from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    people: Vec<PersonShown>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PersonChosen {
    proof: Line,
    person: Uuid,
}

#[derive(Serialize, ToSchema)]
struct SessionToken {
    /// The bearer token. Keep it secret.
    token: String,
    person: Uuid,
}

async fn request_code(by: Does, Input(wanted): Input<CodeWanted>) -> Answer<Json<CodeOnItsWay>> {
    let sent = by.house.people.request_code(&by.actor, &by.key, &wanted.phone.0, &origin(&by)).await?;
    Ok(Json(CodeOnItsWay { expires_at: sent.expires_at.into(), again_at: sent.again_at.into() }))
}

async fn sign_in(by: Does, Input(typed): Input<CodeTyped>) -> Answer<Json<SignInAnswer>> {
    let (phone, code) = (typed.phone.0.trim(), typed.code.0.trim());
    let token = token(&by, &[phone, code]);
    let hash = TokenHash::of(&token);
    let people = &by.house.people;
    let led = people.sign_in_with_code(&by.actor, &by.key, phone, code, hash, &origin(&by)).await?;
    let answer = |outcome| SignInAnswer { outcome, token: token.clone(), person: None, people: Vec::new() };
    Ok(Json(match led {
        SignedIn::Session { person, .. } => SignInAnswer { person: Some(person.0), ..answer(SignInOutcome::SignedIn) },
        SignedIn::Choose { .. } => {
            let shown = people.choices(hash).await?.iter().map(PersonShown::from).collect();
            SignInAnswer { people: shown, ..answer(SignInOutcome::Choose) }
        }
        SignedIn::New => answer(SignInOutcome::New),
    }))
}

async fn choose_person(by: Does, Input(chosen): Input<PersonChosen>) -> Answer<Json<SessionToken>> {
    let proof = TokenHash::of(&chosen.proof.0);
    let person = PersonId(chosen.person);
    let token = token(&by, &[&chosen.proof.0, &person.to_string()]);
    let hash = TokenHash::of(&token);
    by.house.people.choose_person(&by.actor, &by.key, proof, person, hash, &origin(&by)).await?;
    Ok(Json(SessionToken { token, person: person.0 }))
}

async fn sign_out(by: Does, Input(Empty {}): Input<Empty>) -> Answer<StatusCode> {
    by.house.people.sign_out(&by.actor, &by.key).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn origin(by: &Does) -> Origin {
    Origin {
        address: by.visit.address.to_string(),
        device: by.visit.device.clone(),
        request: Some(by.visit.request_id),
    }
}

/// The token of this sign-in: the same for every repetition within [`REPEATABLE`].
fn token(by: &Does, parts: &[&str]) -> String {
    let window = by.house.core.now().0.div_euclid(REPEATABLE);
    let seed = serde_json::json!([window, by.key.text(), parts]).to_string();
    tb_crypto::hex(&by.house.keys.blind("api.sign-in", &seed))
}
