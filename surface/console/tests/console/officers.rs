//! What takes two: programmes, grants, roles, taking back; and what leaves a line: unmasking, printing a card.

use crate::town::*;
use axum::http::StatusCode;
use tb_journal::{LineFilter, lines};
use tb_kernel::*;
use tb_orders::OrderState;

#[tokio::test]
async fn unmasking_needs_a_reason_and_leaves_a_line_for_the_person() {
    let town = Town::open().await;
    town.everybody().await;
    let elder = town.elder().await;
    let id = elder.person.unwrap();
    let clerk = town.sign_in("site-clerk").await;
    let person = format!("/console/people/{id}");
    let masked = town.page(&clerk, &person).await;
    assert!(masked.contains("张**") && !masked.contains("张桂英") && !masked.contains("和平路"));

    let action = format!("{person}/reveal");
    let reply = town.fill(&clerk, &action, &action, &[("reason", " ")]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!reply.text().contains("张桂英"));
    let reply = town.fill(&clerk, &action, &action, &[("reason", "核对地址")]).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(reply.text().contains("张桂英") && reply.text().contains("和平路"));

    let looks = town.page(&clerk, &format!("{person}/looks")).await;
    assert!(looks.contains("核对地址") && looks.contains("周**"));
    let seen = town.house.people.who_looked(&elder, id, None, PageSize::default()).await.unwrap();
    assert_eq!((seen.rows.len(), seen.rows[0].reason.as_str()), (1, "核对地址"));

    let card = town.fill(&clerk, &person, &format!("{person}/card"), &[]).await;
    assert_eq!(card.status, StatusCode::OK);
    let code = tb_crypto::card_code(&town.house.keys, id.0.as_bytes(), 1);
    assert!(card.text().contains(&format!("{} {}", &code[..4], &code[4..])));
    let journal =
        lines(&mut town.house.core.db.read(), &LineFilter::Object(id.0), None, PageSize::of(200)).await.unwrap();
    let count = |action: &str| journal.rows.iter().filter(|line| line.action == action).count();
    assert_eq!((count("people.reveal"), count("people.print-card")), (2, 1), "the refused try has its line too");

    let auditor = town.sign_in("auditor").await;
    let log = town.page(&auditor, "/console/audit?action=people.reveal").await;
    assert!(
        log.contains("核对地址") && log.contains("people.missing") || log.contains("common.invalid"),
        "{}",
        plain(&log)
    );
    let refused = town.page(&auditor, "/console/audit?action=people.reveal&refused=yes").await;
    assert!(!refused.contains("核对地址"));

    // The id that the answer (and the log) carried leads to its line, and to no other.
    let reply = town.fill(&clerk, &action, &action, &[("reason", "核对电话")]).await;
    let request = reply.header("x-request-id").to_owned();
    let found = town.page(&auditor, &format!("/console/audit?request={request}")).await;
    assert!(found.contains("核对电话") && !found.contains("核对地址"), "{}", plain(&found));
    let nothing = town.page(&auditor, "/console/audit?request=nonsense").await;
    assert!(!nothing.contains("核对电话"));
    town.close().await;
}

