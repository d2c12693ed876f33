// Every page there is to look at, by those who can open it: normal and elder edition, Chinese and English, phone and desk.

import { cast, elder, staff, volunteersNear } from "../lib/people.mjs";
import { guest } from "../lib/guest.mjs";

const LANGUAGES = ["zh-CN", "en"];
const EDITIONS = ["normal", "elder"];

/** Looks at each page in each edition and language. */
async function look(person, pages, editions = EDITIONS) {
  for (const edition of editions) {
    for (const lang of LANGUAGES) {
      await person.open(pages[0][1]);
      await person.display({ edition, lang });
      for (const [name, path] of pages) {
        await person.open(path);
        await person.look(name);
      }
    }
  }
  await person.leave();
}

/** The first address a link of this page leads to that begins so. */
async function first(person, page, selector) {
  await person.open(page);
  const links = person.page.locator(selector);
  return (await links.count()) ? links.first().getAttribute("href") : undefined;
}

const PUBLIC = [
  ["welcome", "/"], ["sign-in", "/sign-in"], ["staff-sign-in", "/staff/sign-in"], ["sites", "/sites"],
  ["verify", "/verify"], ["promise", "/promise"], ["fraud", "/fraud"], ["privacy", "/privacy"], ["demo", "/demo"],
];

export async function ofVisitors() {
  const visitor = await guest();
  const site = await first(visitor, "/sites", 'main a[href^="/sites/"]');
  await look(visitor, [...PUBLIC, ...(site ? [["site", site]] : [])]);
  const wide = await guest({ size: "desk" });
  await look(wide, PUBLIC, ["normal"]);
}

const OWN = [
  ["account", "/account"], ["passbook", "/account/print"], ["messages", "/messages"], ["me", "/me"], ["profile", "/me/profile"],
  ["contact", "/me/contact"], ["looks", "/me/looks"], ["sessions", "/me/sessions"], ["display", "/me/display"], ["leave", "/me/leave"],
  ["orders", "/orders"], ["call", "/call"],
];

export async function ofElders() {
  const person = await cast("elder-today");
  const visit = await first(person, "/visits", 'main a[href^="/orders/"]');
  await look(person, [
    ["home", "/"], ["visits", "/visits"], ["publish", "/publish"], ["publish-form", "/publish?item=home-visit"], ...OWN,
    ["order", visit], ["door-code", `${visit}/code`], ["cancel", `${visit}/cancel`], ["card", "/me/card"],
    ["card-renew", "/me/card/renew"], ["enrol", "/enrol?as=volunteer"], ["hall-closed", "/hall"],
  ].map(([name, path]) => [name === "home" ? "elder-home" : name, path]));
}

export async function ofVolunteers() {
  const person = await cast("volunteer-free");
  const open = await first(person, "/hall", 'main a[href$="/take"]');
  const pages = [
    ["volunteer-home", "/"], ["hall", "/hall"], ["hall-tomorrow", "/hall?longest=60"], ...OWN,
    ["take", open], ["order-open", open.replace("/take", "")], ["enrol-elder", "/enrol?as=elder"], ["publish-closed", "/publish"],
  ];
  await look(person, pages);
  const serving = await cast("volunteer-serving");
  const out = await first(serving, "/", 'main a[href$="/check-out"]');
  await look(serving, [["order-serving", out.replace("/check-out", "")], ["check-out", out]]);
}

const CONSOLE = [
  "/console", "/console/today", "/console/people", "/console/people/volunteers", "/console/people/elders", "/console/people/new",
  "/console/review", "/console/review/orders", "/console/review/links", "/console/orders", "/console/approvals",
  "/console/ledger", "/console/giving", "/console/giving/new", "/console/places", "/console/places/new", "/console/rules",
  "/console/rules/explain", "/console/staff", "/console/staff/new", "/console/tokens", "/console/tokens/new", "/console/audit",
  "/console/system", "/console/self", "/console/find?q=13",
];

/** What hangs below a list: its first row, and pages that row leads to. */
const BELOW = [
  ["/console/people/elders", 'tbody a[href^="/console/people/"]', ["", "/orders", "/looks", "/reveal", "/contact", "/ledger", "/link", "/new-card"]],
  ["/console/review", 'main a[href^="/console/review/"]:not([href$="/orders"]):not([href$="/links"])', [""]],
  ["/console/orders?state=published", 'tbody a[href^="/console/orders/"]', ["", "/candidates", "/cancel"]],
  ["/console/orders?state=serving", 'tbody a[href^="/console/orders/"]', ["", "/check-out", "/call"]],
  ["/console/orders?state=settled", 'tbody a[href^="/console/orders/"]', ["", "/revoke"]],
  ["/console/approvals", 'main a[href^="/console/approvals/"]', [""]],
  ["/console/rules", 'main a[href^="/console/rules/"]:not([href*="explain"])', ["", "/parameters", "/services"]],
  ["/console/audit", 'tbody a[href^="/console/audit/"]', [""]],
];

export async function ofOfficers() {
  const person = await staff("city-officer");
  const pages = CONSOLE.map((path) => [path.slice(1).replaceAll("/", "-").replace(/\?.*/, ""), path]);
  for (const [list, selector, tails] of BELOW) {
    const row = await first(person, list, selector);
    if (!row) continue;
    const name = list.replace(/^\/console\//, "").replace(/[/?=]/g, "-");
    for (const tail of tails) pages.push([`console-${name}-one${tail.replaceAll("/", "-")}`, row.split("?")[0] + tail]);
  }
  await look(person, pages, ["normal"]);
}
