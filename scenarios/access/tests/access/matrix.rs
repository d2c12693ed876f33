//! Every route × every caller × every object, sent through the real router, each cell compared with what the table says.

use crate::browser::{Content, Door, Told};
use crate::cast::{Caller, Cast, Standing};
use crate::expect::{Expect, Line, Probe, at_the_door};
use crate::people::{MARK, NOTE, PHONES, Somebody};
use crate::table::lines;
use crate::things::{MISSING, Thing, Things};
use crate::town::{HERE, Town};
use crate::watch::Changes;
use std::collections::BTreeMap;
use tb_db::Engine;
use tb_http::{Entry, Face};
use tb_kernel::{Level, PersonId, Role};
use tb_people::SessionKind;

/// Faults told.
const TOLD_MAX: usize = 100;

struct Run<'a> {
    town: &'a Town,
    cast: &'a Cast,
    things: &'a Things,
    changes: Changes,
    cells: BTreeMap<&'static str, usize>,
    /// Route and fault, with the cells that have it.
    wrong: BTreeMap<(String, String), Vec<String>>,
}

/// One cell on its way.
struct Cell<'a> {
    entry: &'a Entry,
    line: &'a Line,
    caller: &'a Caller,
    thing: Option<&'a Thing>,
    /// What the same caller gets for a path that is not there, and for an object that is not there.
    nowhere: &'a str,
    nothing: Option<&'a str>,
}

impl Cell<'_> {
    fn route(&self) -> String {
        format!("{} {}", self.entry.verb.method(), self.entry.path)
    }
    fn who_and_what(&self) -> String {
        self.thing.map_or_else(|| self.caller.name.clone(), |thing| format!("{} / {}", self.caller.name, thing.name))
    }
}

/// The path of an entry with an object's id in it.
fn path_of(entry: &Entry, line: &Line, thing: Option<&Thing>) -> String {
    let id = thing.map_or("", |thing| thing.id.as_str());
    let mut ids = id.split('|').chain(std::iter::repeat(id));
    let parts = entry.path.split('/').map(|part| if part.starts_with('{') { ids.next().unwrap() } else { part });
    let path = parts.collect::<Vec<_>>().join("/");
    match line.probe {
        Probe::Query(query) => format!("{path}?{}", query.replace("{id}", id)),
        _ => path,
    }
}

impl<'a> Run<'a> {
    async fn all(&mut self, callers: &[Caller], entries: &[Entry], few: bool) {
        let lines = lines();
        let nowheres = self.nowheres(callers).await;
        let line_of = |entry: &Entry| lines.iter().find(|line| line.verb == entry.verb && line.path == entry.path);
        let mut known: Vec<(&Entry, &Line)> =
            entries.iter().filter_map(|entry| Some((entry, line_of(entry)?))).collect();
        known.sort_by_key(|(_, line)| line.last);
        for (entry, line) in known {
            for caller in callers.iter().filter(|caller| caller.core || !few) {
                let nowhere = &nowheres[&(caller.name.clone(), entry.face == Face::Api)];
                self.row(entry, line, caller, nowhere, few).await;
            }
        }
    }

    /// What everybody gets where there is nothing.
    async fn nowheres(&self, callers: &[Caller]) -> BTreeMap<(String, bool), String> {
        let mut told = BTreeMap::new();
        for caller in callers {
            for (path, api) in [("/api/v1/nowhere", true), ("/nowhere", false)] {
                let answer = self.town.get(&caller.door, path).await;
                assert_eq!(answer.status, 404, "{path} as {}", caller.name);
                told.insert((caller.name.clone(), api), answer.plain());
            }
        }
        told
    }

