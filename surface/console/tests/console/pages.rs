//! Every page for every role in both languages: it is there for whoever its route names and nowhere else; every sentence
//! exists; every link and every form leads to a route that this person may use; another territory looks like nothing.

use crate::town::*;
use axum::http::StatusCode;
use std::collections::BTreeMap;
use tb_http::{Access, Entry, Verb};
use tb_kernel::*;
use tb_orders::ProposeRevocation;
use tb_people::{LinkInput, LinkKind, TokenInput};
use tb_policy::KinKind;
use tb_recognition::{AskCorrection, Block, Issue, RecordAward, Shows};

/// Addresses that the frame links to and other parts mount.
const ELSEWHERES: &[&str] = &["/display", "/sign-out", "/acting/leave", "/", "/publish"];

/// One object for every `{…}` in the routes.
struct Life {
    /// Pattern and what stands for it from its first brace on.
    ids: BTreeMap<&'static str, String>,
}

impl Life {
    async fn of(town: &Town) -> Life {
        let (elder, volunteer) = (town.elder().await, town.volunteer().await);
        let settled = town.settled(&elder, &volunteer).await;
        let open = town.published(&elder, 3).await;
        let kin = town.volunteer().await;
        let clerk = uuid::Uuid::from_u128(77);
        let officer = Actor::staff(
            SessionId(clerk),
            PersonId(clerk),
            vec![StaffGrant { id: GrantId(clerk), role: Role::DistrictOfficer, node: HERE.at(Level::District) }],
        );
        let people = &town.house.people;
        let approval = town
            .house
            .orders
            .run(&officer, &town.key(), ProposeRevocation { order: settled, reason: "重复".into() })
            .await
            .unwrap();
        let input = LinkInput {
            a: elder.person.unwrap(),
            b: kin.person.unwrap(),
            kind: LinkKind::Kin(KinKind::Child),
            evidence: "户口本".into(),
        };
        let link = people.record_link(&officer, &town.key(), input).await.unwrap();
        let pending = town.applied("李大海", Day::parse("1966-05-01").unwrap(), HERE, Town::volunteer_claims()).await;
        let city = town.house.node;
        let token = TokenInput {
            name: "统计平台".into(),
            scopes: vec!["orders:read".into()],
            node: city,
            days: 30,
            token: tb_people::TokenHash::of("x"),
        };
        let maker = Actor::staff(
            SessionId(clerk),
            elder.person.unwrap(),
            vec![StaffGrant { id: GrantId(clerk), role: Role::CityOfficer, node: city }],
        );
        let token = people.create_token(&maker, &town.key(), token).await.unwrap();
        let staff = people.staff(&Actor::system(), None, "").await.unwrap();
        let clerk = staff.iter().find(|one| one.username == "site-clerk").unwrap();
        let posting = town.order(settled).await.posting.unwrap();
        let account = AccountId(volunteer.person.unwrap().0);
        let lot = tb_ledger::queries::open_lots(&mut town.house.core.db.read(), account).await.unwrap()[0].id;
        let elder_id = elder.person.unwrap();
        let enrolment = people.person_view(&Actor::system(), elder_id).await.unwrap().enrolments[0].id;
        let programme = town.programme().await;
        let rules = town.house.orders.version_now().unwrap().id.to_string();
        let papers = Papers::of(town, &officer, volunteer.person.unwrap()).await;
        let insurance = town.house.cover.insurances(&officer, HERE.at(Level::District)).await.unwrap()[0].id;
        let at = town.order(settled).await.starts_at;
        let report = tb_cover::ReportIncident {
            order: settled,
            kind: tb_cover::IncidentKind::Fall,
            hurt: tb_cover::Hurt::Volunteer,
            happened_at: at,
            known_at: at,
            said: "扭了脚".into(),
        };
        let incident = town.house.cover.run(&officer, &town.key(), report).await.unwrap();
        let ids = BTreeMap::from([
            ("/console/cover/{id}", insurance.to_string()),
            ("/console/incidents/{id}", incident.to_string()),
            ("/console/orders/{id}/incident", format!("{settled}/incident")),
            ("/console/certificates/{id}", papers.certificate.to_string()),
            ("/console/corrections/{id}", papers.correction.to_string()),
            ("/console/people/{id}/awards/{award}", format!("{elder_id}/awards/{}", papers.award)),
            ("/console/people/{id}", elder_id.to_string()),
            ("/console/orders/{id}", open.to_string()),
            ("/console/review/{id}", pending.to_string()),
            ("/console/enrolments/{id}", enrolment.to_string()),
            ("/console/people/{id}/links/{link}", format!("{elder_id}/links/{link}")),
            ("/console/links/{id}", link.to_string()),
            ("/console/approvals/{id}", approval.to_string()),
            ("/console/ledger/postings/{id}", posting.to_string()),
            ("/console/ledger/lots/{id}", lot.to_string()),
            ("/console/giving/{id}", programme.to_string()),
            ("/console/rules/{version}", rules),
            ("/console/audit/{object}", settled.to_string()),
            ("/console/staff/{id}", clerk.person.to_string()),
            ("/console/grants/{id}", clerk.grants[0].id.to_string()),
            ("/console/tokens/{id}", token.to_string()),
        ]);
        Life { ids }
    }
    fn address(&self, path: &str) -> String {
        // The longer pattern first.
        for (pattern, id) in self.ids.iter().rev() {
            if let Some(rest) = path.strip_prefix(pattern) {
                let base = pattern.split('{').next().unwrap();
                return format!("{base}{id}{rest}");
            }
        }
        assert!(!path.contains('{'), "no object for {path}");
        match path {
            "/console/rules/article" => format!("{path}?id=TB-1%2Fpresence"),
            other => other.to_owned(),
        }
    }
}

