// On a narrow screen one phone is visible at a time; these buttons change it.

import { el, showCount } from "./dom.js";

export class Tabs {
  constructor(nav) {
    this.nav = nav;
    this.entries = [];
    nav.addEventListener("keydown", (event) => this.step(event));
  }

  // The arrow keys go from one to the next, round and round.
  step(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const at = this.entries.findIndex(({ button }) => button === document.activeElement);
    if (!by || at < 0) return;
    event.preventDefault();
    const next = this.entries.at((at + by) % this.entries.length);
    next.button.focus();
    this.choose(next.phone);
  }

  add(phone) {
    const badge = el("span", { class: "badge", hidden: true });
    const button = el("button", { type: "button", "data-role": phone.element.dataset.role }, el("span", { text: phone.title }), badge);
    button.addEventListener("click", () => this.choose(phone));
    phone.onUnread = (count) => showCount(badge, count);
    this.entries.push({ phone, button });
    this.nav.append(button);
    if (this.entries.length === 1) this.choose(phone);
  }

  choose(chosen) {
    for (const { phone, button } of this.entries) {
      const isChosen = phone === chosen;
      button.setAttribute("aria-current", String(isChosen));
      phone.element.classList.toggle("chosen", isChosen);
    }
    chosen.log.keepToEnd();
    chosen.read();
  }
}
