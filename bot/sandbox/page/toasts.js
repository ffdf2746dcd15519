// What the bot answers to a tap: a toast that goes by itself, or an alert that wants to be read.

const TOAST_TIME = 4000;

export class Toasts {
  constructor(toast, alert) {
    this.toast = toast;
    this.alert = alert;
    this.seen = null;
    this.timer = 0;
    this.before = null;
    alert.querySelector("button").addEventListener("click", () => this.close());
    alert.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  // The server keeps all toasts of a chat; those from before this page was opened are old news.
  follow(toasts) {
    const all = toasts ?? [];
    const fresh = this.seen === null ? [] : all.slice(Math.min(this.seen, all.length));
    this.seen = all.length;
    const last = fresh.findLast((toast) => toast.text);
    if (last?.show_alert) this.ask(last.text);
    else if (last) this.show(last.text);
    return fresh.length > 0;
  }

  show(text) {
    clearTimeout(this.timer);
    this.toast.textContent = text;
    this.toast.hidden = false;
    this.timer = setTimeout(() => (this.toast.hidden = true), TOAST_TIME);
  }

  ask(text) {
    this.before = document.activeElement;
    this.alert.querySelector("p").textContent = text;
    this.alert.hidden = false;
    this.alert.querySelector("button").focus();
  }

  close() {
    this.alert.hidden = true;
    this.before?.focus?.();
  }
}
