// The menu of commands that opens above the typing box after a "/".

import { el } from "./dom.js";

let numbered = 0;

export class CommandMenu {
  constructor({ list, input, opener, send }) {
    Object.assign(this, { list, input, opener, send, all: [], matching: [], chosen: 0 });
    numbered += 1;
    list.id = `commands-${numbered}`;
    input.setAttribute("aria-controls", list.id);
    input.addEventListener("input", () => this.follow());
    input.addEventListener("blur", () => this.close());
    opener.addEventListener("mousedown", (event) => event.preventDefault());
    opener.addEventListener("click", () => this.toggle());
  }

  get isOpen() {
    return !this.list.hidden;
  }

  offer(commands) {
    this.all = commands ?? [];
    this.opener.hidden = this.all.length === 0;
    if (this.isOpen) this.follow();
  }

  toggle() {
    if (this.isOpen) {
      this.close();
      return;
    }
    this.input.focus();
    this.show(this.all);
  }

  follow() {
    const typed = this.input.value;
    const isCommand = /^\/[a-z0-9_]*$/i.test(typed);
    this.show(isCommand ? this.all.filter(({ command }) => `/${command}`.startsWith(typed.toLowerCase())) : []);
  }

  show(matching) {
    this.matching = matching;
    this.chosen = 0;
    this.list.replaceChildren(...matching.map((command, index) => this.option(command, index)));
    this.setOpen(matching.length > 0);
    this.mark();
  }

  option({ command, description }, index) {
    const node = el(
      "li",
      { role: "option", id: `${this.list.id}-${index}` },
      el("b", { text: `/${command}` }),
      el("span", { text: description }),
    );
    node.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.chosen = index;
      this.pick();
    });
    return node;
  }

  // True when the key was meant for the menu.
  takes(event) {
    if (!this.isOpen) return false;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) this.move(moves[event.key]);
    else if (event.key === "Enter" && !event.shiftKey) this.pick();
    else if (event.key === "Tab" && !event.shiftKey) this.complete();
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  move(step) {
    this.chosen = (this.chosen + step + this.matching.length) % this.matching.length;
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === this.chosen)));
    const node = this.isOpen ? this.list.children[this.chosen] : null;
    this.input.setAttribute("aria-activedescendant", node?.id ?? "");
    node?.scrollIntoView({ block: "nearest" });
  }

  pick() {
    const { command } = this.matching[this.chosen];
    this.close();
    this.send(`/${command}`);
  }

  complete() {
    this.input.value = `/${this.matching[this.chosen].command} `;
    this.close();
  }

  close() {
    this.setOpen(false);
  }

  setOpen(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.opener.setAttribute("aria-expanded", String(open));
  }
}
