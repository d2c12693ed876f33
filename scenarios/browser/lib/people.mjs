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

async function shown(someone, edition) {
  if (edition) {
    await someone.display({ edition });
    await someone.open(someone.path());
  }
  return someone;
}

let city;

/** Ids of elders and volunteers in good standing, as an officer's lists have them; everybody is given out once. */
async function residents() {
  if (city) return city;
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
  return (city = { elders: free(elders), volunteers: free(volunteers) });
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