    /// One route and one caller, with every object; the one that is not there first.
    async fn row(&mut self, entry: &Entry, line: &Line, caller: &Caller, nowhere: &str, few: bool) {
        let Some(kind) = line.kind else {
            let cell = Cell { entry, line, caller, thing: None, nowhere, nothing: None };
            self.cell(cell).await;
            return;
        };
        let mut things = self.things.of(kind);
        // Where the route itself says no, it says so of every object.
        let stopped = at_the_door(entry, caller).is_some();
        things.retain(|thing| thing.for_all || (caller.core && !few));
        things.sort_by_key(|thing| (thing.name != MISSING, !thing.missing));
        if stopped {
            // One that is there and one that is not are enough.
            let there = things.iter().copied().find(|thing| !thing.missing);
            things.retain(|thing| thing.name == MISSING);
            things.extend(there);
        }
        let mut nothing: Option<String> = None;
        for thing in things {
            let cell = Cell { entry, line, caller, thing: Some(thing), nowhere, nothing: nothing.as_deref() };
            let told = self.cell(cell).await;
            if thing.name == MISSING {
                nothing = Some(told);
            }
        }
    }

    async fn cell(&mut self, cell: Cell<'_>) -> String {
        let expect = cell.line.expect(cell.entry, cell.caller, cell.thing);
        let door = if cell.line.ends_session { self.fresh(cell.caller).await } else { cell.caller.door.clone() };
        let path = path_of(cell.entry, cell.line, cell.thing);
        let id = cell.thing.map_or("", |thing| thing.id.as_str());
        let other = self.cast.far_volunteer.id.to_string();
        let handle = &self.cast.volunteer.handle;
        let fill = |text: &str| text.replace("{id}", id).replace("{other}", &other).replace("{handle}", handle);
        let content = match cell.line.probe {
            Probe::Nothing | Probe::Query(_) => Content::Nothing,
            Probe::Form(fields) => Content::Form(fill(fields)),
            Probe::Json(body) => Content::Json(fill(body)),
        };
        let told = self.town.ask(&door, cell.entry.verb.method(), &path, content).await;
        let after = self.town.changes().await;
        let before = std::mem::replace(&mut self.changes, after.clone());
        let mut faults = self.outcome(&cell, expect, &told);
        faults.extend(side_effects(&cell, expect, &before, &after));
        faults.extend(self.leaks(&cell, &told));
        if !faults.is_empty() {
            let head: String = told.body.chars().take(300).collect();
            let fault = (cell.route(), format!("{}, but {}", faults.join("; "), told.status));
            self.wrong.entry(fault).or_default().push(format!("{}: {head}", cell.who_and_what()));
        }
        told.plain()
    }

    /// A session of the caller's own for a request that ends it.
    async fn fresh(&mut self, caller: &Caller) -> Door {
        let kind = match caller.standing {
            Standing::Citizen => SessionKind::Citizen,
            Standing::Staff => SessionKind::Staff,
            Standing::Visitor | Standing::Program => return caller.door.clone(),
        };
        let token = self.town.session(caller.person.unwrap(), kind).await;
        let door = match caller.door {
            Door::Bearer(_) => Door::Bearer(token),
            Door::Cookie { .. } => self.town.browser(&token).await,
        };
        self.changes = self.town.changes().await;
        door
    }

    fn outcome(&mut self, cell: &Cell<'_>, expect: Expect, told: &Told) -> Vec<String> {
        let mut faults = Vec::new();
        let mut must = |holds: bool, fault: &str| {
            if !holds {
                faults.push(fault.to_owned());
            }
        };
        must(told.status < 500, "something broke");
        let page = cell.entry.face == Face::Page;
        let name = match expect {
            Expect::SignIn if page => {
                must(told.status == 303 && told.place().starts_with("/sign-in?next="), "not led to the sign-in");
                "asked to sign in"
            }
            Expect::SignIn => {
                must(told.status == 401 && told.code() == "common.sign-in", "not asked to sign in");
                must(told.header("www-authenticate") == "Bearer", "not told how");
                "asked to sign in"
            }
            Expect::NoRoute => {
                must(told.plain() == cell.nowhere, "not like a path that is not there");
                "like no such path"
            }
            Expect::Missing => {
                must(told.status == 404, "not 404");
                must(cell.nothing.is_none_or(|nothing| nothing == told.plain()), "not like a missing object");
                must(page || told.code() == "common.not-found", "another code than not found");
                "like no such object"
            }
            Expect::Refused => {
                must(told.status == 403 || (page && told.status == 303), "not refused");
                "refused"
            }
            Expect::Passes(statuses) => {
                must(statuses.contains(&told.status), &format!("not one of {statuses:?}"));
                "let past"
            }
        };
        *self.cells.entry(name).or_default() += 1;
        faults
    }

