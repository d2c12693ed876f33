//! The books as people read them: a person's statement with an as-of day, one posting with its moves, entries and lots,
//! where a lot's minutes came from, and the whole: that everything adds up to zero and when that was last checked.

use crate::contact::way;
use crate::ground::{Ground, ground, place_name};
use crate::lists::{self, Crumb, ROWS, crumbs, text};
use crate::{labels, read, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::BTreeMap;
use tb_frame::{Choice, Faces, More, Names, Page, render};
use tb_http::{Answer, At, Doors, Trouble, Typed, Visit};
use tb_kernel::{
    AccountId, Actor, BucketId, Cursor, Day, Fail, Instant, LotId, Minutes, Outcome, PageSize, PersonId, PostingId,
};
use tb_ledger::queries::{self, AccountView, Line, PostingDetail};
use tb_ledger::{AccountKind, Balances, Class, State as Lying, Subject, SubjectKind, bucket_id};
use tb_words::Text;
use uuid::Uuid;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/ledger", "ledger.overall", roles::BOOKS), overall)
        .add(read("/console/people/{id}/ledger", "ledger.statement", roles::LOOK), statement)
        .add(read("/console/ledger/postings/{id}", "ledger.posting", roles::LEDGER), posting)
        .add(read("/console/ledger/lots/{id}", "ledger.lot", roles::LEDGER), lot)
}

#[derive(Template)]
#[template(path = "ledger/overall.html")]
struct Overall {
    page: Page,
    ground: Ground,
    sum: String,
    balanced: bool,
    checked: String,
    check_result: String,
    accounts: Vec<(String, String)>,
    periods: Vec<(String, String)>,
    programmes: Vec<ProgrammeLine>,
}

struct ProgrammeLine {
    name: String,
    place: String,
    budget: String,
    spent: String,
    left: String,
}

/// The job that adds everything up.
const CONSERVATION: &str = "ledger.conservation";

async fn overall(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::BOOKS)?;
    let house = &faces.house;
    let mut tx = house.core.db.read();
    let sum = tb_ledger::sum_of_all(&mut tx).await.map_err(Fail::from)?;
    let jobs = tb_jobs::job_rows(&mut tx).await.map_err(Fail::from)?;
    let check = jobs.iter().find(|job| job.kind == CONSERVATION);
    let pool = balances(&faces, tb_orders::pool_account(house.node)).await?;
    let periods = queries::periods(&mut tx).await.map_err(Fail::from)?;
    let page = faces.page(&visit, "ledger.overall").await?;
    render(&Overall {
        sum: t.minutes(sum),
        balanced: sum == Minutes::ZERO,
        checked: check
            .and_then(|job| job.last_run)
            .map_or_else(|| t.get("console-never"), |at| labels::full_when(&t, at)),
        check_result: check_words(&t, check.and_then(|job| job.last_result.as_deref())),
        accounts: vec![
            (t.get("ledger-state-free"), t.minutes(pool.free())),
            (t.get("ledger-state-held"), t.minutes(pool.held())),
            (t.get("ledger-state-frozen"), t.minutes(pool.frozen())),
        ],
        periods: periods.into_iter().map(|(through, at, _)| (t.date(through), labels::full_when(&t, at))).collect(),
        programmes: programmes(&faces, &t, ground.node).await?,
        ground,
        page,
    })
}

/// How the last check went.
fn check_words(t: &Text, result: Option<&str>) -> String {
    match result {
        None => t.get("console-never"),
        Some(result) if result.starts_with("ok") => t.get("console-ok"),
        Some(_) => t.get("console-job-failed"),
    }
}

async fn programmes(faces: &Faces, t: &Text, node: tb_kernel::Node) -> Outcome<Vec<ProgrammeLine>> {
    let mut lines = Vec::new();
    for programme in faces.house.giving.programmes(node).await? {
        let spent = Minutes(-balances(faces, programme.id).await?.system.0);
        lines.push(ProgrammeLine {
            name: programme.name,
            place: place_name(faces, programme.node),
            budget: t.minutes(programme.budget),
            spent: t.minutes(spent),
            left: t.minutes(programme.budget.less(spent)),
        });
    }
    Ok(lines)
}