#[tokio::test]
async fn a_programme_and_a_grant_need_two_officers() {
    let town = Town::open().await;
    town.everybody().await;
    let elder = town.person("钱秀英", 84, HERE, Town::elder_claims()).await;
    let (maker, checker) = (town.sign_in("district-officer").await, town.sign_in("city-officer").await);
    let district = HERE.at(Level::District).to_string();
    let typed =
        [("name", "重点老人"), ("code", "KEY"), ("budget", "100"), ("node", district.as_str()), ("reason", "年度")];
    let reply = town.fill(&maker, "/console/giving/new", "/console/giving/new", &typed).await;
    assert!(reply.text().contains("代码只能用小写字母"));
    let typed =
        [("name", "重点老人"), ("code", "key"), ("budget", "100"), ("node", district.as_str()), ("reason", "年度")];
    let approval = town.fill(&maker, "/console/giving/new", "/console/giving/new", &typed).await.location();

    // The frozen request is shown; who asked cannot decide.
    let own = town.page(&maker, &approval).await;
    assert!(own.contains("重点老人") && own.contains("6000") && !own.contains(&format!("action=\"{approval}\"")));
    let key = hidden(&town.page(&maker, "/console/giving/new").await, "/console/giving/new");
    let mut forced = key.clone();
    forced.push(("decision".into(), "yes".into()));
    let reply = town.post(&maker, &approval, &forced).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert!(reply.text().contains("自己提出的要由另一位工作人员决定"));
    let reply = town.fill(&checker, &approval, &approval, &[("decision", "no")]).await;
    assert!(reply.text().contains("不同意时请说明理由"));
    assert_eq!(
        town.fill(&checker, &approval, &approval, &[("decision", "yes")]).await.location(),
        "/console/approvals"
    );
    let list = town.page(&maker, "/console/giving").await;
    let grant = format!("/console/giving/{}/grant", town.programme().await);
    assert!(list.contains("重点老人") && list.contains(&grant));

    // The list of who may receive is judged; the chosen ones are granted once a second officer agrees.
    let id = elder.person.unwrap().to_string();
    let page = town.page(&maker, &grant).await;
    assert!(page.contains("钱**") && page.contains(&format!("value=\"{id}\"")), "{}", plain(&page));
    town.fill(&maker, &grant, &grant, &[("people", &id), ("reason", "三月")]).await.location();
    let waiting = town.page(&checker, "/console/approvals").await;
    let approval = waiting.split("href=\"/console/approvals/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let approval = format!("/console/approvals/{approval}");
    assert!(town.page(&checker, &approval).await.contains("钱**"));
    town.fill(&checker, &approval, &approval, &[("decision", "yes"), ("reason", "已核对")]).await.location();
    let page = town.page(&maker, &grant).await;
    assert!(!page.contains(&format!("value=\"{id}\"")) && page.contains("已经发放过 1 人"), "{}", plain(&page));
    let held = tb_ledger::balances(&mut town.house.core.db.read(), AccountId(elder.person.unwrap().0)).await.unwrap();
    assert!(held.granted_free.is_positive());
    let books = town.page(&checker, "/console/ledger").await;
    assert!(books.contains("账目平衡") && books.contains("重点老人"));
    town.close().await;
}

#[tokio::test]
async fn a_settled_order_is_taken_back_by_two() {
    let town = Town::open().await;
    town.everybody().await;
    let (elder, volunteer) = (town.elder().await, town.volunteer().await);
    let order = town.settled(&elder, &volunteer).await;
    let (maker, checker) = (town.sign_in("street-officer").await, town.sign_in("district-officer").await);
    let action = format!("/console/orders/{order}/revoke");
    let reply = town.fill(&maker, &action, &action, &[("reason", "")]).await;
    assert!(reply.text().contains("请说明理由"));
    town.fill(&maker, &action, &action, &[("reason", "重复录入")]).await.location();
    let waiting = town.page(&checker, "/console/approvals").await;
    let approval = waiting.split("href=\"/console/approvals/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let approval = format!("/console/approvals/{approval}");
    town.fill(&checker, &approval, &approval, &[("decision", "yes")]).await.location();
    let after = town.order(order).await;
    assert_eq!(after.state, OrderState::Revoked);
    let posting = town.page(&checker, &format!("/console/ledger/postings/{}", after.posting.unwrap())).await;
    assert!(posting.contains("被这一笔冲正"), "{}", plain(&posting));
    let html = town.page(&maker, &format!("/console/orders/{order}")).await;
    assert!(html.contains("已撤销") && html.contains("重复录入"));
    town.close().await;
}

#[tokio::test]
async fn staff_are_set_up_and_given_roles() {
    let town = Town::open().await;
    town.everybody().await;
    let (city, district) = (town.sign_in("city-officer").await, town.sign_in("district-officer").await);
    let street = HERE.at(Level::Street).to_string();
    let id_no = tb_people::IdNumber::compose(320_102, Day::parse("1990-01-01").unwrap(), 55).text().to_owned();
    let typed = [
        ("name", "吴芳"),
        ("id_no", id_no.as_str()),
        ("phone", "13600000055"),
        ("node", street.as_str()),
        ("username", "wu.fang"),
        ("password", "short"),
    ];
    let reply = town.fill(&district, "/console/staff/new", "/console/staff/new", &typed).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!reply.text().contains("value=\"short\""), "a password is never shown again");
    let typed = [
        ("name", "吴芳"),
        ("id_no", id_no.as_str()),
        ("phone", "13600000055"),
        ("node", street.as_str()),
        ("username", "wu.fang"),
        ("password", PASSWORD),
    ];
    let shown = town.fill(&district, "/console/staff/new", "/console/staff/new", &typed).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text().contains("<svg") && shown.text().contains("只显示这一次"));
    let html = shown.text();
    let grant = html.split("href=\"/console/staff/").find(|part| part.contains("/grant\"")).unwrap();
    let grant = format!("/console/staff/{}", grant.split('"').next().unwrap());

    // A clerk's role waits for the clerk's own yes; a supervisor's for the second officer first.
    let today = town.now().day().to_string();
    let typed = [("role", "site_clerk"), ("node", street.as_str()), ("from", today.as_str()), ("reason", "新同事")];
    assert_eq!(town.fill(&district, &grant, &grant, &typed).await.location(), "/console/staff");
    let node = HERE.at(Level::District).to_string();
    let typed = [("role", "supervisor"), ("node", node.as_str()), ("from", today.as_str()), ("reason", "兼任")];
    let approval = town.fill(&district, &grant, &grant, &typed).await.location();
    assert!(approval.starts_with("/console/approvals/"));
    town.fill(&city, &approval, &approval, &[("decision", "yes")]).await.location();
    let list = town.page(&district, "/console/staff").await;
    assert!(list.contains("wu.fang") && list.contains("监督员") && list.contains("待本人确认"), "{}", plain(&list));

    let staff = town.house.people.staff(&Actor::system(), None, "").await.unwrap();
    let one = staff.iter().find(|one| one.username == "wu.fang").unwrap();
    assert_eq!(one.grants.len(), 2);

    // The invited person may come in, sees only the invitation, says yes, and then works.
    let key = html.split("class=\"tb-secret").nth(1).map(str::to_owned);
    drop(key);
    let invited = town.enter(one.person, "wu-fang-session").await;
    assert_eq!(town.get(&invited, "/console/people").await.status, StatusCode::NOT_FOUND);
    let own = town.page(&invited, "/console/self/roles").await;
    assert!(own.contains("站点工作人员") && own.contains("接受"), "{}", plain(&own));
    let clerk_grant = one.grants.iter().find(|grant| grant.role == Role::SiteClerk).unwrap().id;
    let answer = format!("/console/self/roles/{clerk_grant}");
    town.fill(&invited, "/console/self/roles", &answer, &[("answer", "yes")]).await.location();
    assert_eq!(town.get(&invited, "/console/people").await.status, StatusCode::OK);
    let stranger = town.sign_in("street-officer").await;
    let forced = hidden(&town.page(&stranger, "/console/self").await, "/console/self/password");
    assert_eq!(
        town.post(&stranger, &answer, &forced).await.status,
        StatusCode::NOT_FOUND,
        "nobody says yes for others"
    );

    // The three administrators are three people.
    let typed = [("role", "operator"), ("node", "320100000000"), ("from", today.as_str()), ("reason", "兼任")];
    let both = town.fill(&city, &grant, &grant, &typed).await;
    assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(both.text().contains("三员不能由一人兼任"), "{}", plain(&both.text()));

    // The security administrator locks the account: its session is gone, and nobody signs in with it.
    let security = town.sign_in("security-admin").await;
    let account = format!("/console/staff/{}/account", one.person);
    let lock = format!("/console/staff/{}/lock", one.person);
    assert!(town.page(&security, &account).await.contains("锁定账号"));
    let again = town.fill(&security, &account, &lock, &[("reason", " ")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    town.fill(&security, &account, &lock, &[("reason", "手机丢失")]).await.location();
    assert_eq!(town.get(&invited, "/console/people").await.status, StatusCode::SEE_OTHER, "the session ended");
    let unlock = format!("/console/staff/{}/unlock", one.person);
    town.fill(&security, &account, &unlock, &[("reason", "已找回")]).await.location();
    for closed in ["/console/people", "/console/orders", "/console/audit", "/console/system"] {
        assert_eq!(town.get(&security, closed).await.status, StatusCode::NOT_FOUND, "{closed} is not hers");
    }
    let audit = town.sign_in("audit-admin").await;
    assert!(town.page(&audit, "/console/audit?action=people.lock-staff").await.contains("手机丢失"));
    for closed in ["/console/people", "/console/staff", "/console/system"] {
        assert_eq!(town.get(&audit, closed).await.status, StatusCode::NOT_FOUND, "{closed} is not hers");
    }
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
    let revoke =
        list.split("href=\"").find(|part| part.contains("/revoke\"")).unwrap().split('"').next().unwrap().to_owned();
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
