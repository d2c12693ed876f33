//! Every key there is: its name in the file, its default, what it means. The environment's name follows from it:
//! `log.level` is `TIMEBANK_LOG_LEVEL`.

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct KeyDoc {
    /// As in the file, with dots: `log.level`.
    pub name: &'static str,
    /// As it would stand in the file; empty when there is none.
    pub default: &'static str,
    pub secret: bool,
    pub about: &'static str,
}

const fn key(name: &'static str, default: &'static str, about: &'static str) -> KeyDoc {
    KeyDoc { name, default, secret: false, about }
}

/// Every key, in the order of the document. Keys without a dot come first, as TOML wants it.
pub const KEYS: &[KeyDoc] = &[
    key(
        "data_dir",
        "data",
        "Folder of this installation: the embedded database, the master key, messages written to files. Created at first start.",
    ),
    key("listen", "127.0.0.1:8080", "Address and port to listen on."),
    key(
        "public_url",
        "http://localhost:8080",
        "How people reach this installation; used in links of messages, certificates and check-in codes.",
    ),
    KeyDoc {
        secret: true,
        ..key(
            "database",
            "",
            "Database: `sqlite:<file>` or `postgres://…`. Without it the embedded database `<data_dir>/timebank.db`.",
        )
    },
    key("database_connections", "8", "Connections to the database, 2 to 200."),
    key("city", "nanjing", "Whose rules apply: a folder of the policies."),
    key("policy_dir", "", "Folder with the cities' rules. Without it those built into the program."),
    key(
        "master_key_file",
        "",
        "File with the master key (64 hex digits). Without it `<data_dir>/master.key`, which is created at first start when the database is the embedded one. Keep a copy apart from the database: without it sealed data cannot be read.",
    ),
    key("help_phone", "12345", "The number people call for help; on every page."),
    key(
        "demo",
        "false",
        "Shows that this is a demonstration, with its accounts, on the sign-in page. Never with real people.",
    ),
    key("cookies_secure", "", "Cookies over TLS only. Without it true exactly when `public_url` begins with https."),
    key("trusted_proxies", "[]", "Addresses or networks of proxies whose `X-Forwarded-For` is believed."),
    key("metrics_from", "[\"127.0.0.0/8\", \"::1\"]", "Addresses or networks from which `/metrics` may be read."),
    key("log.format", "text", "`text` for people, `json` for machines."),
    key("log.level", "info", "What is logged: `error`, `warn`, `info`, `debug`, or finer, as `info,sqlx=warn`."),
    key(
        "messages.kind",
        "file",
        "How messages to people leave: `file` (written to `<data_dir>/messages`), `console`, `http` (posted to a gateway).",
    ),
    key("messages.url", "", "Address of the gateway; needed for `http`."),
    KeyDoc {
        secret: true,
        ..key("messages.secret", "", "Key with which messages to the gateway are signed; needed for `http`.")
    },
    key("sessions.citizen_days", "30", "Days without use after which a citizen signs in again, 1 to 90."),
    key("sessions.staff_idle_minutes", "15", "Minutes without use after which staff sign in again, 1 to 60."),
    key("sessions.staff_hours", "8", "Hours after which staff sign in again in any case, 1 to 24."),
    key(
        "sessions.fresh_minutes",
        "5",
        "Minutes for which a repeated sign-in counts as fresh for weighty acts, 1 to 30.",
    ),
    key("limits.address", "6000/2000", "Requests of one address in all: a minute / at once."),
    key("limits.read", "600/200", "Pages and queries of one caller: a minute / at once."),
    key("limits.write", "120/60", "Forms and writes of one caller: a minute / at once."),
    key("limits.sign_in", "10/20", "Attempts to sign in from one address: a minute / at once."),
    key("limits.heavy", "6/6", "Exports and other long work of one caller: a minute / at once."),
    key(
        "map.tiles",
        "",
        "Where map pictures come from, as `https://…/{z}/{x}/{y}.png`. Without it maps show positions only.",
    ),
    key("map.note", "", "Whom the map pictures are owed to; shown on the map."),
    key(
        "print.fonts",
        "[]",
        "Files of fonts for PDF: text, bold, then any with rare characters. Without them a Chinese font of the system is used (Debian: fonts-noto-cjk).",
    ),
];

/// `TIMEBANK_LOG_LEVEL` of `log.level`.
pub(crate) fn env_name(key: &str) -> String {
    format!("TIMEBANK_{}", key.replace('.', "_").to_ascii_uppercase())
}
