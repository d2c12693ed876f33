//! The contract of docs/checks-gateway.md against a small register over real HTTP: what goes over the wire, how both sides
//! sign, and that nothing but a signed answer to this question is believed.

mod common;

use common::*;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tb_db::testing::on_both;
use tb_jobs::Job;
use tb_kernel::*;
use tb_policy::Check;
use tb_volunteers::*;

const SECRET: &str = "a secret of both sides";

/// How the register behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Passes,
    Fails,
    Pending,
    Busy,
    Refuses,
    Unsigned,
    WrongKey,
    Stale,
    OtherQuestion,
    Tomorrow,
    Garbage,
    HangsUp,
}

/// What came over the wire.
#[derive(Clone, Debug)]
struct Asked {
    key: String,
    timestamp: String,
    signature: String,
    body: String,
}

/// A register that listens on a port of its own until it is dropped with the process.
struct Register {
    url: String,
    mood: Arc<Mutex<Mood>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    now: Arc<dyn Clock>,
}

impl Register {
    fn open(now: Arc<dyn Clock>) -> Arc<Register> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/checks", listener.local_addr().unwrap());
        let register = Arc::new(Register { url, mood: Arc::new(Mutex::new(Mood::Passes)), asked: Arc::default(), now });
        let serving = register.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serving.serve(stream);
            }
        });
        register
    }
    fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }
    fn serve(&self, mut stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let (mut line, mut length) = (String::new(), 0);
        let mut asked =
            Asked { key: String::new(), timestamp: String::new(), signature: String::new(), body: String::new() };
        while reader.read_line(&mut line).unwrap_or(0) > 0 && !line.trim().is_empty() {
            if let Some((name, value)) = line.trim().split_once(':') {
                let value = value.trim().to_owned();
                match name.to_ascii_lowercase().as_str() {
                    "content-length" => length = value.parse().unwrap(),
                    "idempotency-key" => asked.key = value,
                    "x-timebank-timestamp" => asked.timestamp = value,
                    "x-timebank-signature" => asked.signature = value,
                    _ => {}
                }
            }
            line.clear();
        }
        let mut body = vec![0; length];
        if reader.read_exact(&mut body).is_err() {
            return;
        }
        asked.body = String::from_utf8(body).unwrap();
        let mood = *self.mood.lock().unwrap();
        let answer = self.answer(mood, &asked);
        self.asked.lock().unwrap().push(asked);
        if let Some(answer) = answer {
            let _ = stream.write_all(answer.as_bytes());
        }
    }
    fn answer(&self, mood: Mood, asked: &Asked) -> Option<String> {
        let question: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
        let today = self.now.now().day();
        let result = if mood == Mood::Fails { "failed" } else { "passed" };
        let id =
            if mood == Mood::OtherQuestion { uuid::Uuid::nil().to_string().into() } else { question["id"].clone() };
        let day = if mood == Mood::Tomorrow { today.plus_days(1) } else { today };
        let mut body = serde_json::json!({ "id": id, "result": result, "checked_on": day.to_string() }).to_string();
        let status = match mood {
            Mood::HangsUp => return None,
            Mood::Pending => 202,
            Mood::Busy => 503,
            Mood::Refuses => 422,
            _ => 200,
        };
        if mood == Mood::Garbage {
            body = "<html>".into();
        }
        let late = if mood == Mood::Stale { 3600 } else { 0 };
        let timestamp = (self.now.now().0 / 1_000_000 - late).to_string();
        let secret = if mood == Mood::WrongKey { "another secret" } else { SECRET };
        let signed = match mood {
            Mood::Unsigned => String::new(),
            _ => format!("X-Timebank-Signature: sha256={}\r\n", sign(secret, &timestamp, &body)),
        };
        Some(format!(
            "HTTP/1.1 {status} x\r\nContent-Length: {}\r\nConnection: close\r\nX-Timebank-Timestamp: {timestamp}\r\n{signed}\r\n{body}",
            body.len()
        ))
    }
}

fn gateway(url: &str) -> Arc<HttpCheckGateway> {
    let settings = CheckGatewaySettings { url: url.into(), secret: SECRET.into(), deadline: Duration::from_secs(5) };
    Arc::new(HttpCheckGateway::new(settings))
}

