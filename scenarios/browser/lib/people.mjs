// The made-up people of the demonstration, and the way in for them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { guest } from "./guest.mjs";
import { balance } from "./order.mjs";
import { data } from "./settings.mjs";
import { words } from "./words.mjs";

const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/;

/** Who plays which part, as the demonstration wrote it down: elder, elder-today, volunteer-free, site-clerk, city-officer … */
export function played(part) {
  const { cast: { members } } = JSON.parse(readFileSync(join(data, "demo.json"), "utf8"));
  const member = members.find((member) => member.part === part);
  assert.ok(member, `somebody plays ${part}`);
  return member;
}

function everybodyPlayed() {
  return JSON.parse(readFileSync(join(data, "demo.json"), "utf8")).cast.members.map((member) => member.person);
}

/** Enters as one of the cast. */
export async function cast(part, options) {
  return enter(played(part).person, options);
}

/** Enters as anybody of the city with one press; who is not on the page of people is put into one of its forms. */
export async function enter(person, { edition, ...options } = {}) {
  const someone = await guest(options);
  await someone.open("/demo");
  let form = someone.page.locator(`form[action="/demo"]:has(input[name=person][value="${person}"])`).first();
  if (!(await form.count())) {
    form = someone.page.locator('form[action="/demo"]:not(:has([name=staff]))').first();
    await form.locator("input[name=person]").evaluate((field, id) => { field.value = id; }, person);
  }
  await someone.press(form.locator("button"));
  someone.id = person;
  return shown(someone, edition);
}

/** Somebody on duty is at a desk. */
export function staff(part, options) {
  return cast(part, { size: "desk", ...options });
}

/** Everybody begins in a known edition and language, whatever they chose before or a clerk chose for them. */
async function shown(someone, edition = "normal") {
  const { page, lang } = someone;
  someone.edition = await page.getAttribute("html", "data-edition");
  someone.lang = await page.getAttribute("html", "lang");
  await someone.display({ edition, lang });
  await someone.open(someone.path());
  assert.deepEqual([await page.getAttribute("html", "data-edition"), await page.getAttribute("html", "lang")], [edition, lang]);
  return someone;
}

let city;

/** Ids of elders and volunteers in good standing, as an officer's lists have them; everybody is given out once. */
function residents() {
  return (city ??= theResidents());
}

async function theResidents() {
  const officer = await staff("city-officer");
  const list = async (path) => {
    await officer.open(path);
    const rows = await officer.page.locator("tbody tr").evaluateAll((rows) =>
      rows.map((row) => ({ text: row.innerText, href: row.querySelector('a[href^="/console/people/"]')?.getAttribute("href") ?? "" })));
    const active = rows.filter((row) => row.text.includes(words("people-state-active")));
    return [...new Set(active.map((row) => ID.exec(row.href)?.[0]).filter(Boolean))];
  };
  const elders = await list("/console/people/elders");
  const volunteers = (await list("/console/people/volunteers")).filter((person) => !elders.includes(person));
  await officer.leave();
  // The cast has its own stories.
  const cast = new Set(everybodyPlayed());
  const free = (ids) => ids.filter((person) => !cast.has(person));
  return { elders: free(elders), volunteers: free(volunteers) };
}

/** An elder with so many minutes to spend, whom no other story has. */
export async function elder({ minutes = 60, ...options } = {}) {
  const { elders } = await residents();
  while (elders.length) {
    const someone = await enter(elders.shift(), options);
    if ((await balance(someone)) >= minutes) return someone;
    await someone.leave();
  }
  return assert.fail(`no elder is left with ${minutes} minutes`);
}

/** A volunteer whom no other story has. */
export async function volunteer(options) {
  const { volunteers } = await residents();
  assert.ok(volunteers.length, "a volunteer is left");
  return enter(volunteers.shift(), options);
}

/** A volunteer among these whom no other story has. */
export async function volunteerOf(ids) {
  const { volunteers } = await residents();
  const at = volunteers.findIndex((person) => ids.includes(person));
  assert.ok(at >= 0, `one of ${ids.length} volunteers is left`);
  return enter(volunteers.splice(at, 1)[0]);
}

/** So many volunteers in whose hall this order stands. */
export async function volunteersNear(order, count, options) {
  const { volunteers } = await residents();
  const [found, far] = [[], []];
  while (found.length < count) {
    const someone = await volunteer(options);
    await someone.open("/hall");
    if (await someone.page.locator(`a[href="${order}/take"]`).count()) {
      found.push(someone);
    } else {
      far.push(someone.id);
      await someone.leave();
    }
  }
  volunteers.push(...far);
  return found;
}

/** At the desk an elder is registered, applies, and is in. Gives the path of their page. */
export async function registered(clerk, { name, number, phone }) {
  const { page } = clerk;
  await clerk.open("/console/people/new");
  if (await page.locator("#f-street").count()) {
    await page.selectOption("#f-street", { index: 0 });
    await clerk.press("form[method=get] button[type=submit]");
  }
  await page.fill("#f-name", name);
  await page.fill("#f-id_no", number);
  if (phone) await page.fill("#f-phone", phone);
  await page.selectOption("#f-node", { index: 1 });
  await page.fill("#f-address", "梅园新村 12 幢 301");
  await page.check("#f-consent");
  await clerk.press('form[action="/console/people/new"][method=post] button[type=submit]');
  await clerk.told("console-done-registered");
  return clerk.path();
}

/** A resident identity number that can be true: region, birthday, serial, and the check figure of GB 11643. */
export function idNumber(region, birthday, serial) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const digits = region + birthday + serial;
  const sum = [...digits].reduce((total, digit, n) => total + Number(digit) * weights[n], 0);
  return digits + "10X98765432"[sum % 11];
}
