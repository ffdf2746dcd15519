// The inline keyboard under a message: links open a new tab, callbacks are tapped through the control API.

import { isInvoice } from "./checkout.js";
import { el, safeAddress } from "./dom.js";

const PATIENCE = 6000;

export function keyboard(message, actions) {
  const rows = rowsOf(message).filter((row) => row.length > 0);
  if (rows.length === 0) return null;
  const lines = rows.map((row) => el("div", { class: "row" }, ...row.map((button) => key(message, button, actions))));
  return el("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, ...lines);
}

// An invoice without buttons of its own has one that pays it.
function rowsOf(message) {
  const { invoice, buttons } = message;
  if (!invoice || buttons?.length) return buttons ?? [];
  return [[invoice.opens_bot ? { text: "Open the bot" } : { text: `Pay ⭐ ${invoice.amount}`, pay: true }]];
}

function key(message, button, actions) {
  if (button.pay || isInvoice(button.url)) return payKey(message, button, actions);
  const href = button.url ? safeAddress(button.url) : null;
  if (href) return linkKey(href, button);
  const node = el("button", { type: "button", class: `key ${button.style ?? ""}`.trim(), title: button.text }, el("span", { text: button.text }));
  if (button.callback_data !== undefined) node.addEventListener("click", () => press(node, message, button, actions));
  else if (button.copy_text) node.addEventListener("click", () => copy(button, actions));
  else node.disabled = true;
  return node;
}

function payKey(message, button, actions) {
  const node = el("button", { type: "button", class: "key", title: button.text }, el("span", { text: button.text }));
  node.addEventListener("click", () => actions.pay(button.url ? { link: button.url } : { message_id: message.message_id }));
  return node;
}

function linkKey(href, button) {
  return el(
    "a",
    { class: `key ${button.style ?? ""}`.trim(), href, title: button.text, target: "_blank", rel: "noopener noreferrer" },
    el("span", { text: button.text }),
    el("span", { class: "arrow", "aria-label": "opens in a new tab", role: "img", text: "↗" }),
  );
}

// The key shows that it waits until the bot has answered, as a phone does.
async function press(node, message, button, actions) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  const rest = () => node.removeAttribute("aria-busy");
  setTimeout(rest, PATIENCE);
  actions.waiting(rest);
  await actions.tap(message, button);
}

async function copy(button, actions) {
  await navigator.clipboard.writeText(button.copy_text.text);
  actions.notice("Copied");
}
