//! How texts leave the house. A [`MessageGateway`] takes one text (number, template, values) and says whether it was
//! accepted; which operator stands behind it is a matter of configuration.
//!
//! The contract of [`HttpGateway`]: `POST` to the configured address, body
//! `{"id": "<uuid>", "to": "13800138000", "template": "people-text-code", "args": {"code": "123456"}, "at": "<RFC 3339>"}`,
//! headers `Idempotency-Key: <id>`, `X-Timebank-Timestamp: <seconds>` and `X-Timebank-Signature: sha256=<hex>`, the
//! HMAC-SHA-256 of `<timestamp>.<body>` under the shared secret. 2xx: accepted. 408, 425, 429, 5xx, no answer within the
//! deadline: sent again later under the same key. Any other answer: given up. A receiver drops what it has had.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::io::Write;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tb_kernel::Instant;
use uuid::Uuid;

/// One short message, ready to go.
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    /// The same for every attempt.
    pub id: Uuid,
    pub phone: String,
    /// The key of the sentence; also the name of the operator's template.
    pub template: String,
    pub args: Vec<(String, String)>,
    /// When this attempt is made.
    pub at: Instant,
}

impl Text {
    fn json(&self) -> serde_json::Value {
        let args: serde_json::Map<String, serde_json::Value> =
            self.args.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
        serde_json::json!({
            "id": self.id, "to": self.phone, "template": self.template, "args": args, "at": self.at,
        })
    }
}

/// Why a text was not accepted. The words go to the table and the log: no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayError {
    /// Worth another attempt later.
    Later(String),
    /// Will never be accepted.
    Never(String),
}

/// What a gateway gives back.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), GatewayError>> + Send + 'a>>;

/// Takes texts to telephones.
pub trait MessageGateway: Send + Sync + 'static {
    fn send<'a>(&'a self, text: &'a Text) -> Sending<'a>;
}

/// Appends each text as a line of JSON to a file: for trying out, and for operators who fetch files.
pub struct OutboxFile {
    path: PathBuf,
    turn: Arc<Mutex<()>>,
}

impl OutboxFile {
    pub fn new(path: impl Into<PathBuf>) -> OutboxFile {
        OutboxFile { path: path.into(), turn: Arc::default() }
    }
}

impl MessageGateway for OutboxFile {
    fn send<'a>(&'a self, text: &'a Text) -> Sending<'a> {
        let (path, turn, line) = (self.path.clone(), self.turn.clone(), format!("{}\n", text.json()));
        Box::pin(async move {
            let write = move || {
                let _turn = turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
                file.write_all(line.as_bytes())
            };
            let done = tokio::task::spawn_blocking(write).await;
            let done = done.map_err(|e| GatewayError::Later(e.to_string()))?;
            done.map_err(|e| GatewayError::Later(format!("the outbox cannot be written: {}", e.kind())))
        })
    }
}

/// Writes each text to the standard output: for trying out on one's own machine only.
pub struct Console;

impl MessageGateway for Console {
    fn send<'a>(&'a self, text: &'a Text) -> Sending<'a> {
        Box::pin(async move {
            let mut out = std::io::stdout().lock();
            writeln!(out, "text {}", text.json()).map_err(|e| GatewayError::Later(e.to_string()))
        })
    }
}

/// Where and how to post.
#[derive(Clone)]
pub struct HttpGatewaySettings {
    pub url: String,
    /// Shared with the receiver; signs every request.
    pub secret: String,
    /// Longest wait for one answer.
    pub deadline: Duration,
}

/// Posts each text, signed, to a receiver of the city's own.
pub struct HttpGateway {
    agent: ureq::Agent,
    settings: HttpGatewaySettings,
}

impl HttpGateway {
    pub fn new(settings: HttpGatewaySettings) -> HttpGateway {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(settings.deadline))
            .http_status_as_error(false)
            .max_redirects(0)
            .build();
        HttpGateway { agent: config.into(), settings }
    }
}

impl MessageGateway for HttpGateway {
    fn send<'a>(&'a self, text: &'a Text) -> Sending<'a> {
        let (agent, settings) = (self.agent.clone(), self.settings.clone());
        let (id, body) = (text.id.to_string(), text.json().to_string());
        let seconds = (text.at.0 / 1_000_000).to_string();
        Box::pin(async move {
            let post = move || {
                let signature = signature(&settings.secret, &seconds, &body);
                agent
                    .post(&settings.url)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", id)
                    .header("X-Timebank-Timestamp", seconds)
                    .header("X-Timebank-Signature", format!("sha256={signature}"))
                    .send(body)
                    .map(|answer| answer.status().as_u16())
            };
            let answer = tokio::task::spawn_blocking(post).await.map_err(|e| GatewayError::Later(e.to_string()))?;
            judge(answer.map_err(|_| "no answer"))
        })
    }
}

fn judge(answer: Result<u16, &str>) -> Result<(), GatewayError> {
    match answer {
        Ok(200..=299) => Ok(()),
        Ok(status @ (408 | 425 | 429 | 500..=599)) => Err(GatewayError::Later(format!("status {status}"))),
        Ok(status) => Err(GatewayError::Never(format!("status {status}"))),
        Err(error) => Err(GatewayError::Later(error.to_owned())),
    }
}

/// HMAC-SHA-256 of `<timestamp>.<body>`, in hexadecimal.
fn signature(secret: &str, timestamp: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    tb_crypto::hex(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_worth_another_attempt() {
        assert_eq!(judge(Ok(202)), Ok(()));
        for later in [408, 425, 429, 500, 503] {
            assert!(matches!(judge(Ok(later)), Err(GatewayError::Later(_))), "{later}");
        }
        for never in [301, 400, 401, 404, 422] {
            assert!(matches!(judge(Ok(never)), Err(GatewayError::Never(_))), "{never}");
        }
        assert!(matches!(judge(Err("no answer")), Err(GatewayError::Later(_))));
    }
}
