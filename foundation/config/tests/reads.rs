//! The configuration from its sources: what wins, what is refused and in which words, what is hidden.

#![allow(clippy::unwrap_used)] // helpers of a test

use std::path::{Path, PathBuf};
use tb_config::{Config, ConfigError, LogFormat, MessageGateway, Network, Rate, schema};
use tb_kernel::{Entropy, Span};

struct Folder(PathBuf);
impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("timebank-config-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
    fn write(&self, text: &str) -> PathBuf {
        let file = self.0.join("timebank.toml");
        std::fs::write(&file, text).unwrap();
        file
    }
}
impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn env(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
fn complaint(file: Option<&Path>, pairs: &[(&str, &str)]) -> String {
    Config::load(file, env(pairs)).unwrap_err().to_string()
}

#[test]
fn nothing_given_is_the_embedded_default() {
    let config = Config::load(None, env(&[("PATH", "/bin"), ("TIMEBANK_TEST_POSTGRES", "x")])).unwrap();
    assert_eq!(config.database.reveal(), "sqlite:data/timebank.db");
    assert_eq!(config.master_key_file, Path::new("data/master.key"));
    assert_eq!(config.limits, tb_config::Limits::default());
    assert_eq!(config.sessions.citizen_idle, Span::days(30));
    assert_eq!(config.messages, MessageGateway::File("data/messages".into()));
    assert!(config.is_embedded() && !config.cookies_secure && !config.demo);
    assert!(config.metrics_from[0].contains("127.0.0.1".parse().unwrap()));
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let folder = Folder::new("wins");
    let file = folder.write(
        "city = \"wuhan\"\nlisten = \"0.0.0.0:80\"\npublic_url = \"https://bank.example/\"\n\
         trusted_proxies = [\"10.0.0.0/8\", \"::1\"]\n[log]\nformat = \"json\"\n[limits]\nread = \"5/2\"\n",
    );
    let config =
        Config::load(Some(&file), env(&[("TIMEBANK_CITY", "beijing"), ("TIMEBANK_LOG_LEVEL", "debug")])).unwrap();
    assert_eq!((config.city.as_str(), config.listen.port()), ("beijing", 80));
    assert_eq!((config.log.format, config.log.level.as_str()), (LogFormat::Json, "debug"));
    assert_eq!(config.limits.read, Rate { per_minute: 5, burst: 2 });
    assert_eq!(config.trusted_proxies, [Network::parse("10.0.0.0/8").unwrap(), Network::parse("::1").unwrap()]);
    assert_eq!(config.public_url, "https://bank.example");
    assert!(config.cookies_secure, "https means secure cookies");
    assert!(config.is_given("city") && !config.is_given("demo"));
}

#[test]
fn a_bad_value_says_where_it_comes_from() {
    let folder = Folder::new("bad");
    let file = folder.write("listen = \"nowhere\"\n");
    let text = complaint(Some(&file), &[]);
    assert!(text.contains("`listen` = \"nowhere\"") && text.contains("timebank.toml"), "{text}");
    let text = complaint(None, &[("TIMEBANK_SESSIONS_STAFF_HOURS", "100")]);
    assert!(text.contains("the environment, TIMEBANK_SESSIONS_STAFF_HOURS") && text.contains("1 to 24"), "{text}");
    for (name, value) in [
        ("TIMEBANK_DATABASE", "mysql://x"),
        ("TIMEBANK_DATABASE_CONNECTIONS", "0"),
        ("TIMEBANK_DEMO", "yes"),
        ("TIMEBANK_CITY", "../etc"),
        ("TIMEBANK_LIMITS_READ", "0/1"),
        ("TIMEBANK_TRUSTED_PROXIES", "10.0.0.0/8, x"),
        ("TIMEBANK_MESSAGES_KIND", "http"),
        ("TIMEBANK_MAP_TILES", "https://tiles.example/"),
        ("TIMEBANK_PUBLIC_URL", "bank.example"),
        ("TIMEBANK_DATA_DIR", ""),
    ] {
        assert!(matches!(Config::load(None, env(&[(name, value)])), Err(ConfigError::Bad { .. })), "{name}={value}");
    }
}

#[test]
fn an_unknown_key_is_named_with_its_file() {
    let folder = Folder::new("unknown");
    let file = folder.write("[limits]\nreed = \"1/1\"\n");
    let text = complaint(Some(&file), &[]);
    assert!(
        text.contains("`limits.reed`") && text.contains("timebank.toml") && text.contains("`limits.read`"),
        "{text}"
    );
    let text = complaint(None, &[("TIMEBANK_LISTENS", "x")]);
    assert!(text.contains("TIMEBANK_LISTENS") && text.contains("did you mean `listen`?"), "{text}");
    assert!(complaint(Some(&folder.write("a = [")), &[]).contains("is not TOML"));
    assert!(complaint(Some(&folder.0.join("none")), &[]).contains("cannot be read"));
}

#[test]
fn secrets_do_not_print() {
    let pairs = [
        ("TIMEBANK_DATABASE", "postgres://bank:tower@db/bank"),
        ("TIMEBANK_MESSAGES_KIND", "http"),
        ("TIMEBANK_MESSAGES_URL", "https://sms.example"),
        ("TIMEBANK_MESSAGES_SECRET", "bridge-bridge-bridge"),
    ];
    let config = Config::load(None, env(&pairs)).unwrap();
    for text in [config.printed(), format!("{config:?}")] {
        assert!(!text.contains("tower") && !text.contains("bridge"), "{text}");
    }
    let text = complaint(None, &[("TIMEBANK_DATABASE", "tower")]);
    assert!(!text.contains("tower") && text.contains("***"), "{text}");
}

#[test]
fn what_is_printed_reads_back() {
    let folder = Folder::new("printed");
    let first =
        Config::load(None, env(&[("TIMEBANK_CITY", "qingdao"), ("TIMEBANK_METRICS_FROM", "10.1.0.0/16")])).unwrap();
    let printed = first.printed();
    assert!(printed.contains("city = \"qingdao\"  # the environment, TIMEBANK_CITY"), "{printed}");
    let again = Config::load(Some(&folder.write(&printed)), []).unwrap();
    assert_eq!((again.city.as_str(), again.metrics_from), ("qingdao", first.metrics_from));
}

#[test]
fn the_master_key_is_made_once_and_only_for_the_embedded_default() {
    let folder = Folder::new("master");
    let entropy = Entropy::seeded(1);
    let data = folder.0.join("data").display().to_string();
    let embedded = Config::load(None, env(&[("TIMEBANK_DATA_DIR", &data)])).unwrap();
    let made = embedded.master_key(&entropy).unwrap();
    assert!(made.created && !made.open_to_others);
    let read = embedded.master_key(&entropy).unwrap();
    assert!(!read.created && read.hex == made.hex);

    std::fs::remove_file(&embedded.master_key_file).unwrap();
    let served = [("TIMEBANK_DATA_DIR", data.as_str()), ("TIMEBANK_DATABASE", "postgres://db/bank")];
    let text = Config::load(None, env(&served)).unwrap().master_key(&entropy).unwrap_err().to_string();
    assert!(text.contains("does not exist"), "{text}");
    let elsewhere = Config::load(None, env(&[("TIMEBANK_MASTER_KEY_FILE", "/nowhere/key")])).unwrap();
    assert!(elsewhere.master_key(&entropy).is_err());
    std::fs::write(&embedded.master_key_file, "short").unwrap();
    assert!(embedded.master_key(&entropy).unwrap_err().to_string().contains("64 hex digits"));
}

/// `TIMEBANK_TEST_WRITE=1 cargo test -p tb-config` writes the document anew.
#[test]
fn the_document_is_what_the_program_reads() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operations/configuration.md");
    if std::env::var_os("TIMEBANK_TEST_WRITE").is_some() {
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(&place, schema()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(place).unwrap(), schema());
}