/// What lies where in an account now.
///
/// # Errors
/// A fault.
pub(crate) async fn balances(faces: &Faces, account: AccountId) -> Outcome<Balances> {
    Ok(tb_ledger::balances(&mut faces.house.core.db.read(), account).await?)
}

#[derive(Template)]
#[template(path = "ledger/statement.html")]
struct Statement {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    day: String,
    /// Empty: as of now.
    as_of: String,
    which: Vec<Choice>,
    columns: Vec<String>,
    balances: Vec<(String, Vec<String>)>,
    lines: Vec<LineRow>,
    count: String,
    more: More,
}

struct LineRow {
    href: String,
    when: String,
    effective: String,
    kind: String,
    detail: String,
    place: String,
    minutes: String,
    plus: bool,
    after: String,
}

async fn statement(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let view = faces.house.people.person_view(&visit.actor, id).await?;
    let account = AccountId(id.0);
    let as_of = typed.day("on").filter(|day| *day < faces.now().day());
    let free_only = typed.text("which") != "all";
    let states: &[Lying] = if free_only { &[Lying::Free] } else { Lying::ALL };
    // A past day begins the list at its last moment: lines recorded later are not yet known.
    let end = as_of.map(|day| Cursor { key: day.plus_days(1).start().0 - 1, id: Uuid::max() });
    let from = lists::after(&typed).or(end);
    let mut tx = faces.house.core.db.read();
    let found = tb_ledger::statement(&mut tx, account, states, from, PageSize::of(ROWS)).await.map_err(Fail::from)?;
    let count = count_lines(&faces, account, states, end).await?;
    let (columns, balances) = balance_table(&faces, &t, account, as_of).await?;
    let page = faces.page(&visit, "people").await?;
    let path = format!("/console/people/{id}/ledger");
    let which = |code: &str| Choice::new(code, t.get(&format!("console-lines-{code}")), (code == "free") == free_only);
    render(&Statement {
        crumbs: way(&t, &view, t.get("console-statement")),
        id,
        name: view.name,
        day: typed.value("on").to_owned(),
        as_of: as_of.map(|day| t.date(day)).unwrap_or_default(),
        which: vec![which("free"), which("all")],
        columns,
        balances,
        lines: found.rows.iter().map(|line| line_row(&t, line)).collect(),
        count: count.words(&t),
        more: lists::more(&path, &typed, found.next.as_deref()),
        page,
    })
}

async fn count_lines(
    faces: &Faces,
    account: AccountId,
    states: &[Lying],
    end: Option<Cursor>,
) -> Outcome<lists::Count> {
    lists::count_pages(|after, size| async move {
        let mut tx = faces.house.core.db.read();
        Ok(tb_ledger::statement(&mut tx, account, states, after.or(end), size).await?)
    })
    .await
}

/// Now; and for a past day as it counts on that day, and as it was known when that day ended.
async fn balance_table(
    faces: &Faces,
    t: &Text,
    account: AccountId,
    as_of: Option<Day>,
) -> Outcome<(Vec<String>, Vec<(String, Vec<String>)>)> {
    let mut tx = faces.house.core.db.read();
    let mut columns = vec![t.get("console-now")];
    let mut held = vec![tb_ledger::balances(&mut tx, account).await?];
    if let Some(day) = as_of {
        columns.push(t.with("console-effective-on", [("day", t.date(day))]));
        held.push(queries::balances_effective_on(&mut tx, account, day).await?);
        columns.push(t.with("console-known-on", [("day", t.date(day))]));
        let end = Instant(day.plus_days(1).start().0 - 1);
        held.push(queries::balances_recorded_at(&mut tx, account, end).await?);
    }
    type Part = fn(&Balances) -> Minutes;
    let parts: [(&str, Part); 8] = [
        ("console-free-all", Balances::free),
        ("ledger-class-earned", |b| b.earned_free),
        ("ledger-class-granted", |b| b.granted_free),
        ("ledger-class-gifted", |b| b.gifted_free),
        ("ledger-state-held", Balances::held),
        ("ledger-state-frozen", Balances::frozen),
        ("ledger-class-honour", |b| b.honour),
        ("console-earned-in-all", |b| b.earned_in_all),
    ];
    let row = |(key, part): (&str, Part)| {
        // What was ever earned is only kept for today.
        let known = |n: usize| n == 0 || key != "console-earned-in-all";
        let amount = |(n, b): (usize, &Balances)| if known(n) { t.minutes(part(b)) } else { "—".to_owned() };
        (t.get(key), held.iter().enumerate().map(amount).collect())
    };
    Ok((columns, parts.into_iter().map(row).collect()))
}

