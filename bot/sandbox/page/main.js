// Puts the page together: phones for the people, the strip, and the stream of changes.

import { get, listen, listOf } from "./api.js";
import { Guide } from "./guide.js";
import { Phone } from "./phone.js";
import { Strip } from "./strip.js";
import { Tabs } from "./tabs.js";

const ROLES = ["reader", "editor", "admin"];
const MOST_PHONES = 3;
const STATES = { live: "Live", lost: "Reconnecting", waiting: "Connecting" };

const phones = new Map();
const place = document.querySelector(".phones");
const tabs = new Tabs(document.querySelector(".tabs"));
const guide = new Guide(document.querySelector(".guide"));
const strip = new Strip({
  reader: () => firstWith("reader")?.person,
  onPublished: () => guide.finish("publish"),
  onPeople: () => loadPeople(),
});
let peopleTimer = 0;

const firstWith = (role) => [...phones.values()].find((phone) => phone.person.role === role);

// One phone for each role; whoever else there is gets what room is left.
function chosenPeople(people) {
  const byRole = ROLES.map((role) => people.find((person) => person.role === role)).filter(Boolean);
  const rest = people.filter((person) => !byRole.includes(person));
  return [...byRole, ...rest].slice(0, MOST_PHONES);
}

async function loadPeople() {
  const people = listOf(await get("people"), "people");
  for (const person of chosenPeople(people)) {
    if (phones.has(person.id)) phones.get(person.id).describe(person);
    else if (phones.size < MOST_PHONES) addPhone(person);
  }
  document.querySelector(".nobody").hidden = phones.size > 0;
  document.querySelector(".tabs").hidden = phones.size < 2;
  strip.showBlocked(Boolean(firstWith("reader")?.person.blocked));
}

function addPhone(person) {
  const phone = new Phone(person, { onActivity: followGuide, onTap: (label) => guide.pressed(phone.person.role, label) });
  phones.set(person.id, phone);
  tabs.add(phone);
  const order = (entry) => (ROLES.indexOf(entry.person.role) + ROLES.length + 1) % (ROLES.length + 1);
  place.append(...[...phones.values()].sort((a, b) => order(a) - order(b)).map((entry) => entry.element));
  phone.refresh().catch((error) => strip.tell(error.message, true));
}

function followGuide(phone, { arrived, hasTyped }) {
  if (phone.person.role !== "reader") return;
  if (hasTyped) guide.finish("start");
  if (arrived.length > 0) guide.finish("arrive");
}

function showState(state) {
  const line = document.querySelector(".link-state");
  line.dataset.state = state;
  line.textContent = STATES[state];
}

function reloadPeopleSoon() {
  clearTimeout(peopleTimer);
  peopleTimer = setTimeout(() => loadPeople().catch(() => showState("lost")), 250);
}

async function reloadAll() {
  try {
    await Promise.all([loadPeople(), strip.load()]);
    await Promise.all([...phones.values()].map((phone) => phone.refresh()));
  } catch (error) {
    strip.tell(error.message, true);
  }
}

listen({
  onState: showState,
  onOpen: reloadAll,
  onChat: (id) => {
    const phone = phones.get(id);
    if (phone) phone.refresh().catch(() => showState("lost"));
    if (phone || phones.size < MOST_PHONES) reloadPeopleSoon();
  },
});
