//! The clerk's day, all of it through pages: an elder and a volunteer are registered, reviewed by an officer, a need is
//! handed in, published, assigned; the clerk witnesses arrival and leaving, calls, confirms; the time arrives.

use crate::town::*;
use axum::http::StatusCode;
use tb_db::Engine;
use tb_kernel::*;
use tb_orders::{OrderState, Submit};
use tb_people::{IdNumber, PeopleFilter};

/// The last part of an address.
fn last(address: &str) -> String {
    address.rsplit('/').next().unwrap().to_owned()
}

async fn register(town: &Town, clerk: &str, kind: &str, name: &str, born: &str, more: &[(&str, &str)]) -> PersonId {
    let id_no = IdNumber::compose(320_102, Day::parse(born).unwrap(), 17).text().to_owned();
    let node = HERE.to_string();
    let mut typed =
        vec![("name", name), ("id_no", id_no.as_str()), ("node", node.as_str()), ("address", "梅园路 1 号")];
    typed.extend([("resident", "yes"), ("consent", "yes")]);
    typed.extend_from_slice(more);
    let page = format!("/console/people/new?kind={kind}");
    let reply = town.fill(clerk, &page, "/console/people/new", &typed).await;
    last(&reply.location()).parse().unwrap()
}

/// The enrolment that waits for this person, from the officer's queue.
async fn approve(town: &Town, officer: &str, checks: &[(&str, &str)]) {
    let queue = town.page(officer, "/console/review").await;
    let link = queue.split("href=\"/console/review/").skip(1).map(|part| part.split('"').next().unwrap());
    let id = link.filter(|id| id.len() == 36).last().expect("somebody waits").to_owned();
    let action = format!("/console/review/{id}/approve");
    let reply = town.fill(officer, &format!("/console/review/{id}"), &action, checks).await;
    assert_eq!(reply.location(), "/console/review");
}

