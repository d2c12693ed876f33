//! How registers outside are asked one by one. A [`CheckGateway`] takes a question and gives an answer; which register
//! stands behind it is a matter of configuration. The contract of [`HttpCheckGateway`] is docs/checks-gateway.md: what is
//! posted, how both sides sign, what every answer means. A test runs it against a simulator of a register.

use crate::model::Said;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;
use std::pin::Pin;
use std::time::Duration;
use tb_kernel::{Day, Instant};
use tb_people::CheckResult;
use tb_policy::Check;
use uuid::Uuid;

/// Longest answer that is read, in bytes.
const ANSWER_BYTES_MAX: u64 = 16 * 1024;
/// How old a signed answer may be, in seconds.
const ANSWER_AGE_MAX: i64 = 300;

/// One check of one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    /// The same for every attempt.
    pub id: Uuid,
    pub number: String,
    pub kind: Check,
    pub name: String,
    pub id_no: String,
    /// When this attempt is made.
    pub at: Instant,
}

impl Question {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "id": self.id, "number": self.number, "kind": self.kind.code(), "name": self.name, "id_no": self.id_no, "at": self.at,
        })
    }
}

/// What a register answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    Now(Said),
    /// It works on it; ask again under the same id.
    Pending,
}

/// Why there is no answer. The words go to the table and the log: no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayError {
    /// Worth another attempt later.
    Later(String),
    /// Will never be answered.
    Never(String),
}

/// What a gateway gives back.
pub type Asking<'a> = Pin<Box<dyn Future<Output = Result<Answered, GatewayError>> + Send + 'a>>;

/// Asks a register outside. Never called within a transaction.
pub trait CheckGateway: Send + Sync + 'static {
    fn ask<'a>(&'a self, question: &'a Question) -> Asking<'a>;
}

/// Where and how to ask.
#[derive(Clone)]
pub struct CheckGatewaySettings {
    pub url: String,
    /// Shared with the register; signs questions and answers.
    pub secret: String,
    /// Longest wait for one answer.
    pub deadline: Duration,
}

/// Posts each question, signed, and believes signed answers only.
pub struct HttpCheckGateway {
    agent: ureq::Agent,
    settings: CheckGatewaySettings,
}

impl HttpCheckGateway {
    pub fn new(settings: CheckGatewaySettings) -> HttpCheckGateway {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(settings.deadline))
            .http_status_as_error(false)
            .max_redirects(0)
            .build();
        HttpCheckGateway { agent: config.into(), settings }
    }
}

/// An answer as it came.
struct Raw {
    status: u16,
    timestamp: String,
    signature: String,
    body: String,
}

impl CheckGateway for HttpCheckGateway {
    fn ask<'a>(&'a self, question: &'a Question) -> Asking<'a> {
        let (agent, settings) = (self.agent.clone(), self.settings.clone());
        let (id, body, now) = (question.id, question.json().to_string(), question.at);
        Box::pin(async move {
            let secret = settings.secret.clone();
            let post = move || -> Result<Raw, ureq::Error> {
                let seconds = (now.0 / 1_000_000).to_string();
                let mut answer = agent
                    .post(&settings.url)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", id.to_string())
                    .header("X-Timebank-Timestamp", &seconds)
                    .header("X-Timebank-Signature", format!("sha256={}", sign(&settings.secret, &seconds, &body)))
                    .send(&body)?;
                let header = |name: &str| {
                    answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
                };
                let (timestamp, signature) = (header("X-Timebank-Timestamp"), header("X-Timebank-Signature"));
                let status = answer.status().as_u16();
                let body = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_string()?;
                Ok(Raw { status, timestamp, signature, body })
            };
            let raw = tokio::task::spawn_blocking(post).await.map_err(|e| GatewayError::Later(e.to_string()))?;
            judge(raw.map_err(|_| "no answer")?, &secret, id, now)
        })
    }
}

impl From<&str> for GatewayError {
    fn from(text: &str) -> GatewayError {
        GatewayError::Later(text.to_owned())
    }
}

#[derive(Deserialize)]
struct Body {
    id: Uuid,
    result: CheckResult,
    checked_on: Day,
}

fn judge(raw: Raw, secret: &str, id: Uuid, now: Instant) -> Result<Answered, GatewayError> {
    match raw.status {
        202 => return Ok(Answered::Pending),
        200 => {}
        status @ (408 | 425 | 429 | 500..=599) => return Err(GatewayError::Later(format!("status {status}"))),
        status => return Err(GatewayError::Never(format!("status {status}"))),
    }
    let later = |why: &str| GatewayError::Later(why.to_owned());
    let wanted = format!("sha256={}", sign(secret, &raw.timestamp, &raw.body));
    // A wrong signature may be somebody in between, or a key that is being changed: nothing is believed, and it is asked again.
    if !same(&wanted, &raw.signature) {
        return Err(later("the answer is not signed by the register"));
    }
    let age = raw.timestamp.parse::<i64>().map_or(i64::MAX, |at| (now.0 / 1_000_000 - at).abs());
    if age > ANSWER_AGE_MAX {
        return Err(later("the answer is too old"));
    }
    let body: Body = serde_json::from_str(&raw.body).map_err(|_| later("the answer cannot be read"))?;
    if body.id != id || body.checked_on > now.day() {
        return Err(later("the answer is to another question"));
    }
    Ok(Answered::Now(Said { result: body.result, checked_on: body.checked_on }))
}

/// Equality whose time does not depend on where the difference is.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |all, (x, y)| all | (x ^ y)) == 0
}

/// HMAC-SHA-256 of `<timestamp>.<body>`, in hexadecimal: what both sides sign with.
pub fn sign(secret: &str, timestamp: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    tb_crypto::hex(&mac.finalize().into_bytes())
}