fn line_row(t: &Text, line: &Line) -> LineRow {
    let about = line.subject.map(|subject| t.get(&format!("console-subject-{}", subject.kind.code())));
    LineRow {
        href: format!("/console/ledger/postings/{}", line.posting),
        when: labels::full_when(t, line.recorded),
        effective: t.date(line.effective),
        kind: labels::posting(t, line.kind),
        detail: about.into_iter().chain(line.reason.clone()).collect::<Vec<_>>().join(" · "),
        place: place_words(t, line.class, line.state),
        minutes: signed(t, line.minutes),
        plus: line.minutes.is_positive(),
        after: t.minutes(line.after),
    }
}

fn place_words(t: &Text, class: Class, state: Lying) -> String {
    match state {
        Lying::Free => labels::class(t, class),
        other => format!("{} · {}", labels::class(t, class), labels::lying(t, other)),
    }
}

fn signed(t: &Text, minutes: Minutes) -> String {
    if minutes.is_positive() { format!("+{}", t.minutes(minutes)) } else { t.minutes(minutes) }
}

#[derive(Template)]
#[template(path = "ledger/posting.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    kind: String,
    amount: String,
    facts: Vec<Fact>,
    moves: Vec<MoveRow>,
    entries: Vec<EntryRow>,
    uses: Vec<UseRow>,
    related: Vec<Fact>,
}

struct Fact {
    label: String,
    value: String,
    href: String,
}

struct MoveRow {
    from: String,
    to: String,
    minutes: String,
}

struct EntryRow {
    place: String,
    version: String,
    minutes: String,
    after: String,
}

struct UseRow {
    minutes: String,
    from: String,
    into: String,
    expires: String,
}

/// The accounts of a posting and who stands behind them.
struct Behind {
    accounts: BTreeMap<AccountId, AccountView>,
    names: Names,
}

async fn posting(State(faces): State<Faces>, visit: Visit, At(id): At<PostingId>) -> Answer<Response> {
    let t = text(&faces, &visit);
    let detail = queries::posting(&mut faces.house.core.db.read(), id).await.map_err(Fail::from)?;
    let detail = detail.ok_or_else(Trouble::not_found)?;
    let behind = behind(&faces, detail.moves.iter().flat_map(|step| [step.from.0, step.to.0])).await?;
    behind.may_be_seen(&visit.actor)?;
    let page = faces.page(&visit, "ledger.posting").await?;
    let account = |id: AccountId| behind.account_words(&t, &visit.actor, id);
    let place =
        |(id, class, state): (AccountId, Class, Lying)| format!("{} · {}", account(id), place_words(&t, class, state));
    let places: BTreeMap<BucketId, (AccountId, Class, Lying)> = detail
        .moves
        .iter()
        .flat_map(|step| [step.from, step.to])
        .map(|(account, class, state)| (bucket_id(account, class, state), (account, class, state)))
        .collect();
    render(&One {
        crumbs: book_way(&t, &visit.actor, labels::posting(&t, detail.posting.kind)),
        kind: labels::posting(&t, detail.posting.kind),
        amount: t.minutes(detail.posting.minutes()),
        facts: facts(&faces, &t, &visit.actor, &detail, &behind).await?,
        moves: detail
            .moves
            .iter()
            .map(|step| MoveRow { from: place(step.from), to: place(step.to), minutes: t.minutes(step.minutes) })
            .collect(),
        entries: detail
            .posting
            .entries
            .iter()
            .map(|entry| EntryRow {
                place: places.get(&entry.bucket).map_or_else(|| "—".to_owned(), |found| place(*found)),
                version: entry.version.to_string(),
                minutes: signed(&t, entry.minutes),
                after: places
                    .get(&entry.bucket)
                    .filter(|found| behind.covers(&visit.actor, found.0))
                    .map_or_else(|| "—".to_owned(), |_| t.minutes(entry.after)),
            })
            .collect(),
        uses: detail
            .uses
            .iter()
            .map(|step| UseRow {
                minutes: t.minutes(step.minutes),
                from: step.from.map(|lot| lot.to_string()).unwrap_or_default(),
                into: step.into.map(|lot| lot.to_string()).unwrap_or_default(),
                expires: step.expires.map_or_else(|| t.get("console-never-lapses"), |day| t.date(day)),
            })
            .collect(),
        related: related(&faces, &t, &detail).await?,
        page,
    })
}

