//! The configuration as the program uses it: every value has its type, every bound has been checked.

use crate::network::Network;
use crate::secret::Secret;
use crate::sources::{ConfigError, Source, Values};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tb_kernel::Span;

/// One installation. Made by [`Config::load`]; see `docs/operations/configuration.md` for every key.
#[derive(Clone, Debug)]
pub struct Config {
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    /// Without a slash at its end.
    pub public_url: String,
    /// May hold a password.
    pub database: Secret<String>,
    pub database_connections: u32,
    pub city: String,
    pub policy_dir: Option<PathBuf>,
    pub master_key_file: PathBuf,
    pub help_phone: String,
    pub demo: bool,
    pub cookies_secure: bool,
    pub trusted_proxies: Vec<Network>,
    pub metrics_from: Vec<Network>,
    pub log: Log,
    pub messages: MessageGateway,
    pub sessions: Sessions,
    pub limits: Limits,
    pub map_tiles: Option<String>,
    pub map_note: Option<String>,
    /// Text, bold, further ones; empty: those of the system.
    pub print_fonts: Vec<PathBuf>,
    pub(crate) master_key_is_default: bool,
    pub(crate) values: Values,
}

/// How the program writes its log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    pub format: LogFormat,
    pub level: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// How messages to people leave the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageGateway {
    /// One file a message under this folder: for demonstrations and tests by hand.
    File(PathBuf),
    /// To the log.
    Console,
    /// Posted, signed, to a gateway.
    Http { url: String, secret: Secret<String> },
}

/// How long people stay signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sessions {
    pub citizen_idle: Span,
    pub staff_idle: Span,
    pub staff_longest: Span,
    /// For how long a repeated sign-in counts as fresh.
    pub fresh: Span,
}

/// So many a minute, so many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub per_minute: u32,
    pub burst: u32,
}

impl Rate {
    /// `600/200`: a minute / at once.
    pub fn parse(text: &str) -> Option<Rate> {
        let (per_minute, burst) = text.split_once('/')?;
        let rate = Rate { per_minute: per_minute.trim().parse().ok()?, burst: burst.trim().parse().ok()? };
        (rate.per_minute > 0 && rate.burst > 0).then_some(rate)
    }
}

/// The rates of each class of route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    pub address: Rate,
    pub read: Rate,
    pub write: Rate,
    pub sign_in: Rate,
    pub heavy: Rate,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            address: Rate { per_minute: 6000, burst: 2000 },
            read: Rate { per_minute: 600, burst: 200 },
            write: Rate { per_minute: 120, burst: 60 },
            sign_in: Rate { per_minute: 10, burst: 20 },
            heavy: Rate { per_minute: 6, burst: 6 },
        }
    }
}

