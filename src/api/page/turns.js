// SPDX-License-Identifier: Apache-2.0
// One entry of the conversation: what was said, why this answer, and where the time went.

// Elements with text and attributes; nothing is ever parsed as HTML.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

const LAYERS = {
  "0": "validation", "1a": "rules", "1b": "meaning", "2": "language model", fallback: "nothing fitted",
};
const METHODS = {
  validation: "checked before routing", exact: "an example sentence, word for word", keyword: "a keyword rule",
  typo: "an example with a slip in it", meaning: "close in meaning to an example", knowledge: "a passage of the knowledge",
  model: "a language model", journey: "a step of a journey", fallback: "asked again or offered help",
  router_off: "the router is off", router_error: "the router failed",
};

const percent = (share) => `${Math.round(share * 100)}\u00a0%`;
const milliseconds = (value) =>
  value >= 100 || value === 0 ? `${Math.round(value)} ms` : `${Number(value.toPrecision(2))} ms`;

// Stages with their place on the axis that begins when the caller stopped speaking. Pure.
export function stagesOf(timings) {
  const at = (value) => value ?? 0;
  const known = Math.max(at(timings.end_of_turn_delay), at(timings.transcription_delay));
  const routed = known + at(timings.route);
  const worded = routed + at(timings.llm_ttft);
  const rows = [
    { name: "End-of-turn delay", key: "end_of_turn_delay", from: 0 },
    { name: "Transcription delay", key: "transcription_delay", from: 0 },
    { name: "Route", key: "route", from: known },
    { name: "LLM time to first token", key: "llm_ttft", from: routed, absent: "not used" },
    { name: "TTS time to first byte", key: "tts_ttfb", from: worded },
    { name: "e2e latency", key: "e2e", from: 0 },
  ];
  return rows.map((row) => ({ ...row, ms: timings[row.key] ?? null }));
}

function waterfall(timings) {
  const rows = stagesOf(timings);
  const end = Math.max(1, ...rows.map((row) => row.from + (row.ms ?? 0)));
  const body = element("tbody");
  for (const row of rows) {
    const track = element("div", { class: "track", "aria-hidden": "true" });
    if (row.ms !== null) {
      const bar = element("span", { class: `bar ${row.key}` });
      bar.style.setProperty("--from", `${(100 * row.from) / end}%`);
      bar.style.setProperty("--width", `${(100 * row.ms) / end}%`);
      track.append(bar);
    }
    const value = row.ms === null ? (row.absent ?? "–") : milliseconds(row.ms);
    body.append(element("tr", { class: row.key },
      element("th", { scope: "row" }, row.name), element("td", { class: "bars" }, track),
      element("td", { class: row.ms === null ? "ms quiet" : "ms" }, value)));
  }
  return element("table", { class: "waterfall" },
    element("caption", {}, "Milliseconds from the end of your voice"), body);
}

function reasons(decision) {
  const list = element("dl", { class: "why" });
  const say = (term, ...text) => list.append(element("div", {}, element("dt", {}, term), element("dd", {}, ...text)));
  say("Layer", `${decision.layer} · ${LAYERS[decision.layer] ?? "unknown"}`);
  say("Method", `${decision.method} · ${METHODS[decision.method] ?? "unknown"}`);
  say("Pattern", decision.pattern ? element("code", {}, decision.pattern) : "none");
  say("Confidence", percent(decision.confidence));
  if (decision.candidates.length > 0) {
    const found = element("ul", { class: "candidates" });
    for (const { pattern, method, confidence, lost } of decision.candidates) {
      const why = lost ? `: ${lost}` : "";
      found.append(element("li", {}, element("code", {}, pattern), ` ${method}, ${percent(confidence)}${why}`));
    }
    say("Candidates", found);
  }
  const failed = (decision.gates ?? []).filter((gate) => !gate.passed).map((gate) => gate.name);
  if (decision.gates) say("Meaning", failed.length > 0 ? `not sure: ${failed.join(", ")}` : "sure");
  if (decision.shadow) say("Would answer", element("code", {}, decision.shadow));
  return list;
}

function spoken(reply) {
  const text = element("p", { class: "said agent" });
  text.append(element("span", { class: "who" }, "Agent "));
  if (!reply.interrupted) {
    text.append(reply.text);
    return text;
  }
  const heard = reply.text.startsWith(reply.heard_text) ? reply.heard_text : "";
  text.append(heard, element("s", { class: "unheard" }, reply.text.slice(heard.length)),
    element("span", { class: "note" }, heard ? "interrupted here" : "interrupted before a word was heard"));
  return text;
}

function asked(caller) {
  const text = element("p", { class: "said caller" }, element("span", { class: "who" }, "You "));
  if (caller.dtmf) text.append(element("kbd", {}, caller.dtmf));
  else if (caller.text) text.append(caller.text);
  else {
    const silent = caller.started_ms === caller.ended_ms;
    text.append(element("span", { class: "quiet" }, silent ? "said nothing" : "spoke, but nothing was understood"));
  }
  if (caller.text) text.append(element("span", { class: "note" }, `confidence ${percent(caller.confidence)}`));
  return text;
}

function decided(decision) {
  if (!decision) return "";
  const by = decision.pattern || decision.method;
  return `${by} · layer ${decision.layer}`;
}

export function greetingEntry(greeting) {
  const reply = typeof greeting === "string" ? { text: greeting, interrupted: false } : greeting;
  return element("li", { class: "turn greeting" }, spoken(reply));
}

// `open`: which <details> of an earlier version of this turn were open.
export function turnEntry(turn, open = new Set()) {
  const entry = element("li", { class: "turn", "data-number": turn.number });
  if (turn.caller) entry.append(asked(turn.caller));
  if (turn.reply) entry.append(spoken(turn.reply));
  const total = turn.timings_ms?.e2e;
  const more = (name, label, aside, content) => {
    const box = element("details", { "data-part": name },
      element("summary", {}, label, element("span", { class: "aside" }, aside)), content);
    box.open = open.has(name);
    return box;
  };
  if (turn.decision) entry.append(more("why", "Why this answer", decided(turn.decision), reasons(turn.decision)));
  if (turn.timings_ms && Object.values(turn.timings_ms).some((value) => value !== null)) {
    entry.append(more("time", "Where the time went", total == null ? "" : `e2e ${milliseconds(total)}`,
      waterfall(turn.timings_ms)));
  }
  return entry;
}
