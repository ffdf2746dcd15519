// The world outside the phones: the newspaper, a reader who leaves, a Telegram that is busy, the next day.

import { get, listOf, post } from "./api.js";
import { el } from "./dom.js";

const NAMES = { en: "English", mk: "Македонски", sq: "Shqip" };
// Without a newspaper's service behind it, the sandbox alone has no day to move on.
async function offered() {
  try {
    return listOf(await get("demo"), "actions");
  } catch {
    return ["day"];
  }
}

// What the demo's newspaper sends a reader at once in a day, unless they choose otherwise.
const DAILY_CAP = 3;
const BUSY = { status: 429, retry_after: 3, count: 5, chat: null, method: null };

export class Strip {
  constructor({ reader, onPublished, onPeople }) {
    Object.assign(this, { reader, onPublished, onPeople, articles: [], today: 0 });
    this.told = document.querySelector(".told");
    this.edition = document.getElementById("edition");
    this.button = (id) => document.getElementById(id);
    this.edition.addEventListener("change", () => this.showNext());
    this.on("publish", () => this.publish());
    this.on("correct", () => this.correct());
    this.on("block", () => this.block());
    this.on("throttle", () => this.throttle());
    this.on("day", () => this.nextDay());
  }

  on(id, act) {
    const button = this.button(id);
    button.addEventListener("click", async () => {
      button.setAttribute("aria-busy", "true");
      try {
        this.tell(await act());
      } catch (error) {
        this.tell(error.message, true);
      }
      button.removeAttribute("aria-busy");
    });
  }

  tell(text, isBad = false) {
    this.told.textContent = text;
    this.told.classList.toggle("bad", isBad);
  }

  async load() {
    this.articles = listOf(await get("paper"), "articles");
    const hasDay = (await offered()).includes("day");
    this.button("day").disabled = !hasDay;
    this.button("day").title = hasDay ? "" : "Only in the demo: no bot here would move on with it";
    const editions = [...new Set(this.articles.map((article) => article.edition))];
    const chosen = this.edition.value || editions[0];
    this.edition.replaceChildren(...editions.map((id) => el("option", { value: id, text: NAMES[id] ?? id })));
    this.edition.value = chosen;
    this.showNext();
  }

  ofEdition() {
    return this.articles.filter((article) => article.edition === this.edition.value);
  }

  nextToPublish() {
    return this.ofEdition().find((article) => !article.published);
  }

  // The latest one, which readers have most likely got.
  nextToCorrect() {
    const out = this.ofEdition().filter((article) => article.published && !article.corrected);
    return out.sort((one, other) => other.published_at.localeCompare(one.published_at))[0];
  }

  showNext() {
    this.offer("publish", this.nextToPublish());
    this.offer("correct", this.nextToCorrect());
    this.button("front").href = `/paper/${this.edition.value}/`;
  }

  offer(id, article) {
    this.button(id).disabled = !article;
    this.button(id).title = article ? article.title : "Nothing is left in this edition";
  }

  async publish() {
    const article = this.nextToPublish();
    await post("paper/publish", { edition: article.edition, slug: article.slug, wait_for_reader: true });
    this.onPublished(article);
    await this.load();
    this.today += 1;
    const waits = this.today > DAILY_CAP ? ` — the reader has had ${DAILY_CAP} today, so it waits for the digest: +1 day` : "";
    return `Published: ${article.title}${waits}`;
  }

  async correct() {
    const article = this.nextToCorrect();
    await post("paper/correct", { edition: article.edition, slug: article.slug });
    await this.load();
    return `Corrected: ${article.title}`;
  }

  async block() {
    const reader = this.reader();
    if (!reader) return "There is no reader yet";
    const isBlocked = this.button("block").getAttribute("aria-pressed") === "true";
    await post(isBlocked ? "unblock" : "block", { person: reader.id });
    await this.onPeople();
    return isBlocked ? `${reader.first_name} unblocked the bot` : `${reader.first_name} blocked the bot`;
  }

  showBlocked(blocked) {
    this.button("block").setAttribute("aria-pressed", String(blocked));
    this.button("block").textContent = blocked ? "Reader unblocks the bot" : "Reader blocks the bot";
  }

  async throttle() {
    await post("faults", BUSY);
    return `Telegram refuses the next ${BUSY.count} messages with 429, “retry after ${BUSY.retry_after}”`;
  }

  async nextDay() {
    await post("demo/day");
    this.today = 0;
    return "It is tomorrow, eight in the morning";
  }
}
