// The line at the top: which of the steps is next.

const STEPS = ["start", "subscribe", "publish", "send", "arrive"];
const KEYS = { reader: { label: "Subscribe", step: "subscribe" }, editor: { label: "Send now", step: "send" } };

export class Guide {
  constructor(list) {
    this.items = new Map(STEPS.map((step) => [step, list.querySelector(`[data-step="${step}"]`)]));
    this.done = new Set();
    this.show();
  }

  pressed(role, label) {
    if (KEYS[role] && label.includes(KEYS[role].label)) this.finish(KEYS[role].step);
  }

  // A step counts when those before it are done, except that a reader may have started long ago.
  finish(step) {
    const before = STEPS.slice(0, STEPS.indexOf(step));
    if (!before.every((earlier) => this.done.has(earlier))) return;
    this.done.add(step);
    this.show();
  }

  show() {
    const next = STEPS.find((step) => !this.done.has(step));
    for (const [step, item] of this.items) {
      item.classList.toggle("done", this.done.has(step));
      if (step === next) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    }
  }
}