    /// Nobody reads in passing what is somebody else's.
    fn leaks(&self, cell: &Cell<'_>, told: &Told) -> Vec<String> {
        let mut faults = Vec::new();
        let body = &told.body;
        if body.contains(MARK) || body.contains(PHONES) || body.contains("3201021") {
            for somebody in self.cast.everybody() {
                let seen: Vec<&str> = somebody.secrets().into_iter().filter(|secret| body.contains(*secret)).collect();
                if !seen.is_empty() && !may_read(cell, somebody, self.cast) {
                    faults.push(format!("shows {seen:?}"));
                }
            }
            if body.contains(NOTE) && !reads_note(cell) {
                faults.push("shows the note of an order".into());
            }
        }
        if cell.thing.is_none() && is_stranger(cell.caller, self.cast) {
            let ids = self.things.hidden_ids(self.cast);
            faults.extend(ids.into_iter().filter(|id| body.contains(id.as_str())).map(|id| format!("lists {id}")));
        }
        faults
    }
}

/// Oneself on one's own pages; the volunteer on the page of the order that leads to the elder's door. An act that came too
/// late is answered with that page.
fn may_read(cell: &Cell<'_>, whose: &Somebody, cast: &Cast) -> bool {
    let is = |person: &Somebody| cell.caller.person == Some(person.id);
    let page = cell.entry.path;
    let goes_there = (page == "/orders/{id}" || (page.starts_with("/orders/{id}/") && cell.entry.verb.writes()))
        && ((is(&cast.volunteer) && whose.id == cast.elder.id)
            || (is(&cast.far_volunteer) && whose.id == cast.far_elder.id));
    is(whose) || goes_there || written_out(cell, whose)
}

/// Everything kept about somebody, for that person or for a desk that writes it out for them.
fn written_out(cell: &Cell<'_>, whose: &Somebody) -> bool {
    let about = cell.thing.and_then(|thing| thing.owner) == Some(whose.id);
    let own = cell.caller.subject() == Some(whose.id);
    match cell.entry.path {
        "/api/v1/exports" | "/me/data/export" => own,
        "/console/people/{id}/export" => about,
        _ => false,
    }
}

/// The two sides, who acts for one, and staff who serve where the order is.
fn reads_note(cell: &Cell<'_>) -> bool {
    const SERVE: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk];
    let Some(thing) = cell.thing else { return false };
    let side = |person: Option<PersonId>| person.is_some() && cell.caller.subject() == person;
    let page = cell.entry.face == Face::Page;
    side(thing.owner) || side(thing.volunteer) || (page && cell.caller.holds(SERVE, thing.node))
}

/// Somebody who has nothing to do with what happens here.
fn is_stranger(caller: &Caller, cast: &Cast) -> bool {
    let near = [cast.elder.id, cast.volunteer.id, cast.applicant.id];
    let party = caller.subject().is_some_and(|subject| near.contains(&subject)) || !caller.kin.is_empty();
    let covers = caller.grants.iter().any(|(_, node)| node.covers(HERE) || HERE.at(Level::District).covers(*node));
    !party && !covers
}

/// What a request changed that it may not have.
fn side_effects(cell: &Cell<'_>, expect: Expect, before: &Changes, after: &Changes) -> Vec<String> {
    let mut faults = Vec::new();
    let changed = after.since(before);
    let passes = matches!(expect, Expect::Passes(_));
    let allowed = |table: &String| passes && cell.line.touches.contains(&table.as_str());
    let wrong: Vec<&String> = changed.iter().filter(|table| !allowed(table)).collect();
    if !wrong.is_empty() {
        faults.push(format!("changed {wrong:?}"));
    }
    let lines = after.journal_lines(before);
    let most = i64::from(cell.entry.verb.writes() || (passes && !cell.line.touches.is_empty()));
    if lines > most {
        faults.push(format!("{lines} lines in the journal"));
    }
    faults
}

