// The list of messages on one phone, kept in step with the server without redrawing what did not change.

import { bubble } from "./bubble.js";
import { dayOf, el } from "./dom.js";

const NEAR_THE_END = 80;

export class ChatLog {
  constructor(element, actions) {
    this.element = element;
    this.actions = {
      ...actions,
      grow: () => this.keepToEnd(),
      original: (id) => this.messages.find((message) => message.message_id === id && !message.deleted),
    };
    this.messages = [];
    this.shown = new Map();
    this.stuck = true;
    this.top = 0;
    element.addEventListener("scroll", () => {
      this.follow();
      actions.scrolled();
    });
    new ResizeObserver(() => this.keepToEnd()).observe(element);
  }

  // Returns the messages that were not there before.
  render(messages) {
    this.messages = messages;
    const visible = messages.filter((message) => !message.deleted);
    const isNew = visible.filter((message) => !this.shown.has(message.message_id));
    this.drop(visible);
    for (const message of visible) this.draw(message);
    this.order(visible);
    if (isNew.some((message) => message.from === "person")) this.stuck = true;
    this.keepToEnd();
    return isNew;
  }

  drop(visible) {
    const ids = new Set(visible.map((message) => message.message_id));
    for (const [id, entry] of this.shown) {
      if (ids.has(id)) continue;
      if (entry.node.contains(document.activeElement)) this.element.focus();
      entry.node.remove();
      this.shown.delete(id);
    }
  }

  draw(message) {
    const key = JSON.stringify(message);
    const old = this.shown.get(message.message_id);
    if (old?.key === key) return;
    const node = bubble(message, this.actions);
    this.shown.set(message.message_id, { key, node });
    if (old) replaceKeepingFocus(old.node, node, this.element);
    else node.classList.add("arrives");
  }

  order(visible) {
    for (const day of this.element.querySelectorAll(".day")) day.remove();
    let before = null;
    let place = this.element.firstChild;
    for (const message of visible) {
      const { node } = this.shown.get(message.message_id);
      const day = dayOf(message.date);
      if (day !== before) this.element.insertBefore(el("p", { class: "day" }, el("span", { text: day })), place);
      before = day;
      if (node === place) place = place.nextSibling;
      else this.element.insertBefore(node, place);
    }
  }

  // Only somebody who scrolls up leaves the end: a picture that loads late must not count as that.
  follow() {
    const wentUp = this.element.scrollTop < this.top;
    this.top = this.element.scrollTop;
    if (this.isAtEnd()) this.stuck = true;
    else if (wentUp) this.stuck = false;
  }

  isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
  }

  keepToEnd() {
    if (this.stuck) this.element.scrollTop = this.element.scrollHeight;
  }

  toEnd() {
    this.stuck = true;
    this.keepToEnd();
  }
}

// Somebody on a keyboard who pressed a button stays on that button when the bot edits the message.
function replaceKeepingFocus(old, fresh, log) {
  const focusable = (node) => [...node.querySelectorAll("a, button, [tabindex]")];
  const index = focusable(old).indexOf(document.activeElement);
  old.replaceWith(fresh);
  if (index >= 0) (focusable(fresh)[index] ?? log).focus();
}