#[tokio::test]
async fn what_goes_over_the_wire_is_what_the_contract_says() {
    let clock: Arc<dyn Clock> = Arc::new(HandClock::at(Instant::parse("2026-11-23T09:00:00+08:00").unwrap()));
    let register = Register::open(clock.clone());
    let question = Question {
        id: uuid::Uuid::from_u128(7),
        number: "C-7K3M9Q2PX".into(),
        kind: Check::SocialInsurance,
        name: "王桂兰".into(),
        id_no: "320102197003040023".into(),
        at: clock.now(),
    };
    let answer = gateway(&register.url).ask(&question).await.unwrap();
    assert!(matches!(answer, Answered::Now(said) if said.checked_on == clock.now().day()));
    let asked = register.asked.lock().unwrap()[0].clone();
    let body: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(body["kind"], "social_insurance");
    assert_eq!((body["name"].as_str(), body["id_no"].as_str()), (Some("王桂兰"), Some("320102197003040023")));
    assert_eq!(body["id"], asked.key.as_str());
    assert_eq!(body.as_object().unwrap().len(), 6, "nothing more than the contract names");
    assert_eq!(asked.timestamp, (clock.now().0 / 1_000_000).to_string());
    assert_eq!(asked.signature, format!("sha256={}", sign(SECRET, &asked.timestamp, &asked.body)));
}

#[tokio::test]
async fn only_a_signed_answer_to_this_question_is_believed() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let person = world.applicant(1).await.person;
        let register = Register::open(world.clock.clone());
        world.house.connect(gateway(&register.url));
        let ask = AskChecks { node: DISTRICT, kinds: [Check::Credit].into(), route: Route::Gateway };
        world.run(&officer(1, DISTRICT), ask).await.unwrap();
        let job = AskRegisters(world.house.clone());
        let state = || async {
            let counts = world.house.request_counts(&officer(1, DISTRICT), DISTRICT).await.unwrap();
            counts[0].state
        };
        let doubtful = [
            Mood::Pending,
            Mood::Busy,
            Mood::Unsigned,
            Mood::WrongKey,
            Mood::Stale,
            Mood::OtherQuestion,
            Mood::Tomorrow,
            Mood::Garbage,
            Mood::HangsUp,
        ];
        for (round, mood) in doubtful.into_iter().enumerate() {
            register.set(mood);
            assert_eq!(job.run().await.unwrap(), 0, "{mood:?}");
            assert_eq!(register.asked.lock().unwrap().len(), round + 1, "{mood:?}: asked once");
            assert_eq!(job.run().await.unwrap(), 0, "{mood:?}: not before its time");
            assert_eq!(register.asked.lock().unwrap().len(), round + 1);
            assert_eq!(state().await, RequestState::Out, "{mood:?}");
            assert!(!world.holds(person, Check::Credit).await, "{mood:?}");
            world.clock.advance(Span::hours(7));
        }
        register.set(Mood::Passes);
        assert_eq!(job.run().await.unwrap(), 1);
        assert_eq!(state().await, RequestState::Answered);
        assert!(world.holds(person, Check::Credit).await);
        world.clock.advance(Span::hours(7));
        assert_eq!(job.run().await.unwrap(), 0);
        let keys: Vec<String> = register.asked.lock().unwrap().iter().map(|asked| asked.key.clone()).collect();
        assert!(keys.iter().all(|key| *key == keys[0]), "one key for every attempt");
        let way = world.house.people.way(&citizen(person), person).await.unwrap();
        assert_eq!(way.history.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_no_is_on_record_and_a_refusal_is_given_up() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let person = world.applicant(1).await.person;
        let register = Register::open(world.clock.clone());
        world.house.connect(gateway(&register.url));
        let officer = officer(1, DISTRICT);
        let ask = |kind: Check| AskChecks { node: DISTRICT, kinds: [kind].into(), route: Route::Gateway };
        let job = AskRegisters(world.house.clone());
        register.set(Mood::Fails);
        world.run(&officer, ask(Check::Offence)).await.unwrap();
        assert_eq!(job.run().await.unwrap(), 1);
        let way = world.house.people.way(&citizen(person), person).await.unwrap();
        assert_eq!(way.history[0].result, tb_people::CheckResult::Failed);
        register.set(Mood::Refuses);
        world.run(&officer, ask(Check::Credit)).await.unwrap();
        assert_eq!(job.run().await.unwrap(), 0);
        let counts = world.house.request_counts(&officer, DISTRICT).await.unwrap();
        let failed = counts.iter().find(|count| count.state == RequestState::Failed).unwrap();
        assert_eq!((failed.kind, failed.requests), (Check::Credit, 1));
    })
    .await;
}