/// The way to a page of the books; those who do not see the books as a whole begin here.
fn book_way(t: &Text, actor: &Actor, here: String) -> Vec<Crumb> {
    let mut way = crumbs([(t.get("ui-menu-ledger"), "/console/ledger"), (here, "")]);
    if !actor.has_role(roles::BOOKS) {
        way.remove(0);
    }
    way
}

async fn behind(faces: &Faces, ids: impl Iterator<Item = AccountId>) -> Outcome<Behind> {
    let mut accounts = BTreeMap::new();
    for id in ids {
        if let std::collections::btree_map::Entry::Vacant(free) = accounts.entry(id)
            && let Some(account) = queries::account(&mut faces.house.core.db.read(), id).await?
        {
            free.insert(account);
        }
    }
    // A member's account has the person's own id.
    let members = accounts.values().filter(|view| view.account.kind == AccountKind::Member);
    let people = members.map(|view| PersonId(view.account.id.0));
    let names = faces.names(people.collect::<Vec<_>>()).await?;
    Ok(Behind { accounts, names })
}

impl Behind {
    /// One of the accounts lies in the territory; else there is no such posting.
    fn may_be_seen(&self, actor: &Actor) -> Answer<()> {
        let seen = self.accounts.values().any(|account| actor.may(roles::LEDGER, account.node));
        if seen { Ok(()) } else { Err(Trouble::not_found()) }
    }
    /// What else lies in an account is told only where it lies in one's territory.
    fn covers(&self, actor: &Actor, id: AccountId) -> bool {
        self.accounts.get(&id).is_some_and(|account| actor.may(roles::LEDGER, account.node))
    }
    /// A person of another territory, or anybody before eyes that see no people, stays unnamed.
    fn account_words(&self, t: &Text, actor: &Actor, id: AccountId) -> String {
        let Some(account) = self.accounts.get(&id) else { return "—".to_owned() };
        let kind = t.get(&format!("console-account-{}", account.account.kind.code()));
        match self.names.get(&PersonId(id.0)).filter(|shown| actor.may(roles::LOOK, shown.node)) {
            Some(shown) => format!("{} {}", shown.masked_name, shown.handle),
            None => kind,
        }
    }
}

async fn facts(faces: &Faces, t: &Text, actor: &Actor, detail: &PostingDetail, behind: &Behind) -> Outcome<Vec<Fact>> {
    let posting = &detail.posting;
    let names = faces.names(posting.actor).await?;
    // One of the two sides is named by who did it exactly as by whose account it is.
    let by = match posting.actor {
        None => t.get("console-nobody"),
        Some(id) if behind.accounts.contains_key(&AccountId(id.0)) => behind.account_words(t, actor, AccountId(id.0)),
        Some(id) => labels::name_of(&names, Some(id)),
    };
    let plain = |key: &str, value: String| Fact { label: t.get(key), value, href: String::new() };
    let mut facts = vec![
        plain("console-effective", t.date(posting.effective)),
        plain("console-recorded", labels::full_when(t, posting.recorded)),
        plain("console-by", by),
    ];
    if let Some(subject) = posting.subject {
        facts.push(Fact { label: t.get("console-about"), ..subject_fact(t, actor, subject) });
    }
    if let Some(policy) = &posting.policy {
        facts.push(Fact {
            label: t.get("console-th-policy"),
            value: policy.clone(),
            href: format!("/console/rules/{policy}"),
        });
    }
    if let Some(reason) = &posting.reason {
        facts.push(plain("console-reason", reason.clone()));
    }
    facts.push(plain("console-key", posting.key.clone()));
    facts.push(plain("console-leaf", t.get("console-leaf-written")));
    Ok(facts)
}

