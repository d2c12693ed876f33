//! Inboxes, texts on their way out, who looked at whose data, sites.

#![allow(clippy::unwrap_used)] // also where a test only prepares

mod common;

use common::*;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tb_db::testing::on_both;
use tb_jobs::Job;
use tb_journal::{LineFilter, lines};
use tb_kernel::*;
use tb_people::*;
use uuid::Uuid;

#[tokio::test]
async fn an_inbox_is_ones_own() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (a, b) = (world.elder(1).await, world.elder(2).await);
        let people = &world.people;
        let mut tx = people.core.db.begin().await.unwrap();
        let args = vec![("minutes".to_owned(), "60".to_owned())];
        let link = Some("/orders/1".to_owned());
        let message = NewMessage { person: a, kind: "orders-settled".into(), args: args.clone(), link };
        world.clock.advance(Span::seconds(1));
        people.send(&mut tx, people.core.now(), &[message]).await.unwrap();
        let id: MessageId = people.core.id();
        send_message(&mut tx, id, b, people.core.now(), "orders-settled", &[("n", "1".to_owned())], None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let page = people.inbox(&citizen(a), None, PageSize::of(1)).await.unwrap();
        assert_eq!(
            (page.rows[0].kind.as_str(), &page.rows[0].args, page.rows[0].read),
            ("orders-settled", &args, false)
        );
        let rest =
            people.inbox(&citizen(a), Cursor::decode(page.next.as_deref().unwrap()), PageSize::of(5)).await.unwrap();
        assert_eq!(rest.rows.iter().map(|m| m.kind.as_str()).collect::<Vec<_>>(), ["people-told-active"]);
        assert_eq!(people.unread(&mut people.core.db.read(), a).await.unwrap(), 2);
        assert_eq!(code(people.mark_read(&citizen(a), &world.key(), Some(id)).await), "common.not-found");
        assert_eq!(people.mark_read(&citizen(a), &world.key(), Some(page.rows[0].id)).await.unwrap(), 1);
        assert_eq!(people.mark_read(&citizen(a), &world.key(), None).await.unwrap(), 1);
        assert_eq!(people.unread(&mut people.core.db.read(), a).await.unwrap(), 0);
        assert_eq!(people.unread(&mut people.core.db.read(), b).await.unwrap(), 2);
        assert_eq!(code(people.inbox(&Actor::visitor(), None, PageSize::of(5)).await), "common.sign-in");
    })
    .await;
}

#[tokio::test]
async fn whoever_looks_is_seen_by_the_person() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (elder, helper) = (world.elder(3).await, world.volunteer(4).await);
        let people = &world.people;
        let clerk = clerk(1, world.street());
        assert_eq!(faults(people.reveal(&clerk, &world.key(), elder, "").await), ["reason people.missing"]);
        assert_eq!(code(people.reveal(&citizen(helper), &world.key(), elder, "x").await), "common.not-found");
        let auditor = staff(8, Role::Auditor, CITY);
        assert_eq!(code(people.reveal(&auditor, &world.key(), elder, "x").await), "people.not-allowed");
        let operator = staff(8, Role::Operator, CITY);
        assert_eq!(code(people.person_view(&operator, elder).await), "common.not-found");
        let seen = people.reveal(&clerk, &world.key(), elder, "电话回访").await.unwrap();
        let typed = world.elderly(3).person;
        assert_eq!((seen.id_no.as_str(), seen.contact.name.text()), (typed.id_no.as_str(), typed.name.as_str()));

        let order = OrderId(Uuid::from_u128(77));
        let care = ContactChange { care: Some("耳背，请用力敲门".into()), ..ContactChange::default() };
        people.update_contact(&citizen(elder), &world.key(), elder, care).await.unwrap();
        for visiting in [false, true] {
            world.clock.advance(Span::minutes(1));
            let mut tx = people.core.db.begin().await.unwrap();
            let actor = citizen(helper);
            let now = people.core.now();
            let contact = people.contact_for_service(&mut tx, now, &actor, elder, order, visiting).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(contact.address, typed.address);
            assert_eq!(contact.care.is_empty(), !visiting, "care notes are for the visit");
        }
        let looks = people.who_looked(&citizen(elder), elder, None, PageSize::of(5)).await.unwrap().rows;
        let looks: Vec<_> = looks.iter().map(|l| (l.purpose, l.role, l.reason.as_str(), l.order)).collect();
        assert_eq!(
            looks,
            [
                (LookPurpose::Service, None, "", Some(order)),
                (LookPurpose::Reveal, Some(Role::SiteClerk), "电话回访", None),
            ]
        );
        assert_eq!(code(people.who_looked(&citizen(helper), elder, None, PageSize::of(5)).await), "common.not-found");
        let mut tx = people.core.db.read();
        let journal = lines(&mut tx, &LineFilter::Object(elder.0), None, PageSize::of(50)).await.unwrap().rows;
        let of = |action: &str| journal.iter().filter(|l| l.action == action && l.outcome == "ok").count();
        assert_eq!((of("people.reveal"), of("people.contact")), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn nobody_harvests() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let elder = world.elder(5).await;
        let clerk = clerk(1, world.street());
        for _ in 0..60 {
            world.people.reveal(&clerk, &world.key(), elder, "核对").await.unwrap();
        }
        assert_eq!(code(world.people.reveal(&clerk, &world.key(), elder, "核对").await), "people.too-many-reveals");
        world.clock.advance(Span::hours(1));
        world.people.reveal(&clerk, &world.key(), elder, "核对").await.unwrap();
    })
    .await;
}

