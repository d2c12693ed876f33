//! The program as an operator meets it: words in, words and exit codes out.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own for one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("timebank-cli-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }
    fn path(&self) -> &Path {
        &self.0
    }
}
impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn timebank(folder: &Folder, words: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timebank"));
    command.args(words).current_dir(folder.path()).env_clear().env("LANG", "en_US.UTF-8");
    command.envs(environment.iter().copied()).output().expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_configuration_is_told_without_its_secrets() {
    let folder = Folder::new("config");
    let secrets = [
        ("TIMEBANK_DATABASE", "postgres://timebank:very-secret@db.example/timebank"),
        ("TIMEBANK_MESSAGES_SECRET", "0123456789-secret"),
    ];
    let told = timebank(&folder, &["config"], &secrets);
    assert!(told.status.success(), "{}", err(&told));
    assert!(!out(&told).contains("secret@") && !out(&told).contains("0123456789-secret"));
    assert!(out(&told).contains("database = \"***\"") && out(&told).contains("TIMEBANK_DATABASE"));
    let wrong = timebank(&folder, &["config"], &[("TIMEBANK_LISTNE", "127.0.0.1:1")]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(err(&wrong).contains("did you mean `listen`"), "{}", err(&wrong));
}

#[test]
fn the_shipped_rules_are_sound_and_a_contradiction_is_named() {
    let folder = Folder::new("policy");
    let sound = timebank(&folder, &["policy", "check"], &[]);
    assert!(sound.status.success(), "{}{}", out(&sound), err(&sound));
    for city in ["nanjing", "beijing", "qingdao", "wuhan"] {
        assert!(out(&sound).contains(city), "{city}");
    }
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/beijing");
    copy(&shipped, &folder.path().join("beijing"));
    // A cap of 1,500 hours beside a promise at 10,000: people would serve for years towards what cannot happen.
    let file = folder.path().join("beijing/2022/parameters.toml");
    let text = std::fs::read_to_string(&file).expect("the copy").replace("[balance_cap]", "[balance_cap]\ncap = 90000");
    std::fs::write(&file, text).expect("the change");
    let wrong = timebank(&folder, &["policy", "check", "beijing/"], &[]);
    assert_eq!(wrong.status.code(), Some(3), "{}{}", out(&wrong), err(&wrong));
    assert!(out(&wrong).contains("policy.check-entitlement-cap"), "{}", out(&wrong));
    assert_eq!(timebank(&folder, &["policy", "check", "atlantis"], &[]).status.code(), Some(1));
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder of rules") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a file is copied");
        }
    }
}

#[test]
fn a_decision_is_explained_by_its_article() {
    let folder = Folder::new("explain");
    let words =
        ["policy", "explain", "--city", "nanjing", "--act", "redeem", "--fact", "age=59", "--day", "2026-11-21"];
    let young = timebank(&folder, &words, &[]);
    assert!(young.status.success(), "{}", err(&young));
    assert!(out(&young).contains("refused") && out(&young).contains("NJ-2022-24/6.1"), "{}", out(&young));
    let old = timebank(&folder, &[&words[..7], &["age=60", "--day", "2026-11-21"]].concat(), &[]);
    assert!(out(&old).contains("allowed"), "{}", out(&old));
    let odd =
        timebank(&folder, &["policy", "explain", "--city", "nanjing", "--act", "redeem", "--fact", "shoe=43"], &[]);
    assert_eq!(odd.status.code(), Some(1));
    assert!(err(&odd).contains("shoe"), "{}", err(&odd));
}