impl Config {
    /// Reads the file, if one is given, and the environment (`std::env::vars()`); says of anything wrong where it stands.
    ///
    /// # Errors
    /// A [`ConfigError`] for the operator.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Config, ConfigError> {
        Config::of(Values::gather(file, environment)?)
    }

    fn of(values: Values) -> Result<Config, ConfigError> {
        let v = &values;
        let data_dir = PathBuf::from(v.read("data_dir", "must name a folder", filled)?);
        let public_url = v.read("public_url", "must begin with http:// or https://", web_address)?;
        let embedded = format!("sqlite:{}", data_dir.join("timebank.db").display());
        let database = v.given("database").unwrap_or(embedded);
        if !["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| database.starts_with(scheme)) {
            return Err(v.bad("database", "must begin with sqlite: or postgres://"));
        }
        let master_key_file = v.given("master_key_file").map(PathBuf::from);
        Ok(Config {
            listen: v.read("listen", "must be an address and a port, as 127.0.0.1:8080", |text| text.parse().ok())?,
            database: Secret::new(database),
            database_connections: v.read("database_connections", "must be a number from 2 to 200", within(2, 200))?,
            city: v.read("city", "must be lower-case letters", lower_case)?,
            policy_dir: v.given("policy_dir").map(PathBuf::from),
            master_key_is_default: master_key_file.is_none(),
            master_key_file: master_key_file.unwrap_or_else(|| data_dir.join("master.key")),
            help_phone: v.read("help_phone", "must be a telephone number", telephone)?,
            demo: v.read("demo", "must be true or false", yes_or_no)?,
            cookies_secure: match v.given("cookies_secure") {
                None => public_url.starts_with("https://"),
                Some(_) => v.read("cookies_secure", "must be true or false", yes_or_no)?,
            },
            trusted_proxies: v.list("trusted_proxies", "must be addresses or networks", Network::parse)?,
            metrics_from: v.list("metrics_from", "must be addresses or networks", Network::parse)?,
            log: Log {
                format: v.read("log.format", "must be text or json", log_format)?,
                level: v.read("log.level", "must name a level", filled)?,
            },
            messages: messages(v, &data_dir)?,
            sessions: Sessions {
                citizen_idle: Span::days(v.read("sessions.citizen_days", "must be 1 to 90", within(1, 90))?),
                staff_idle: Span::minutes(v.read("sessions.staff_idle_minutes", "must be 1 to 60", within(1, 60))?),
                staff_longest: Span::hours(v.read("sessions.staff_hours", "must be 1 to 24", within(1, 24))?),
                fresh: Span::minutes(v.read("sessions.fresh_minutes", "must be 1 to 30", within(1, 30))?),
            },
            limits: limits(v)?,
            map_tiles: v
                .given("map.tiles")
                .map(|_| v.read("map.tiles", "must begin with https://", tiles))
                .transpose()?,
            map_note: v.given("map.note"),
            print_fonts: v.list("print.fonts", "must be files that are there", font_file)?,
            data_dir,
            public_url,
            values,
        })
    }

    /// True when the database is the embedded one (SQLite).
    pub fn is_embedded(&self) -> bool {
        self.database.reveal().starts_with("sqlite:")
    }

    /// True when the operator gave this key, in the file or in the environment.
    pub fn is_given(&self, key: &'static str) -> bool {
        *self.values.source(key) != Source::Default
    }
}

fn limits(v: &Values) -> Result<Limits, ConfigError> {
    let rate = |key| v.read(key, "must be two numbers as 600/200: a minute / at once", Rate::parse);
    Ok(Limits {
        address: rate("limits.address")?,
        read: rate("limits.read")?,
        write: rate("limits.write")?,
        sign_in: rate("limits.sign_in")?,
        heavy: rate("limits.heavy")?,
    })
}

fn messages(v: &Values, data_dir: &Path) -> Result<MessageGateway, ConfigError> {
    match v.text("messages.kind") {
        "file" => Ok(MessageGateway::File(data_dir.join("messages"))),
        "console" => Ok(MessageGateway::Console),
        "http" => Ok(MessageGateway::Http {
            url: v.read("messages.url", "the http gateway needs an address that begins with http", web_address)?,
            secret: Secret::new(v.read(
                "messages.secret",
                "the http gateway needs a key of 16 characters or more",
                |text| (text.len() >= 16).then(|| text.to_owned()),
            )?),
        }),
        _ => Err(v.bad("messages.kind", "must be file, console or http")),
    }
}

fn font_file(text: &str) -> Option<PathBuf> {
    Some(PathBuf::from(text)).filter(|file| file.is_file())
}
fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
fn yes_or_no(text: &str) -> Option<bool> {
    text.parse().ok()
}
fn within<T: std::str::FromStr + PartialOrd>(low: T, high: T) -> impl Fn(&str) -> Option<T> {
    move |text| text.parse().ok().filter(|n| (&low..=&high).contains(&n))
}
fn lower_case(text: &str) -> Option<String> {
    let fits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase());
    fits.then(|| text.to_owned())
}
fn telephone(text: &str) -> Option<String> {
    let fits = (3..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b"+- ".contains(&b));
    fits.then(|| text.to_owned())
}
fn web_address(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let host = rest.split('/').next().unwrap_or_default();
    let fits = !host.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
    fits.then(|| text.trim_end_matches('/').to_owned())
}
fn tiles(text: &str) -> Option<String> {
    let fits = ["{z}", "{x}", "{y}"].iter().all(|part| text.contains(part));
    web_address(text).filter(|_| fits)
}
fn log_format(text: &str) -> Option<LogFormat> {
    match text {
        "text" => Some(LogFormat::Text),
        "json" => Some(LogFormat::Json),
        _ => None,
    }
}