/// A gateway that answers what it is told, in order.
struct Told(Mutex<Vec<Result<(), GatewayError>>>, Mutex<Vec<Uuid>>);

impl MessageGateway for Told {
    fn send<'a>(&'a self, text: &'a Text) -> Sending<'a> {
        self.1.lock().unwrap().push(text.id);
        let answer = self.0.lock().unwrap().pop().unwrap_or(Ok(()));
        Box::pin(async { answer })
    }
}

#[tokio::test]
async fn a_text_is_tried_again_under_the_same_id_and_then_forgotten() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let elder = world.elder(6).await;
        let people = &world.people;
        let send = || async {
            let mut tx = people.core.db.begin().await.unwrap();
            let sent = people.send_text(&mut tx, people.core.now(), elder, "orders-text-late", vec![]).await.unwrap();
            tx.commit().await.unwrap();
            assert!(sent);
        };
        send().await;
        let later = || Err(GatewayError::Later("status 503".into()));
        let gateway = Arc::new(Told(Mutex::new(vec![Ok(()), later(), later()]), Mutex::default()));
        let job = DeliverTexts::new(people.clone(), gateway.clone());
        assert_eq!(job.run().await.unwrap(), 0);
        assert_eq!(job.run().await.unwrap(), 0, "not before its time");
        assert_eq!(gateway.1.lock().unwrap().len(), 1);
        world.clock.advance(Span::seconds(15));
        assert_eq!(job.run().await.unwrap(), 0);
        world.clock.advance(Span::seconds(30));
        assert_eq!(job.run().await.unwrap(), 1);
        let ids = gateway.1.lock().unwrap().clone();
        assert!(ids.len() == 3 && ids.iter().all(|id| *id == ids[0]));
        // Given up at once when it will never be taken; gone when too late.
        gateway.0.lock().unwrap().push(Err(GatewayError::Never("status 400".into())));
        send().await;
        assert_eq!(job.run().await.unwrap(), 0);
        send().await;
        world.clock.advance(Span::days(1));
        assert_eq!(job.run().await.unwrap(), 0);
        let left: Vec<(i64,)> = people
            .core
            .db
            .read()
            .rows("select cast(count(*) as bigint) from outgoing where payload is not null", vec![])
            .await
            .unwrap();
        assert_eq!(left[0].0, 0, "what was in them is gone");
        world.clock.advance(Span(-1));
        let states = people.text_states().await.unwrap();
        assert_eq!(states, [("expired".to_owned(), 1), ("failed".to_owned(), 1)]);
    })
    .await;
}

/// Answers one request with `status` and gives back what was asked.
fn listen(status: &'static str) -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/texts", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let mut request = Vec::new();
        let mut part = [0u8; 4096];
        loop {
            let read = stream.read(&mut part).unwrap();
            request.extend(&part[..read]);
            let text = String::from_utf8_lossy(&request).into_owned();
            let length = text
                .to_lowercase()
                .split("content-length: ")
                .nth(1)
                .and_then(|rest| rest.split("\r\n").next().and_then(|n| n.trim().parse::<usize>().ok()));
            let body = text.split_once("\r\n\r\n").map(|(_, body)| body.len());
            if read == 0 || (length.is_some() && body >= length) {
                let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                stream.write_all(answer.as_bytes()).unwrap();
                return text;
            }
        }
    });
    (url, thread)
}

