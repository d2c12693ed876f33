// The list of pages comes from the program itself (`timebank doors --demo`): every address that answers a browser, and who
// may come. So a page that nobody looked at is noticed.

import { readFileSync } from "node:fs";

let list;

/** Every page with an address of its own: pattern and who may come. Files that are taken away are none. */
export function pages() {
  list ??= readFileSync(process.env.STORIES_DOORS, "utf8").split("\n").filter(Boolean)
    .map((line) => line.split("\t"))
    .filter(([verb, , , face]) => verb === "GET" && face === "page")
    .map(([, pattern, action, , access]) => ({ pattern, action, access }))
    .filter(({ pattern }) => !FILES.includes(pattern));
  return list;
}

/** Files and what leads on to `/api/`. */
const FILES = ["/assets/{name}", "/robots.txt", "/sw.js", "/favicon.ico", "/api", "/api/style.css", "/console/orders/export",
  "/me/card/pdf", "/me/certificates/{id}/pdf"];

/** The pattern an address stands for: of several that fit the one with the fewest blanks. */
export function patternOf(path) {
  const fits = pages().map(({ pattern }) => pattern).filter((pattern) => matcher(pattern).test(path));
  return fits.sort((a, b) => a.split("{").length - b.split("{").length)[0];
}

function matcher(pattern) {
  return new RegExp(`^${pattern.replace(/[.+?^$()|[\]\\]/g, "\\$&").replace(/\{[^}]+\}/g, "[^/]+")}$`);
}