/// A link only for those who may open what it leads to.
fn subject_fact(t: &Text, actor: &Actor, subject: Subject) -> Fact {
    let word = t.get(&format!("console-subject-{}", subject.kind.code()));
    let href = match subject.kind {
        SubjectKind::Order if actor.has_role(roles::LOOK) => format!("/console/orders/{}", subject.id),
        SubjectKind::Approval if actor.has_role(roles::SECOND_LOOK) => format!("/console/approvals/{}", subject.id),
        _ => String::new(),
    };
    Fact { label: String::new(), value: word, href }
}

/// What it reverses, and everything else about the same subject.
async fn related(faces: &Faces, t: &Text, detail: &PostingDetail) -> Outcome<Vec<Fact>> {
    let posting = &detail.posting;
    let link = |label: String, kind: String, id: PostingId| Fact {
        label,
        value: kind,
        href: format!("/console/ledger/postings/{id}"),
    };
    let mut related = Vec::new();
    if let Some(original) = posting.reverses {
        related.push(link(t.get("console-reverses"), t.get("console-original"), original));
    }
    // A programme has thousands; an order has a handful.
    let Some(subject) = posting.subject.filter(|subject| subject.kind == SubjectKind::Order) else {
        return Ok(related);
    };
    let mut tx = faces.house.core.db.read();
    for id in queries::postings_about(&mut tx, subject.id).await? {
        if id == posting.id || Some(id) == posting.reverses {
            continue;
        }
        if let Some(other) = queries::posting(&mut tx, id).await? {
            let turned = other.posting.reverses == Some(posting.id);
            let label = t.get(if turned { "console-reversed-by" } else { "console-same-order" });
            let what = format!("{} · {}", labels::posting(t, other.posting.kind), t.minutes(other.posting.minutes()));
            related.push(link(label, what, id));
        }
    }
    Ok(related)
}

#[derive(Template)]
#[template(path = "ledger/lot.html")]
struct LotPage {
    page: Page,
    crumbs: Vec<Crumb>,
    id: LotId,
    rows: Vec<OriginRow>,
    count: String,
}

struct OriginRow {
    steps: usize,
    minutes: String,
    kind: String,
    href: String,
    about: String,
    about_href: String,
    account: String,
    class: String,
    effective: String,
}

async fn lot(State(faces): State<Faces>, visit: Visit, At(id): At<LotId>) -> Answer<Response> {
    let t = text(&faces, &visit);
    let origins = queries::trace(&mut faces.house.core.db.read(), id).await.map_err(Fail::from)?;
    let own = origins.iter().filter(|origin| origin.lot == id).map(|origin| origin.account);
    behind(&faces, own).await?.may_be_seen(&visit.actor)?;
    let behind = behind(&faces, origins.iter().map(|origin| origin.account)).await?;
    let page = faces.page(&visit, "ledger.lot").await?;
    let rows: Vec<OriginRow> = origins
        .iter()
        .map(|origin| {
            let about = origin.subject.map(|subject| subject_fact(&t, &visit.actor, subject));
            OriginRow {
                steps: origin.steps,
                minutes: t.minutes(origin.minutes),
                kind: labels::posting(&t, origin.kind),
                href: format!("/console/ledger/postings/{}", origin.posting),
                about: about.as_ref().map(|fact| fact.value.clone()).unwrap_or_default(),
                about_href: about.map(|fact| fact.href).unwrap_or_default(),
                account: behind.account_words(&t, &visit.actor, origin.account),
                class: labels::class(&t, origin.class),
                effective: t.date(origin.effective),
            }
        })
        .collect();
    render(&LotPage {
        crumbs: book_way(&t, &visit.actor, t.get("console-origin")),
        id,
        count: t.with("console-count", [("n", rows.len().to_string())]),
        rows,
        page,
    })
}