#[test]
fn a_demonstration_is_made_kept_verified_and_never_overwrites_a_bank() {
    let folder = Folder::new("demo");
    let words = ["demo", "--city", "qingdao", "--people", "30", "--days", "5", "--data-dir", "d", "--no-serve"];
    let made = timebank(&folder, &words, &[]);
    assert!(made.status.success(), "{}", err(&made));
    assert!(err(&made).contains("day 5 of 5") && out(&made).contains("Auditor"), "{}{}", err(&made), out(&made));
    let kept = timebank(&folder, &words, &[]);
    assert!(kept.status.success() && err(&kept).contains("Using the demonstration"), "{}", err(&kept));
    assert_eq!(out(&made), out(&kept), "the same people");

    let database = [("TIMEBANK_DATA_DIR", "d"), ("TIMEBANK_CITY", "qingdao")];
    let verified = timebank(&folder, &["verify"], &database);
    assert!(verified.status.success(), "{}{}", out(&verified), err(&verified));
    assert!(out(&verified).contains("Conservation") && out(&verified).contains(" 0 wrong"), "{}", out(&verified));

    let other = timebank(&folder, &[&words[..9], &["--seed", "2", "--no-serve"]].concat(), &[]);
    assert_eq!(other.status.code(), Some(1));
    assert!(err(&other).contains("--fresh"), "{}", err(&other));

    std::fs::remove_file(folder.path().join("d/demo.json")).expect("the mark");
    let bank = timebank(&folder, &[&words[..], &["--fresh"]].concat(), &[]);
    assert_eq!(bank.status.code(), Some(1), "a bank without the mark is not a demonstration");
    assert!(err(&bank).contains("not a demonstration"), "{}", err(&bank));
    assert!(folder.path().join("d/timebank.db").exists());
}

#[test]
fn the_first_officer_is_made_once_and_a_weak_password_is_told_in_words() {
    let folder = Folder::new("user");
    let id = tb_people::IdNumber::compose(320_102, tb_kernel::Day::parse("1980-05-01").expect("a day"), 904);
    let words = [
        "user",
        "create-admin",
        "--name",
        "王芳",
        "--id-number",
        id.text(),
        "--phone",
        "15400000001",
        "--username",
        "wang.fang",
        "--password-stdin",
    ];
    let run = |password: &str| {
        use std::io::Write;
        use std::process::Stdio;
        let mut child = Command::new(env!("CARGO_BIN_EXE_timebank"))
            .args(words)
            .current_dir(folder.path())
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        child.stdin.take().expect("a pipe").write_all(password.as_bytes()).expect("the password is read");
        child.wait_with_output().expect("it ends")
    };
    let weak = run("1234");
    assert_eq!(weak.status.code(), Some(1));
    assert!(err(&weak).contains("password"), "{}", err(&weak));
    let made = run("长城 2026 万里");
    assert!(made.status.success(), "{}", err(&made));
    assert!(out(&made).contains("otpauth://totp/"), "{}", out(&made));
    let again = run("长城 2026 万里");
    assert_eq!(again.status.code(), Some(1), "there is a city officer already");
}

#[test]
fn the_program_says_what_it_is() {
    let folder = Folder::new("version");
    let told = timebank(&folder, &["version"], &[]);
    assert!(told.status.success() && out(&told).contains("NJ-2022-24"), "{}", out(&told));
    assert_eq!(timebank(&folder, &["no-such-command"], &[]).status.code(), Some(2));
    assert!(out(&timebank(&folder, &["--help"], &[])).contains("Exit codes"));
}

#[test]
fn every_door_is_listed_with_who_may_come() {
    let folder = Folder::new("doors");
    let told = timebank(&folder, &["doors"], &[]);
    assert!(told.status.success(), "{}", err(&told));
    let list = out(&told);
    let has = |line: &str| list.lines().any(|one| one == line);
    assert!(has("GET\t/sites\tpublic.sites\tpage\teverybody"), "{list}");
    assert!(list.contains("POST\t/publish\t"), "{list}");
    assert!(list.contains("\tapi\tscope orders:write") && list.contains("site_clerk"), "{list}");
    assert!(!list.contains("/demo"), "the one-press sign-in stands open in demonstrations alone");
    assert!(out(&timebank(&folder, &["doors", "--demo"], &[])).contains("POST\t/demo\t"));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is left behind");
}