#[tokio::test]
async fn the_http_gateway_signs_what_it_posts() {
    let settings = |url: String| HttpGatewaySettings { url, secret: "shared".into(), deadline: Duration::from_secs(5) };
    let text = Text {
        id: Uuid::from_u128(9),
        phone: "15400000001".into(),
        template: "people-text-code".into(),
        args: vec![("code".into(), "123456".into())],
        at: Instant::parse("2026-11-23T09:00:00+08:00").unwrap(),
    };
    let (url, thread) = listen("202 Accepted");
    assert_eq!(HttpGateway::new(settings(url)).send(&text).await, Ok(()));
    let request = thread.join().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let head = head.to_lowercase();
    assert!(head.starts_with("post /texts http/1.1"), "{head}");
    assert!(head.contains("idempotency-key: 00000000-0000-0000-0000-000000000009"));
    assert!(head.contains("x-timebank-timestamp: 1795395600\r\n"), "{head}");
    let json: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!((json["to"].as_str(), json["args"]["code"].as_str()), (Some("15400000001"), Some("123456")));
    let signature = {
        use hmac::{Hmac, KeyInit, Mac};
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"shared").unwrap();
        mac.update(format!("1795395600.{body}").as_bytes());
        tb_crypto::hex(&mac.finalize().into_bytes())
    };
    assert!(head.contains(&format!("x-timebank-signature: sha256={signature}")), "{head}");

    let (url, thread) = listen("500 Oops");
    let failed = HttpGateway::new(settings(url)).send(&text).await;
    assert_eq!(failed, Err(GatewayError::Later("status 500".into())));
    thread.join().unwrap();
    let (url, thread) = listen("422 No");
    assert!(matches!(HttpGateway::new(settings(url)).send(&text).await, Err(GatewayError::Never(_))));
    thread.join().unwrap();
    let nobody = settings("http://127.0.0.1:1/".into());
    let failed = HttpGateway::new(nobody).send(&text).await;
    assert_eq!(failed, Err(GatewayError::Later("no answer".into())));
}

#[tokio::test]
async fn the_outbox_file_gets_one_line_for_each_text() {
    let path = std::env::temp_dir().join(format!("timebank-outbox-{}.jsonl", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let outbox = OutboxFile::new(&path);
    for n in 0..2u128 {
        let text = Text {
            id: Uuid::from_u128(n),
            phone: "15400000001".into(),
            template: "people-text-code".into(),
            args: vec![("code".into(), format!("{n:06}"))],
            at: Instant(0),
        };
        outbox.send(&text).await.unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let codes: Vec<serde_json::Value> = written.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(codes.iter().map(|c| c["args"]["code"].as_str().unwrap()).collect::<Vec<_>>(), ["000000", "000001"]);
}

#[tokio::test]
async fn sites_are_public_and_opened_by_officers() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let input = || SiteInput {
            node: Some(world.street()),
            name: "梅园服务点".into(),
            address: "汉府街 3 号".into(),
            point: tb_places::Point::new(118.797, 32.049),
            phone: "025-83201234".into(),
            hours: "周一至周五 9:00–17:00".into(),
        };
        let open = |actor: Actor, input: SiteInput| {
            let (people, key) = (world.people.clone(), world.key());
            async move { people.open_site(&actor, &key, input).await }
        };
        assert_eq!(faults(open(officer(1, DISTRICT), SiteInput::default()).await).len(), 6);
        assert_eq!(code(open(clerk(1, world.street()), input()).await), "people.not-allowed");
        assert_eq!(code(open(officer(1, OTHER_DISTRICT), input()).await), "common.not-found");
        let high = SiteInput { node: Some(DISTRICT), ..input() };
        assert_eq!(faults(open(officer(1, DISTRICT), high).await), ["node people.street-needed"]);
        let id = open(officer(1, DISTRICT), input()).await.unwrap();
        assert_eq!(world.people.sites(CITY).await.unwrap().len(), 1);
        assert!(world.people.sites(OTHER_DISTRICT).await.unwrap().is_empty());
        let site = world.people.site(id).await.unwrap();
        assert_eq!((site.name.as_str(), site.point), ("梅园服务点", tb_places::Point::new(118.797, 32.049)));
    })
    .await;
}

#[tokio::test]
async fn housekeeping_clears_what_has_run_out() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        world.code("15400000001").await;
        let job = Housekeeping::new(world.people.clone());
        assert_eq!(job.run().await.unwrap(), 0);
        world.clock.advance(Span::days(3));
        assert!(job.run().await.unwrap() >= 4, "code, count and two turns");
    })
    .await;
}