/// Papers of a volunteer, made by an officer.
struct Papers {
    certificate: CertificateId,
    correction: CorrectionId,
    award: AwardId,
}

impl Papers {
    async fn of(town: &Town, officer: &Actor, person: PersonId) -> Papers {
        let (house, today) = (&town.house.recognition, town.now().day());
        let issue = Issue { person, from: today.plus_days(-30), to: today, details: true, shows: Shows::Summary };
        let ask = AskCorrection { person, block: Block::Service, said: "少记一小时".into() };
        let award =
            RecordAward { person, title: "优秀志愿者".into(), body: "区民政局".into(), given_on: today };
        Papers {
            certificate: house.run(officer, &town.key(), issue).await.unwrap().certificate,
            correction: house.run(officer, &town.key(), ask).await.unwrap(),
            award: house.run(officer, &town.key(), award).await.unwrap(),
        }
    }
}

fn admits(entry: &Entry, role: Role) -> bool {
    matches!(entry.access, Access::Staff(roles) if roles.contains(&role))
}

/// The route an address leads to.
fn route<'d>(doors: &'d [Entry], verb: Verb, address: &str) -> Option<&'d Entry> {
    let path = address.split(['?', '#']).next().unwrap();
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |entry: &&Entry| {
        let pattern: Vec<&str> = entry.path.split('/').collect();
        entry.verb == verb
            && pattern.len() == parts.len()
            && pattern.iter().zip(&parts).all(|(p, part)| p.starts_with('{') && !part.is_empty() || p == part)
    };
    let mut found: Vec<&Entry> = doors.iter().filter(fits).collect();
    found.sort_by_key(|entry| entry.path.matches('{').count());
    found.first().copied()
}

/// Every link and form target of a page.
fn targets(html: &str) -> Vec<(Verb, String)> {
    let mut found = Vec::new();
    for anchor in html.split("<a ").skip(1) {
        let tag = anchor.split('>').next().unwrap();
        found.push((Verb::Get, attribute(tag, "href")));
    }
    for form in html.split("<form ").skip(1) {
        let tag = form.split('>').next().unwrap();
        let verb = if attribute(tag, "method") == "post" { Verb::Post } else { Verb::Get };
        found.push((verb, attribute(tag, "action")));
        let body = form.split("</form>").next().unwrap();
        for button in body.split("formaction=\"").skip(1) {
            found.push((verb, button.split('"').next().unwrap().to_owned()));
        }
    }
    found.retain(|(_, address)| address.starts_with('/') && !address.starts_with("/assets/"));
    found
}

