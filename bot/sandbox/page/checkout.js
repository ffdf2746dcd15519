// The sheet of an invoice: what it asks for, the button that pays, and what became of that.

import { get, post } from "./api.js";

const LINK = "https://t.me/$";
const LOOK_EVERY = 250;

export const isInvoice = (address) => Boolean(address?.startsWith(LINK));

export class Checkout {
  constructor(sheet, person, { paid, refused }) {
    this.sheet = sheet;
    this.person = person;
    this.paid = paid;
    this.refused = refused;
    this.find = (selector) => sheet.querySelector(selector);
    this.find(".confirm").addEventListener("click", () => this.pay());
    this.find(".cancel").addEventListener("click", () => this.close());
    sheet.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  // `about` names the invoice by its link, or by the message it stands in.
  async open(about) {
    this.about = { person: this.person, ...about };
    try {
      this.invoice = await post("invoice", this.about);
    } catch (error) {
      return this.refused(error.message);
    }
    this.before = document.activeElement;
    this.find(".title").textContent = this.invoice.title;
    this.find(".description").textContent = this.invoice.description;
    this.find(".confirm").textContent = `Pay ⭐ ${this.invoice.amount}${this.invoice.period ? " every 30 days" : ""}`;
    this.busy(false);
    this.sheet.hidden = false;
    this.find(".confirm").focus();
  }

  async pay() {
    this.busy(true);
    try {
      const { checkout } = await post("pay", this.about);
      const outcome = await this.outcome(checkout);
      this.close();
      if (outcome.state === "paid") this.paid(`⭐ ${this.invoice.amount} paid`);
      else this.refused(outcome.error ?? "The bot did not answer within ten seconds. Nothing was paid.");
    } catch (error) {
      this.close();
      this.refused(error.message);
    }
  }

  async outcome(checkout) {
    for (;;) {
      const outcome = await get(`pay/${checkout}`);
      if (outcome.state !== "waiting") return outcome;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
  }

  busy(is) {
    this.find(".confirm").disabled = is;
    this.sheet.setAttribute("aria-busy", String(is));
  }

  close() {
    this.sheet.hidden = true;
    this.before?.focus?.();
  }
}
