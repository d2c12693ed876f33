// Every page there is to look at, by those who can open it: normal and elder edition, Chinese and English. The list of
// pages is the program's own (lib/doors.mjs); here stands only who opens them and what stands for the blanks in an address.
// A page that can only be opened in the middle of something is looked at by the story that gets there (`lookAround`).

import assert from "node:assert/strict";
import { everyTreeCompared } from "../lib/aria.mjs";
import { pages, patternOf } from "../lib/doors.mjs";
import { EDITIONS, guest, LANGUAGES } from "../lib/guest.mjs";
import { visited } from "../lib/look.mjs";
import { cast, played, staff, volunteer } from "../lib/people.mjs";
import { words } from "../lib/words.mjs";

/** Pages whose accessibility tree is kept as it is here: who opens them, and the address. */
const TREES = new Set([
  "visitor /", "visitor /staff/sign-in", "visitor /verify", "elder /", "elder /visits", "elder /call", "elder /publish",
  "elder /publish?item=home-visit", "elder /account", "elder /messages", "elder /me", "elder /me/display", "volunteer /", "volunteer /hall",
  "officer /console/today", "officer /console/people", "officer /console/people/new", "officer /console/orders",
  "officer /console/review",
]);
/** Addresses that say more than their pattern, and pages worth a second look. */
const ALSO = {
  "/enrol": ["/enrol?as=volunteer"],
  "/publish": ["/publish", "/publish?item=home-visit"],
  "/console/people/new": ["/console/people/new", "/console/people/new?kind=volunteer"],
  "/console/find": ["/console/find?q=13"],
  "/console/rules/article": ["/console/rules/article?id=TB-1%2Fpresence"],
};
/** Pages that look different for a volunteer. */
const OF_VOLUNTEERS = ["/", "/hall", "/hall?longest=60", "/account", "/orders", "/me", "/enrol?as=elder", "/publish"];

const PERSON = 'tbody a[href^="/console/people/"]';
const ACTIVE = `tbody tr:has-text("${words("people-state-active")}") a[href^="/console/people/"]`;
const ORDER = 'tbody a[href^="/console/orders/"]';
const to = (address) => `main a[href^="${address}"]:not([href$="/new"])`;
/** What stands for the blanks of an address: the page where one begins, and the links from page to page that lead there. */
const BLANKS = {
  "/sites/{id}": ["/sites", to("/sites/")],
  "/console/people/{id}": ["/console/people/elders", PERSON],
  "/console/people/{id}/links/{link}": [() => `/console/people/${played("family").person}`, 'main a[href*="/links/"]'],
  "/console/enrolments/{id}": ["/console/people/volunteers", ACTIVE, to("/console/enrolments/")],
  "/console/review/{id}": ["/console/review", `${to("/console/review/")}:not([href$="/orders"]):not([href$="/links"])`],
  "/console/links/{id}": ["/console/review/links", to("/console/links/")],
  "/console/orders/{id}": ["/console/orders?state=settled", ORDER],
  "/console/ledger/postings/{id}": ["/console/orders?state=settled", ORDER, to("/console/ledger/postings/")],
  "/console/ledger/lots/{id}": ["/console/orders?state=settled", ORDER, to("/console/ledger/postings/"), to("/console/ledger/lots/")],
  "/console/audit/{object}": ["/console/orders?state=settled", ORDER, to("/console/audit/")],
  "/console/approvals/{id}": ["/console/approvals", to("/console/approvals/")],
  "/console/giving/{id}": ["/console/giving", to("/console/giving/")],
  "/console/rules/{version}": ["/console/rules", `${to("/console/rules/")}:not([href*="explain"])`],
  "/console/groups/{id}": ["/console/groups", to("/console/groups/")],
  "/console/gatherings/{id}": ["/console/groups", to("/console/groups/"), to("/console/gatherings/")],
  "/console/learning/courses/{id}": ["/console/learning", to("/console/learning/courses/")],
  "/console/learning/lessons/{id}": ["/console/learning/lessons", to("/console/learning/lessons/")],
  "/console/learning/questions/{id}": ["/console/learning/questions", to("/console/learning/questions/")],
  "/console/life/{id}": ["/console/life", `${to("/console/life/")}:not([href$="/alike"])`],
  "/console/outreach/entries/{id}": ["/console/outreach/entries", to("/console/outreach/entries/")],
  "/console/outreach/imports/{id}": ["/console/outreach/imports", to("/console/outreach/imports/")],
  "/console/outreach/rows/{id}": ["/console/outreach/imports", to("/console/outreach/imports/"), to("/console/outreach/rows/")],
  "/console/papers/{id}": ["/console/papers", to("/console/papers/")],
  "/console/registers/{id}": ["/console/registers", to("/console/registers/")],
  "/console/certificates/{id}": ["/console/certificates", to("/console/certificates/")],
  "/console/record-corrections/{id}": ["/console/record-corrections", to("/console/record-corrections/")],
  "/console/corrections/{id}": ["/console/review/corrections", to("/console/corrections/")],
  "/console/staff/{id}": ["/console/staff", to("/console/staff/")],
  "/console/grants/{id}": ["/console/staff", to("/console/grants/")],
  "/console/tokens/{id}": ["/console/tokens", to("/console/tokens/")],
};