#[tokio::test]
async fn each_page_is_there_for_whom_its_route_names_in_both_languages() {
    let town = Town::open().await;
    town.everybody().await;
    let life = Life::of(&town).await;
    let mut seen = 0;
    for role in Role::ALL {
        let session = town.sign_in(&role.code().replace('_', "-")).await;
        for entry in town.doors.iter().filter(|entry| entry.verb == Verb::Get) {
            let address = life.address(entry.path);
            for lang in ["zh-CN", "en"] {
                let reply = town.get(&format!("{session}; tb_lang={lang}"), &address).await;
                let wanted = match (admits(entry, role), entry.path) {
                    (false, _) => StatusCode::NOT_FOUND,
                    (true, "/console" | "/console/find") => StatusCode::SEE_OTHER,
                    (true, _) => StatusCode::OK,
                };
                assert_eq!(reply.status, wanted, "{role:?} {lang} {address}: {}", plain(&reply.text()));
                if reply.status != StatusCode::OK {
                    continue;
                }
                let html = reply.text();
                assert!(html.contains(&format!("<html lang=\"{lang}\"")), "{address}");
                assert_eq!(html.matches("<h1").count(), 1, "one heading on {address}");
                assert!(!html.contains("style=\"") && !html.contains("<script>"), "nothing inline on {address}");
                for (verb, target) in targets(&html) {
                    let path = target.split(['?', '#']).next().unwrap();
                    if ELSEWHERES.contains(&path) {
                        continue;
                    }
                    let route = route(&town.doors, verb, &target);
                    let route = route.unwrap_or_else(|| panic!("{address} leads to {target}, which is not there"));
                    assert!(admits(route, role), "{role:?} on {address} is led to {target}, which is not for them");
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 500, "only {seen} pages were seen");
    town.close().await;
}

#[tokio::test]
async fn another_territory_looks_like_nothing() {
    let town = Town::open().await;
    town.everybody().await;
    let life = Life::of(&town).await;
    for (username, role, node) in [
        ("away-clerk", Role::SiteClerk, ELSEWHERE.at(Level::Street)),
        ("away-street", Role::StreetOfficer, ELSEWHERE.at(Level::Street)),
        ("away-district", Role::DistrictOfficer, ELSEWHERE.at(Level::District)),
    ] {
        town.staff(username, role, node).await;
        let session = town.sign_in(username).await;
        let missing = town.get(&session, &format!("/console/people/{}", uuid::Uuid::from_u128(5))).await;
        for entry in &town.doors {
            // The rules and one's own page have no territory.
            if !entry.path.contains('{') || entry.path.starts_with("/console/rules") || entry.path.contains("/self/") {
                continue;
            }
            let address = life.address(entry.path);
            let reply = match entry.verb {
                Verb::Get => town.get(&session, &address).await,
                _ => {
                    let home = town.page(&session, "/console/self").await;
                    let mut fields = hidden(&home, "/console/self/password");
                    let typed = [
                        ("reason", "试"),
                        ("decision", "yes"),
                        ("call", "yes"),
                        ("minutes", "1"),
                        ("grounds", "试"),
                        ("role", "site_clerk"),
                        ("node", "320102002000"),
                        ("from", "2026-03-02"),
                        ("password", PASSWORD),
                        ("licence", "nurse"),
                        ("until", "2030-01-01"),
                        ("volunteer", "00000000-0000-0000-0000-000000000005"),
                        ("b", "TB2222222"),
                        ("kind", "child"),
                        ("evidence", "试"),
                        ("phone", "13800138000"),
                    ];
                    fields.extend(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
                    town.post(&session, &address, &fields).await
                }
            };
            assert_eq!(
                reply.status,
                StatusCode::NOT_FOUND,
                "{username} {:?} {address}: {}",
                entry.verb,
                plain(&reply.text())
            );
            if entry.verb == Verb::Get {
                let strip = |html: String| plain(&html).split("：").next().map(str::to_owned);
                assert_eq!(strip(reply.text()), strip(missing.text()), "{address}");
            }
        }
        for list in ["/console/today", "/console/people", "/console/orders", "/console/review", "/console/places"] {
            let reply = town.get(&session, &format!("{list}?node={HERE}")).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{username} {list}");
            let own = town.page(&session, list).await;
            assert!(!own.contains("张**") && !own.contains("王**"), "{list}");
        }
    }
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
