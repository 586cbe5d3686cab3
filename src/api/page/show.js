// SPDX-License-Identifier: Apache-2.0
// How the page shows things: reasons, lamps, bars, the conversation, the chain. Knows nothing of calls.
import { element, turnEntry } from "./turns.js";

export const by = (id) => document.getElementById(id);

export function explain(text = "", remedy = "") {
  const box = by("reason");
  box.hidden = !text;
  box.replaceChildren(element("strong", {}, text), ...(remedy ? [element("span", {}, remedy)] : []));
}

export function lamp(id, lit, text) {
  by(id).dataset.on = String(lit);
  by(id).textContent = text;
}

export function reveal(entry) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  entry.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

// `share` of the bar's length, `db` for those who do not see it.
export function drawLevel(bar, share, db) {
  bar.firstElementChild.style.setProperty("--level", share.toFixed(3));
  const rounded = String(Math.round(db));
  if (bar.getAttribute("aria-valuenow") === rounded) return;
  bar.setAttribute("aria-valuenow", rounded);
  bar.setAttribute("aria-valuetext", db <= -59 ? "silent" : `${rounded} decibels`);
}

const announced = new Set();

export function emptyConversation() {
  announced.clear();
  by("turns").replaceChildren();
  by("announce").replaceChildren();
  by("empty").hidden = false;
}

// For screen readers: each sentence once, although a turn is shown again whenever more of it is known.
export function announce(id, who, text) {
  if (!text || announced.has(id)) return;
  announced.add(id);
  by("announce").append(element("p", {}, `${who}: ${text}`));
  while (by("announce").children.length > 6) by("announce").firstElementChild.remove();
}

// Replaces the greeting, or adds it.
export function showGreeting(entry) {
  by("empty").hidden = true;
  const present = by("turns").querySelector(".greeting");
  if (present) present.replaceWith(entry);
  else by("turns").prepend(entry);
}

export function showTurn(turn) {
  by("empty").hidden = true;
  announce(`${turn.number} you`, "You", turn.caller?.dtmf || turn.caller?.text);
  announce(`${turn.number} agent`, "Agent", turn.reply?.text);
  const list = by("turns");
  const present = list.querySelector(`[data-number="${Number(turn.number)}"]`);
  const open = new Set([...(present?.querySelectorAll("details[open]") ?? [])].map((box) => box.dataset.part));
  // The newest turn shows all that is known of it, until its reader decides otherwise or the next one comes.
  if (!present) for (const box of list.querySelectorAll("details")) box.open = false;
  if (!present || present === list.lastElementChild) {
    for (const part of ["why", "time"]) if (!present?.querySelector(`[data-part="${part}"]`)) open.add(part);
  }
  const entry = turnEntry(turn, open);
  if (present?.isEqualNode(entry)) return;
  const focused = present?.contains(document.activeElement) ? document.activeElement.closest("details")?.dataset.part : null;
  if (present) present.replaceWith(entry);
  else list.append(entry);
  if (focused) entry.querySelector(`details[data-part="${focused}"] summary`)?.focus();
  if (!present) reveal(entry);
}

const STATES = {
  idle: "not in use yet", ok: "well", busy: "at work", warn: "needs attention", broken: "broken", unused: "not used",
};
let shownChain = "";

export function showLinks(chain) {
  const text = JSON.stringify(chain);
  if (text === shownChain) return;
  shownChain = text;
  by("chain").replaceChildren(...chain.map(({ name, state, detail, remedy }) =>
    element("li", { class: "link", "data-state": state, "data-name": name },
      element("span", { class: "lamp-dot", "aria-hidden": "true" }),
      element("div", {},
        element("p", { class: "link-name" }, name, element("span", { class: "link-state" }, STATES[state])),
        element("p", { class: "link-detail" }, detail),
        remedy ? element("p", { class: "link-remedy" }, remedy) : null))));
}
