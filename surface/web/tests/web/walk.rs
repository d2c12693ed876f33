//! Every page somebody can reach by links, in both languages and both editions: it is there, whole, and every form on it
//! goes to a door that exists.

use crate::browser::Browser;
use crate::html::{faults, forms, links};
use crate::town::{HERE, Town, quick};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tb_http::Verb;

/// Pages of one shape looked at.
const EACH: usize = 2;

/// Addresses with ids and values taken out: pages of one shape are made by one template.
fn shape(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let steps = path.split('/').map(|step| if step.len() == 36 && step.contains('-') { "ID" } else { step });
    let names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{}?{}", steps.collect::<Vec<_>>().join("/"), names.join("&"))
}

/// True when a route of this verb takes the path; the console is another house.
fn leads_somewhere(town: &Town, verb: Verb, path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let fits = |template: &str| {
        let (a, b): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
        a.len() == b.len() && a.iter().zip(&b).all(|(t, p)| t.starts_with('{') || t == p)
    };
    path.starts_with("/console") || town.routes.iter().any(|entry| entry.verb == verb && fits(entry.path))
}

async fn walk(town: &Arc<Town>, who: &str, browser: &mut Browser) -> usize {
    let mut queue: Vec<String> = [
        "/",
        "/hall",
        "/publish",
        "/messages",
        "/me",
        "/orders?as=elder",
        "/orders?as=volunteer",
        "/account",
        "/visits",
        "/call",
        "/sites",
        "/fraud",
        "/privacy",
        "/promise",
        "/verify",
        "/sign-in",
        "/staff/sign-in",
        "/demo",
        "/nothing",
    ]
    .map(str::to_owned)
    .to_vec();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(path) = queue.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let count = shapes.entry(shape(&path)).or_default();
        *count += 1;
        if *count > EACH {
            continue;
        }
        let page = browser.get(&path).await;
        let wanted = if path == "/nothing" { 404 } else { 200 };
        assert_eq!(page.status, wanted, "{who} {path}: {}", page.text());
        let wrong = faults(&page.html);
        assert!(wrong.is_empty(), "{who} {path}: {wrong:?}");
        for link in links(&page.html) {
            if link.starts_with("tel:") || link.starts_with('#') {
                continue;
            }
            assert!(leads_somewhere(town, Verb::Get, &link), "{who}: {path} links to {link}");
            // A sheet is no page; the stories read it.
            if !link.starts_with("/console") && !link.contains("/pdf") {
                queue.push(link.split('#').next().unwrap().to_owned());
            }
        }
        for form in forms(&page.html) {
            let verb = if form.method == "post" { Verb::Post } else { Verb::Get };
            assert!(leads_somewhere(town, verb, &form.action), "{who}: {path} has a form to {}", form.action);
            let has = |name: &str| form.fields.iter().any(|(field, value)| field == name && !value.is_empty());
            assert!(verb == Verb::Get || has("_csrf"), "{who}: {path} has a form to {} without its token", form.action);
            // What presses without harm needs no key; everything else has one.
            let harmless = ["/display", "/sign-out", "/acting/leave", "/verify", "/verify/certificate", "/register"];
            let keyed = has("_key") || harmless.contains(&form.action.as_str());
            assert!(verb == Verb::Get || keyed, "{who}: {path} has a form to {} without a key", form.action);
            for (button, _) in &form.buttons {
                assert!(!button.is_empty());
            }
        }
    }
    shapes.len()
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages_and_editions() {
    quick(|town| async move {
        let elders = [town.elder("李桂兰").await, town.elder("赵玉兰").await];
        let volunteers = [town.volunteer("陈建国").await, town.volunteer("王建华").await];
        let mut home = town.at_home(elders[0]).await;
        let mut phone = town.at_home(volunteers[0]).await;
        // One order open, one taken, one being served, so that each has its pages.
        let open = town.published(&mut home).await;
        town.published(&mut town.at_home(elders[1]).await).await;
        phone.fill(&format!("{open}/take"), &format!("{open}/take"), &[]).await.is(200);
        let form = town.any_item(&mut home).await;
        let day = town.day(4);
        home.send(&form, &[("day", &day), ("start", "14:00"), ("do", "draft")]).await.is(200);
        let input = tb_people::SiteInput {
            node: Some(HERE),
            name: "梅园时间银行服务点".into(),
            address: "梅园路 1 号".into(),
            point: town.house.places.centre_of(HERE),
            phone: "025-83201234".into(),
            hours: "每天 8:30–17:00".into(),
        };
        town.house.people.open_site(&town.officers[0], &town.key(), input).await.unwrap();
        town.settle_down().await;

        let mut visitor = town.browser();
        let mut pages = 0;
        for lang in ["zh-CN", "en"] {
            for edition in ["normal", "elder"] {
                for (who, browser) in [("visitor", &mut visitor), ("elder", &mut home), ("volunteer", &mut phone)] {
                    browser.set("tb_lang", lang).set("tb_edition", edition);
                    pages += walk(&town, &format!("{who} {lang} {edition}"), browser).await;
                }
            }
        }
        assert!(pages > 200, "{pages} pages were looked at");
    })
    .await;
}

#[tokio::test]
async fn few_people_are_not_counted_in_public() {
    quick(|town| async move {
        town.elder("李桂兰").await;
        let page = town.browser().get("/").await;
        page.is(200).says("少于 5").says("长辈版");
    })
    .await;
}

#[tokio::test]
async fn an_unknown_page_is_told_in_the_readers_language_with_a_way_on() {
    quick(|town| async move {
        let mut browser = town.browser();
        browser.get("/nowhere").await.is(404).says("没有找到").says("回到首页");
        browser.set("tb_lang", "en").get("/nowhere").await.is(404).says("Not found");
    })
    .await;
}