/// Runs the part of the matrix that `wanted` picks.
async fn run(engine: Engine, api: bool, few: bool, wanted: impl Fn(&Entry) -> bool) {
    let town = Town::open(engine).await;
    let cast = Cast::assemble(&town).await;
    let things = Things::make(&town, &cast).await;
    let callers = if api { cast.with_tokens(&town).await } else { cast.with_browsers(&town).await };
    town.watch_changes().await;
    let entries: Vec<Entry> = town.manifest.iter().copied().filter(|entry| wanted(entry)).collect();
    let changes = town.changes().await;
    let mut run =
        Run { town: &town, cast: &cast, things: &things, changes, cells: BTreeMap::new(), wrong: BTreeMap::new() };
    run.all(&callers, &entries, few).await;
    let (cells, wrong) = (run.cells, run.wrong);
    let total: usize = cells.values().sum();
    println!("{engine:?}: {} routes, {} callers, {total} cells checked: {cells:?}", entries.len(), callers.len());
    let betrayals = crate::watch::betrayals();
    assert!(betrayals.is_empty(), "the log names people:\n{}", betrayals.join("\n"));
    for ((route, fault), cells) in wrong.iter().take(TOLD_MAX) {
        let who: Vec<&str> = cells.iter().map(|cell| cell.split(": ").next().unwrap_or_default()).take(12).collect();
        println!("wrong: {route}: {fault} ({} cells)\n    {}\n    {}", cells.len(), who.join(", "), cells[0]);
    }
    if !wrong.is_empty() {
        println!("the log says: {:#?}", crate::watch::errors().iter().rev().take(5).collect::<Vec<_>>());
    }
    town.close().await;
    assert!(wrong.is_empty(), "{} of {total} cells are wrong, see above", wrong.values().map(Vec::len).sum::<usize>());
}

fn is_api(entry: &Entry) -> bool {
    entry.path.starts_with("/api") || entry.face == Face::Api
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn api() {
    run(Engine::Sqlite, true, false, is_api).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn api_on_postgres() {
    run(Engine::Postgres, true, true, is_api).await;
}

fn is_console(entry: &Entry) -> bool {
    entry.path.starts_with("/console")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages() {
    run(Engine::Sqlite, false, false, |entry| !is_api(entry) && !is_console(entry)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn console() {
    run(Engine::Sqlite, false, false, is_console).await;
}

/// Nobody adds a route without saying who may do what through it; nobody keeps a line for a route that is gone.
#[tokio::test]
async fn every_route_has_a_line_and_every_line_a_route() {
    let town = Town::open(Engine::Sqlite).await;
    let lines = lines();
    let mut wrong = Vec::new();
    for entry in &town.manifest {
        let known = lines.iter().filter(|line| line.verb == entry.verb && line.path == entry.path).count();
        if known != 1 {
            let (verb, path) = (entry.verb.method(), entry.path);
            wrong.push(format!("{verb} {path} ({}, {:?}) has {known} lines", entry.action, entry.access));
        }
    }
    for line in &lines {
        if !town.manifest.iter().any(|entry| line.verb == entry.verb && line.path == entry.path) {
            wrong.push(format!("{} {} is not mounted any more: take its line out", line.verb.method(), line.path));
        }
    }
    assert!(
        wrong.is_empty(),
        "add one line to scenarios/access/tests/access/table/ for each of these: what object it is about, what to send so \
         that only access decides, who sees the object and who may do this to it\n{}",
        wrong.join("\n")
    );
    println!("{} routes, {} lines", town.manifest.len(), lines.len());
    town.close().await;
}
