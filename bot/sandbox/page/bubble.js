// One message as it stands on the phone: bubble, picture, text, preview, time, keyboard.

import { clockTime, el, moment } from "./dom.js";
import { formatted } from "./entities.js";
import { keyboard } from "./keyboard.js";
import { previewCard, safeImage } from "./preview.js";

export function bubble(message, actions) {
  if (message.service) return notice(message);
  const side = message.from === "person" ? "mine" : "theirs";
  const body = el("div", { class: "bubble" });
  const media = mediaOf(message, actions);
  const words = wordsOf(message, actions);
  const answered = quoted(message, actions);
  if (message.forwarded) body.append(el("p", { class: "forwarded", text: "Forwarded" }));
  if (answered) body.append(answered);
  if (media && !message.show_caption_above_media) body.append(media);
  if (words) body.append(words);
  if (message.invoice) body.append(el("p", { class: "invoice" }, el("strong", { text: message.invoice.title }), el("span", { text: message.invoice.description })));
  if (media && message.show_caption_above_media) body.append(media);
  body.append(stamp(message));
  if (message.reactions?.length) body.append(reactions(message.reactions));
  body.classList.toggle("pictured", Boolean(media) && !message.file);
  body.classList.toggle("wordless", !words && !message.file && !message.invoice);
  return el(
    "article",
    { class: `message ${side}`, "data-id": message.message_id, "aria-label": side === "mine" ? "Sent" : "From the bot" },
    body,
    keyboard(message, actions),
  );
}

// What Telegram itself says in the chat: somebody pinned a message, say.
function notice(message) {
  const [[kind, told]] = Object.entries(message.service);
  const text = PAYMENTS[kind]?.(told.total_amount) ?? kind.replaceAll("_", " ");
  return el("p", { class: "service", "data-id": message.message_id }, el("span", { text }));
}

const PAYMENTS = {
  successful_payment: (amount) => `You paid ⭐ ${amount}`,
  refunded_payment: (amount) => `⭐ ${amount} came back to you`,
};

function reactions(given) {
  const chips = given.map((one) => el("span", { text: one.emoji ?? "★" }));
  return el("p", { class: "reactions", "aria-label": "Reactions" }, ...chips);
}

// The message that this one answers, as one line above it.
function quoted(message, actions) {
  const original = message.reply_to ? actions.original(message.reply_to) : null;
  if (!original) return null;
  return el("p", { class: "quoted", text: original.text || original.caption || "Photo" });
}

function wordsOf(message, actions) {
  const text = message.text ?? message.caption ?? "";
  if (!text) return null;
  const entities = message.entities ?? message.caption_entities;
  const words = el("div", { class: "words", dir: "auto" }, formatted(text, entities, actions));
  const card = previewCard(message, actions.grow);
  if (card && message.link_preview_options?.show_above_text) words.prepend(card);
  else if (card) words.append(card);
  return words;
}

function mediaOf(message, actions) {
  const veiled = message.has_spoiler || message.has_media_spoiler;
  const photo = addressOf(message.photo);
  if (message.photo) return veil(picture(photo, actions), veiled);
  const film = addressOf(message.video);
  if (message.video) return veil(video(film), veiled);
  return message.file ? file(message.file) : null;
}

// The control API may give a plain address, an object, or Telegram's list of sizes.
function addressOf(media) {
  const largest = Array.isArray(media) ? media.at(-1) : media;
  return safeImage(typeof largest === "string" ? largest : (largest?.url ?? largest?.file_url));
}

function picture(address, actions) {
  const missing = () => el("div", { class: "media missing", text: "Photo" });
  if (!address) return missing();
  const image = el("img", { src: address, alt: "Photo", class: "media", onload: actions.grow });
  image.addEventListener("error", () => image.replaceWith(missing()), { once: true });
  return image;
}

function video(address) {
  if (!address) return el("div", { class: "media missing", text: "Video" });
  return el("video", { src: address, class: "media", controls: true, preload: "metadata", "aria-label": "Video" });
}

// A document, an animation, music, a voice: named, not played.
function file({ kind, name, url }) {
  const label = el("span", { class: "kind", text: kind });
  const address = safeImage(url);
  return el("p", { class: "file" }, label, address ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer", text: name || "Open" }) : null);
}

function veil(media, veiled) {
  if (!veiled) return media;
  const cover = el("button", { type: "button", class: "veil", "aria-label": "Hidden picture: show" }, media);
  cover.addEventListener("click", () => cover.replaceWith(media), { once: true });
  return cover;
}

function stamp(message) {
  const edited = message.edit_date ? el("span", { class: "edited", text: "edited " }) : null;
  const ticks = message.from === "person" ? el("span", { class: "ticks", "aria-hidden": "true", text: " ✓✓" }) : null;
  return el("span", { class: "stamp" }, edited, el("time", { datetime: moment(message.date).toISOString(), text: clockTime(message.date) }), ticks);
}
