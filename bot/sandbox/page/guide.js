// The line at the top: which of the four steps is next.

const STEPS = ["start", "publish", "send", "arrive"];

export class Guide {
  constructor(list) {
    this.items = new Map(STEPS.map((step) => [step, list.querySelector(`[data-step="${step}"]`)]));
    this.done = new Set();
    this.show();
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