async fn the_day(engine: Engine) {
    let town = Town::over(engine).await;
    town.everybody().await;
    let (clerk, officer) = (town.sign_in("site-clerk").await, town.sign_in("street-officer").await);

    // Everything that is wrong is told at once, and nothing typed is lost.
    let here = HERE.to_string();
    let bad = [
        ("name", "张"),
        ("id_no", "320102196605010011"),
        ("phone", "12"),
        ("address", "梅园路 1 号"),
        ("home", "x"),
        ("node", here.as_str()),
    ];
    let reply = town.fill(&clerk, "/console/people/new?kind=volunteer", "/console/people/new", &bad).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = reply.text();
    for field in ["name", "id_no", "phone", "home", "consent", "claims.healthy"] {
        assert!(html.contains(&format!("href=\"#f-{field}\"")), "{field} is told: {}", plain(&html));
        assert!(html.contains(&format!("id=\"e-{field}\"")), "{field} has its sentence");
    }
    // Nanjing asks for a word about health, not about the record.
    assert!(!html.contains("href=\"#f-claims.good_record\""));
    assert!(html.contains("value=\"梅园路 1 号\""));

    let elder = register(
        &town,
        &clerk,
        "elder",
        "赵秀兰",
        "1942-04-03",
        &[("traits", "living_alone"), ("traits", "empty_nest")],
    )
    .await;
    let said = [("phone", "13900000017"), ("claims.healthy", "yes"), ("claims.good_record", "yes")];
    let volunteer = register(&town, &clerk, "volunteer", "孙建国", "1963-04-03", &said).await;

    // Whoever entered it cannot review it; the clerk has no such button at all.
    let queue = town.page(&clerk, "/console/review").await;
    assert!(queue.contains("赵**") && queue.contains("孙**") && !queue.contains("赵秀兰"));
    approve(
        &town,
        &officer,
        &[
            ("passed", "identity"),
            ("passed", "health"),
            ("passed", "credit"),
            ("passed", "offence"),
            ("resident", "yes"),
            ("trained", "yes"),
            ("exam_percent", "95"),
        ],
    )
    .await;
    approve(&town, &officer, &[("passed", "identity"), ("resident", "yes")]).await;
    town.settle_down().await;
    let elder_actor = Actor::citizen(SessionId(uuid::Uuid::from_u128(1)), elder);
    town.grant(&elder_actor).await;

    // The desk begins to act for the elder; the banner is on every page from then on.
    let person = format!("/console/people/{elder}");
    let reply = town.fill(&clerk, &person, &format!("{person}/act"), &[("how", "publish")]).await;
    assert_eq!(reply.location(), "/publish");
    let acting = town.house.people.actor_for(clerk.trim_start_matches("tb_session=")).await.unwrap().unwrap();
    assert_eq!(acting.acting_for, Some(elder));
    assert!(town.page(&clerk, "/console/today").await.contains("tb-acting"));
    let need = town.need(1);
    let order = town.house.orders.run(&acting, &town.key(), Submit { need, draft: None }).await.unwrap().order;
    town.house.people.stop_acting(&acting, &town.key()).await.unwrap();

    // Published by somebody else than who handed it in.
    let at = |what: &str| format!("/console/orders/{order}/{what}");
    let page = format!("/console/orders/{order}");
    if town.order(order).await.state == OrderState::Submitted {
        let reply = town.fill(&clerk, &at("publish"), &at("publish"), &[]).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
        assert!(reply.text().contains("自己录入的需求要由另一位工作人员审核"));
        assert!(town.page(&officer, "/console/review/orders").await.contains(&page));
        town.fill(&officer, &at("publish"), &at("publish"), &[]).await.location();
    }

    // The ranking names the volunteer with reasons; who may not is there with the article.
    let ranking = town.page(&clerk, &at("candidates")).await;
    assert!(ranking.contains("孙**") && ranking.contains("还没有被邀请过"), "{}", plain(&ranking));
    let reply = town.fill(&clerk, &at("candidates"), &at("invite"), &[("volunteers", &volunteer.to_string())]).await;
    assert_eq!(reply.location(), page);
    assert!(town.page(&clerk, &page).await.contains("等待回复"));
    let reply = town.fill(&clerk, &at("candidates"), &at("invite"), &[]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reply = town.fill(&clerk, &at("candidates"), &at("assign"), &[("handle", "TB2222222")]).await;
    assert!(reply.text().contains("没有找到这个编号的人"));
    let stale = town.page(&clerk, &at("candidates")).await;
    town.fill(&clerk, &at("candidates"), &at("assign"), &[("volunteer", &volunteer.to_string())]).await.location();
    assert_eq!(town.order(order).await.volunteer, Some(volunteer));

    // A page that is no longer true says so.
    let mut fields = hidden(&stale, &at("assign"));
    fields.push(("volunteer".into(), volunteer.to_string()));
    assert_eq!(town.post(&clerk, &at("assign"), &fields).await.status, StatusCode::CONFLICT);
    town.fill(&clerk, &at("agree"), &at("agree"), &[]).await.location();

    // The visit, seen by the clerk.
    town.go_to(town.order(order).await.starts_at).await;
    let clerk = town.sign_in("site-clerk").await;
    let today = town.page(&clerk, "/console/today").await;
    assert!(today.contains(&page) && today.contains("赵**"));
    town.fill(&clerk, &at("check-in"), &at("check-in"), &[]).await.location();
    assert_eq!(town.order(order).await.state, OrderState::Serving);
    town.pass(Span::minutes(town.order(order).await.minutes.0)).await;
    let clerk = town.sign_in("site-clerk").await;
    town.fill(&clerk, &at("check-out"), &at("check-out"), &[]).await.location();
    assert_eq!(town.order(order).await.state, OrderState::Awaiting);

    // Without a call the desk's word does not count.
    let reply = town.fill(&clerk, &at("confirm"), &at("confirm"), &[]).await;
    assert!(reply.text().contains("请先给老人打电话"), "{}", plain(&reply.text()));
    let reply = town.fill(&clerk, &at("call"), &at("call"), &[]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    town.fill(&clerk, &at("call"), &at("call"), &[("call", "yes"), ("note", "老人说很满意")]).await.location();
    town.fill(&clerk, &at("confirm"), &at("confirm"), &[]).await.location();
    let done = town.order(order).await;
    assert_eq!(done.state, OrderState::Settled);
    town.settle_down().await;

    // The order tells it all, the statement has it, the posting opens.
    let html = town.page(&clerk, &page).await;
    for word in ["电话核实", "工作人员见证", "老人说很满意", "已完成", "签到", "签出"] {
        assert!(html.contains(word), "{word}: {}", plain(&html));
    }
    let statement = town.page(&clerk, &format!("/console/people/{volunteer}/ledger")).await;
    assert!(statement.contains("服务结算"), "{}", plain(&statement));
    let posting = town.page(&clerk, &format!("/console/ledger/postings/{}", done.posting.unwrap())).await;
    assert!(posting.contains(&page) && posting.contains("赵**") && posting.contains("孙**"), "{}", plain(&posting));
    let past = town.page(&clerk, &format!("/console/people/{volunteer}/ledger?on=2026-03-01")).await;
    assert!(past.contains("还没有收支"), "{}", plain(&past));

    // Search by what the person has; by part nothing is found.
    for (q, found) in [("孙建国", true), ("13900000017", true), ("孙", false), ("孙建", false)] {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
        let list = town.page(&clerk, &format!("/console/people?{query}")).await;
        assert_eq!(list.contains(&format!("/console/people/{volunteer}")), found, "{q}");
    }
    let number = town.get(&clerk, &format!("/console/find?q={}", done.number)).await;
    assert_eq!(number.location(), page);
    let filter = PeopleFilter { search: Some("孙建国".into()), ..PeopleFilter::default() };
    let found = town.house.people.list(&acting, &filter, None, PageSize::default()).await.unwrap();
    assert_eq!(found.rows.len(), 1);
    town.close().await;
}

#[tokio::test]
async fn a_clerks_day_on_sqlite() {
    the_day(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_clerks_day_on_postgresql() {
    the_day(Engine::Postgres).await;
}
