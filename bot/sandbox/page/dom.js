// Building elements. Text is always text here: nothing is ever parsed as HTML.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// Only what a messenger would open; anything else (javascript:, data:) stays plain text.
export function safeAddress(address) {
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  return /^(https?|tg|mailto|tel):/i.test(withScheme) ? withScheme : null;
}

export function link(address, ...children) {
  const href = safeAddress(address);
  if (!href) return el("span", {}, ...children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

// The phones are where the sample newspaper is, so that their clocks agree with the times in its messages.
const timeZone = "Europe/Skopje";

// Dates come as Unix seconds or as ISO 8601.
export const moment = (date) => new Date(typeof date === "number" ? date * 1000 : date);

export function clockTime(date) {
  return moment(date).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
}

export function dayOf(date) {
  return moment(date).toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "long", timeZone });
}

export function showCount(badge, count) {
  badge.hidden = count === 0;
  badge.textContent = count === 0 ? "" : String(count);
  badge.setAttribute("aria-label", `${count} unread`);
}
