//! Staff, roles and tokens set up through pages; the rules explained; nobody comes in without signing in.

use crate::town::*;
use axum::http::StatusCode;
use tb_http::Verb;
use tb_kernel::*;

#[tokio::test]
async fn staff_are_set_up_and_given_roles() {
    let town = Town::open().await;
    town.everybody().await;
    let (city, district) = (town.sign_in("city-officer").await, town.sign_in("district-officer").await);
    let street = HERE.at(Level::Street).to_string();
    let id_no = tb_people::IdNumber::compose(320_102, Day::parse("1990-01-01").unwrap(), 55).text().to_owned();
    let typed = [("name", "吴芳"), ("id_no", id_no.as_str()), ("phone", "13600000055"), ("node", street.as_str()),
        ("username", "wu.fang"), ("password", "short")];
    let reply = town.fill(&district, "/console/staff/new", "/console/staff/new", &typed).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!reply.text().contains("value=\"short\""), "a password is never shown again");
    let typed = [("name", "吴芳"), ("id_no", id_no.as_str()), ("phone", "13600000055"), ("node", street.as_str()),
        ("username", "wu.fang"), ("password", PASSWORD)];
    let shown = town.fill(&district, "/console/staff/new", "/console/staff/new", &typed).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text().contains("<svg") && shown.text().contains("只显示这一次"));
    let html = shown.text();
    let grant = html.split("href=\"/console/staff/").find(|part| part.contains("/grant\"")).unwrap();
    let grant = format!("/console/staff/{}", grant.split('"').next().unwrap());

    // A clerk's role is there at once; an auditor's waits for the second officer.
    let today = town.now().day().to_string();
    let typed = [("role", "site_clerk"), ("node", street.as_str()), ("from", today.as_str()), ("reason", "新同事")];
    assert_eq!(town.fill(&district, &grant, &grant, &typed).await.location(), "/console/staff");
    let node = HERE.at(Level::District).to_string();
    let typed = [("role", "auditor"), ("node", node.as_str()), ("from", today.as_str()), ("reason", "兼任")];
    let approval = town.fill(&district, &grant, &grant, &typed).await.location();
    assert!(approval.starts_with("/console/approvals/"));
    town.fill(&city, &approval, &approval, &[("decision", "yes")]).await.location();
    let list = town.page(&district, "/console/staff").await;
    assert!(list.contains("wu.fang") && list.contains("审计员"), "{}", plain(&list));

    let staff = town.house.people.staff(&Actor::system(), None, "").await.unwrap();
    let one = staff.iter().find(|one| one.username == "wu.fang").unwrap();
    assert_eq!(one.grants.len(), 2);
    let end = format!("/console/grants/{}/end", one.grants[0].id);
    town.fill(&city, &end, &end, &[("reason", "调走")]).await.location();

    // A token is shown once and works; revoked it does not.
    let operator = town.sign_in("operator").await;
    let typed = [("name", "统计"), ("node", "320100000000"), ("days", "30"), ("scopes", "policy:read")];
    let shown = town.fill(&operator, "/console/tokens/new", "/console/tokens/new", &typed).await;
    assert_eq!(shown.status, StatusCode::OK);
    let html = shown.text();
    let token = html.split("id=\"token\">").nth(1).unwrap().split('<').next().unwrap();
    assert!(town.house.people.actor_for_token(token).await.unwrap().is_some());
    let list = town.page(&operator, "/console/tokens").await;
    assert!(!list.contains(token));
    let revoke = list.split("href=\"").find(|part| part.contains("/revoke\"")).unwrap().split('"').next().unwrap().to_owned();
    town.fill(&operator, &revoke, &revoke, &[]).await.location();
    assert!(town.house.people.actor_for_token(token).await.unwrap().is_none());
    town.close().await;
}

#[tokio::test]
async fn the_rules_explain_themselves() {
    let town = Town::open().await;
    town.everybody().await;
    let clerk = town.sign_in("site-clerk").await;
    for act in tb_policy::Act::NAMES {
        for lang in ["zh-CN", "en"] {
            let cookie = format!("{clerk}; tb_lang={lang}");
            let form = town.page(&cookie, &format!("/console/rules/explain?act={act}")).await;
            let plain_facts = tb_policy::Act::plain(act).unwrap().facts();
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("act", act).append_pair("asked", "yes");
            for fact in &plain_facts {
                assert!(form.contains(&format!("name=\"fact-{}\"", fact.name)), "{act} asks for {}", fact.name);
                let value = if fact.name == "item" { "company-chat".to_owned() } else { fact.value.clone() };
                query.append_pair(&format!("fact-{}", fact.name), &value);
            }
            let told = town.page(&cookie, &format!("/console/rules/explain?{}", query.finish())).await;
            assert!(told.contains("/console/rules/article?id="), "{act}: {}", plain(&told));
        }
    }
    let query = "act=register-volunteer&asked=yes&fact-age=12&fact-resident=true&fact-student=true&fact-guardian_confirmed=true";
    let told = town.page(&clerk, &format!("/console/rules/explain?{query}")).await;
    assert!(told.contains("周岁") && told.contains("tb-notice--bad"));
    let wrong = town.page(&clerk, "/console/rules/explain?act=register-volunteer&asked=yes&fact-age=abc").await;
    assert!(wrong.contains("没有看懂"), "{}", plain(&wrong));
    town.close().await;
}

#[tokio::test]
async fn a_visitor_is_led_to_the_way_in() {
    let town = Town::open().await;
    for entry in town.doors.iter().filter(|entry| entry.verb == Verb::Get && !entry.path.contains('{')) {
        let reply = town.get("", entry.path).await;
        assert!(reply.location().starts_with("/sign-in?next="), "{}", entry.path);
    }
    town.close().await;
}