/** Looks at each address in each edition and language, and closes the door behind. */
async function look(person, who, addresses, editions = EDITIONS) {
  for (const edition of editions) {
    for (const lang of LANGUAGES) {
      await person.display({ edition, lang });
      for (const address of addresses) {
        await person.open(address);
        await person.look(nameOf(who, address), { tree: TREES.has(`${who} ${address}`) });
      }
    }
  }
  await person.leave();
}

/** The name of a page in files: who looks, and its address without what changes. */
function nameOf(who, address) {
  const [path, query] = address.split("?");
  const plain = `${patternOf(path) ?? path}${query ? `-${query}` : ""}`;
  return `${who}${plain}`.replace(/[{}]/g, "").replace(/[^\w=-]+/g, "-").replace(/-+$/, "");
}

/** The addresses of all pages with this access, without blanks. */
function withoutBlanks(access, prefix = "") {
  const here = (pattern) => pattern.startsWith(prefix) && !/\{|^\/api\//.test(pattern) && ![...ANSWERS, "/console", "/sign-in/person"].includes(pattern);
  const open = pages().filter((page) => access(page.access) && here(page.pattern));
  return open.flatMap(({ pattern }) => ALSO[pattern] ?? [pattern]);
}

/** Where these links lead, one page after the other; nothing when the city has no such thing just now. */
async function led(person, [begin, ...links]) {
  let address = typeof begin === "function" ? begin() : begin;
  for (const link of links) {
    await person.open(address);
    const found = person.page.locator(link);
    if (!(await found.count())) return undefined;
    address = (await found.first().getAttribute("href")).split("?")[0];
  }
  return address;
}

export async function ofVisitors() {
  const visitor = await guest();
  const open = withoutBlanks((access) => access === "everybody");
  const site = await led(visitor, BLANKS["/sites/{id}"]);
  await look(visitor, "visitor", [...open, ...(site ? [site] : [])]);
  // For those who build on the interface: in English, at a desk.
  const builder = await guest({ size: "desk", lang: "en" });
  await builder.open("/api/");
  await builder.look("api");
  await builder.leave();
}

export async function ofElders() {
  const person = await cast("elder-today");
  const order = `/orders/${played("elder-today").order}`;
  await look(person, "elder", [...withoutBlanks((access) => access === "signed-in" || access === "citizen"), order]);
}

export async function ofVolunteers() {
  await look(await volunteer(), "volunteer", OF_VOLUNTEERS);
}

/** Pages of an act on an order, as far as one of the cast can do it just now. */
export async function ofOrders() {
  const acts = pages().filter(({ pattern }) => pattern.startsWith("/orders/{id}/")).map(({ pattern }) => pattern.slice(12));
  const done = new Set();
  for (const part of ["elder-today", "volunteer-serving", "elder"]) {
    const person = (await cast(part)).expect(403, 404, 409);
    const order = `/orders/${played(part).order}`;
    for (const act of acts.filter((act) => !done.has(act))) {
      const answer = await person.page.goto(`${order}${act}`);
      if (!answer.ok() || person.path() !== `${order}${act}`) continue;
      await person.lookAround(`order${act.replace("/", "-")}`);
      done.add(act);
    }
    await person.leave();
  }
}

/** The console's pages that anybody can ask for. */
export async function ofTheConsole() {
  const addresses = withoutBlanks((access) => access.split(",").includes("city_officer"), "/console");
  await look(await staff("second-city-officer"), "officer", addresses, ["normal"]);
}

/** The console's pages about one thing: a person, an order, a posting … */
export async function ofOneThing() {
  const person = await staff("city-officer");
  const addresses = [];
  for (const [pattern, way] of Object.entries(BLANKS).filter(([pattern]) => pattern.startsWith("/console/"))) {
    const address = await led(person, way);
    if (!address) continue;
    const thing = address.split("/").slice(0, pattern.split("/").length).join("/");
    const about = pages().map((page) => page.pattern).filter((one) => one === pattern || one.startsWith(`${pattern}/`));
    for (const one of about) if (!one.slice(pattern.length).includes("{")) addresses.push(one.replace(pattern, thing));
  }
  await look(person, "officer", addresses, ["normal"]);
}

/** Pages that are the answer to a form, and have no address of their own to come back to. */
const ANSWERS = ["/sign-in/code", "/register"];
/** Pages of one edition and language. */
const ONE_FORM = ["/api/"];
/** Pages that lead on to others at once; who one is, is asked by `/sign-in/code`. */
const CROSSROADS = ["/console", "/console/find", "/sign-in/person"];

/** After all stories: no page of the program was forgotten. */
export function noneForgotten() {
  const forgotten = [];
  for (const { pattern } of pages().filter(({ pattern }) => !CROSSROADS.includes(pattern))) {
    const looks = visited.get(pattern) ?? new Set();
    const editions = pattern.startsWith("/console") ? ["normal"] : EDITIONS;
    const wanted = editions.flatMap((edition) => LANGUAGES.map((lang) => `${edition} ${lang}`));
    const missing = [...ANSWERS, ...ONE_FORM].includes(pattern) ? (looks.size ? [] : ["any"]) : wanted.filter((one) => !looks.has(one));
    if (missing.length) forgotten.push(`${pattern}: ${missing.join(", ")}`);
  }
  assert.deepEqual(forgotten, [], "every page was looked at in each edition and language (scenarios/browser/README.md says how)");
  everyTreeCompared();
}
