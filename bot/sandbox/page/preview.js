// The card under a message that shows where its link leads.

import { el, link, safeAddress } from "./dom.js";

const read = new Map();

// Gives a card or null; a card that must first be read from the sample newspaper fills itself later.
export function previewCard(message, onGrow) {
  const options = message.link_preview_options ?? {};
  if (options.is_disabled || message.text === undefined) return null;
  if (message.link_preview?.title) return card(message.link_preview, options);
  const address = message.link_preview?.url ?? options.url ?? firstAddress(message);
  if (!address || !isOurs(address)) return null;
  const known = read.get(address);
  if (known) return known.title ? card(known, options) : null;
  const place = el("div", { class: "preview-place", hidden: true });
  fetchPreview(address).then((found) => {
    if (!found.title) return;
    place.replaceWith(card(found, options));
    onGrow();
  });
  return place;
}

function firstAddress(message) {
  const entity = (message.entities ?? []).find((e) => e.type === "url" || e.type === "text_link");
  if (!entity) return null;
  return entity.url ?? message.text.slice(entity.offset, entity.offset + entity.length);
}

const isOurs = (address) => URL.canParse(address) && new URL(address).origin === location.origin;

async function fetchPreview(address) {
  if (!read.has(address)) read.set(address, await readPage(address));
  return read.get(address);
}

async function readPage(address) {
  try {
    const answer = await fetch(address);
    if (!answer.ok) return {};
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const og = (name) => page.querySelector(`meta[property="og:${name}"]`)?.content;
    return { url: address, site_name: og("site_name"), title: og("title"), description: og("description"), image: og("image") };
  } catch {
    return {};
  }
}

function card(preview, options) {
  const picture = preview.image ?? preview.image_url ?? preview.photo;
  const isLarge = options.prefer_large_media || preview.large === true;
  const image = safeImage(picture);
  const node = link(
    preview.url ?? options.url ?? "",
    el("span", { class: "site", text: preview.site_name ?? preview.site ?? hostOf(preview.url) }),
    el("strong", { text: preview.title }),
    preview.description ? el("span", { class: "about", text: preview.description }) : null,
    image ? el("img", { src: image, alt: "", loading: "lazy" }) : null,
  );
  node.className = `preview ${image ? (isLarge ? "large" : "small") : "bare"}`;
  return node;
}

export function safeImage(address) {
  if (typeof address !== "string") return null;
  if (address.startsWith("/")) return address;
  return safeAddress(address) && /^https?:/.test(address) ? address : null;
}

const hostOf = (address) => (URL.canParse(address ?? "") ? new URL(address).hostname : "");
