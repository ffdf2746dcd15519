// Telegram's text with entities as elements. Offsets count UTF-16 units, as JavaScript strings do.

import { el, link } from "./dom.js";

const PLAIN = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
};
const LONG_QUOTE = 140;
const LONG_QUOTE_LINES = 3;

export function formatted(text, entities, actions) {
  const whole = document.createDocumentFragment();
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  fill(whole, text, sorted, 0, text.length, actions);
  return whole;
}

// Fills `parent` with text[start..end]; each entity takes those that lie inside it.
function fill(parent, text, entities, start, end, actions) {
  let position = start;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const last = Math.min(entity.offset + entity.length, end);
    if (entity.offset < position || last <= entity.offset) continue;
    parent.append(text.slice(position, entity.offset));
    const inner = document.createDocumentFragment();
    fill(inner, text, entities.slice(i + 1).filter((e) => e.offset < last), entity.offset, last, actions);
    parent.append(dressed(entity, inner, text.slice(entity.offset, last), actions));
    position = last;
    if (isBlock(entity) && text[position] === "\n") position += 1;
  }
  parent.append(text.slice(position, end));
}

const isBlock = (entity) => ["blockquote", "expandable_blockquote", "pre"].includes(entity.type);

function dressed(entity, inner, text, actions) {
  if (PLAIN[entity.type]) return el(PLAIN[entity.type], {}, inner);
  switch (entity.type) {
    case "text_link":
      return link(entity.url, inner);
    case "url":
      return link(text, inner);
    case "email":
      return link(`mailto:${text}`, inner);
    case "phone_number":
      return link(`tel:${text}`, inner);
    case "mention":
      return link(`https://t.me/${text.slice(1)}`, inner);
    case "bot_command":
      return el("button", { type: "button", class: "as-link", onclick: () => actions.type(text) }, inner);
    case "pre":
      return el("pre", { "data-language": entity.language }, inner);
    case "blockquote":
      return el("blockquote", {}, inner);
    case "expandable_blockquote":
      return expandable(inner, text);
    case "spoiler":
      return spoiler(inner);
    case "hashtag":
    case "cashtag":
    case "text_mention":
      return el("span", { class: "as-link" }, inner);
    default:
      return el("span", {}, inner);
  }
}

function spoiler(inner) {
  const hidden = el("span", { "aria-hidden": "true" }, inner);
  const cover = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text: show" }, hidden);
  const show = () => {
    hidden.removeAttribute("aria-hidden");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
    cover.classList.add("shown");
  };
  cover.addEventListener("click", show, { once: true });
  cover.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    show();
  });
  return cover;
}

function expandable(inner, text) {
  const isLong = text.length > LONG_QUOTE || text.split("\n").length > LONG_QUOTE_LINES;
  if (!isLong) return el("blockquote", {}, inner);
  const body = el("div", { class: "clipped" }, inner);
  const more = el("button", { type: "button", class: "as-link more", "aria-expanded": "false", text: "Show more" });
  more.addEventListener("click", () => {
    const open = body.classList.toggle("clipped") === false;
    more.setAttribute("aria-expanded", String(open));
    more.textContent = open ? "Show less" : "Show more";
  });
  return el("blockquote", { class: "expandable" }, body, more);
}
