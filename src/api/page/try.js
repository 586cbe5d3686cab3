// SPDX-License-Identifier: Apache-2.0
// The page: what is known of key, call and chain, and how it is shown.
import { Call } from "./call.js";
import { chainOf } from "./links.js";
import { foreseeableProblem } from "./microphone.js";
import { announce, by, drawLevel, emptyConversation, explain, lamp, reveal, showGreeting, showLinks, showTurn } from "./show.js";
import { element, greetingEntry } from "./turns.js";

const KEY = "parley.key";
const DIGITS = "123456789*0#";

// Times are performance.now(); null: it has not happened in this call.
function freshCall() {
  return {
    phase: "idle",            // idle, calling, up
    mic: { state: "idle" }, sock: { state: "idle" }, speaker: "idle", muted: false,
    upSince: null, callId: null, recorded: false, ended: null,
    heardSoundAt: null, loudFor: 0, congestedAt: null, media: null, mediaAt: null,
    speaking: false, voiceSeen: false, voiceEndedAt: null,
    partial: "", lastFinal: "", transcriptAt: null, decision: null,
    activity: "silent", agentAudioAt: null, agentSoundAt: null,
  };
}

let known = { ...freshCall(), server: "unknown", chain: null };
let call = null;
const levels = { you: 0, agent: 0 };

// --- The server: its chain, the key and what it may see -------------------------------------------------------------

async function askServer() {
  try {
    const answer = await fetch("/readyz?verbose", { cache: "no-store" });
    const told = await answer.json();
    known.server = told.ready ? "ready" : "not ready";
    known.chain = told.chain ?? null;
    showServer(told.ready ? "The server is ready" : `The server takes no calls: ${told.reasons.join(", ")}`, told.ready);
  } catch {
    known.server = "unreachable";
    known.chain = null;
    showServer("The server does not answer", false);
  }
  showChain();
}

function showServer(text, well) {
  by("server").textContent = text;
  by("server").dataset.state = well ? "ok" : "broken";
}

const authorized = (key) => ({ headers: { Authorization: `Bearer ${key}` }, cache: "no-store" });

async function useKey() {
  const key = by("key").value.trim();
  const choice = by("organization");
  const say = (text) => choice.replaceChildren(element("option", { value: "" }, text));
  choice.disabled = by("call").disabled = true;
  if (!key) return say("enter a key first");
  let found = null;
  try {
    const answer = await fetch("/v1/organizations", authorized(key));
    if (answer.status === 401) {
      say("the key is unknown");
      return explain("This server does not know the key.", "Copy the line “API key:” that scripts/run prints.");
    }
    found = (await answer.json()).data;
  } catch {
    say("the server does not answer");
    return explain("The server does not answer.", "Start it: scripts/run");
  }
  sessionStorage.setItem(KEY, key);
  choice.replaceChildren(...found.map((one) =>
    element("option", { value: one.key }, one.numbers.length ? `${one.name} (${one.numbers.join(", ")})` : one.name)));
  if (found.length === 0) return say("this key sees no organization");
  choice.disabled = false;
  by("call").disabled = known.phase !== "idle";
  explain();
}

// --- A call ---------------------------------------------------------------------------------------------------------

async function place() {
  known = { ...freshCall(), server: known.server, chain: known.chain, phase: "calling" };
  emptyConversation();
  by("replay").hidden = true;
  by("call-id").textContent = "";
  by("typed").textContent = "none";
  by("mute").setAttribute("aria-pressed", "false");
  explain();
  call = new Call(on);
  showPhase("Calling…");
  by("hang-up").focus();
  try {
    await call.start({ key: by("key").value.trim(), organization: by("organization").value });
  } catch (error) {
    // Reasons of the microphone are shown by its own event; anything else is a mistake or an old browser, unless the
    // caller hung up while the page was still preparing.
    if (!error.remedy && !call.closed) explain(`The call could not be started: ${error.message}`, "Reload the page and try again.");
    call.close();
  }
}

const events = {
  microphone: (event) => {
    known.mic = event;
    if (event.reason) explain(event.reason.message, event.reason.remedy);
  },
  socket: (event) => { known.sock = { ...known.sock, ...event }; },
  speaker: ({ state }) => { known.speaker = state; },
  level: ({ side, level }) => {
    levels[side] = Math.max(level, levels[side]);
    const now = performance.now();
    if (side === "you" && level > 0) known.heardSoundAt = now;
    if (side === "you") known.loudFor = level > 0.02 ? known.loudFor + 20 : Math.max(0, known.loudFor - 20);
    if (side === "agent" && level > 0.0005) known.agentSoundAt = now;
  },
  congested: () => { known.congestedAt = performance.now(); },
  agent_audio: () => { known.agentAudioAt = performance.now(); },
  ready: ({ call_id, recorded }) => {
    known.phase = "up";
    known.upSince = performance.now();
    Object.assign(known, { callId: call_id, recorded });
    by("call-id").textContent = `Call ${call_id}`;
    showPhase("In call");
  },
  refused: (event) => {
    known.sock.refused = event;
    explain(event.detail, event.remedy);
  },
  voice: ({ speaking }) => {
    known.speaking = speaking;
    known.voiceSeen = true;
    if (!speaking) known.voiceEndedAt = performance.now();
    lamp("voice-lamp", speaking, "voice");
  },
  transcript: ({ text, final }) => {
    known.transcriptAt = performance.now();
    known.partial = final ? "" : text;
    if (final && text) known.lastFinal = text;
    by("partial").hidden = !text || final;
    by("partial").textContent = text;
    if (!by("partial").hidden) reveal(by("partial"));
  },
  agent: ({ activity }) => {
    known.activity = activity;
    lamp("agent-activity", activity !== "silent", activity);
  },
  greeting: ({ text }) => {
    announce("greeting", "Agent", text);
    showGreeting(greetingEntry(text));
  },
  turn: ({ turn }) => {
    if (turn.decision) known.decision = turn.decision;
    showTurn(turn);
  },
  media: (event) => {
    known.media = event;
    known.mediaAt = performance.now();
  },
  notice: ({ detail, remedy }) => explain(detail, remedy),
  ended: (event) => {
    known.ended = event;
    if (event.detail) explain(event.detail, event.remedy);
  },
  over: over,
};

function on(type, fields) {
  events[type]?.(fields);
  if (type !== "level" && type !== "agent_audio") showChain();
}

const ENDS = {
  caller_hung_up: "You hung up.", agent_finished: "The agent ended the call.", silence: "Ended: nobody spoke.",
  no_media: "Ended: no audio arrived.", too_long: "Ended: the longest time for a call was reached.",
  overload: "The server is full.", shutdown: "The server is shutting down.", rejected: "The server ended the call.",
  speech_lost: "Ended: hearing or voice failed.", transferred: "The call was passed on.",
  bug: "Ended by a mistake of the server.",
};

function over() {
  const up = known.upSince !== null;
  known.phase = "idle";
  if (!known.mic.reason) known.mic = { state: "idle" };
  known.speaking = false;
  known.partial = "";
  by("partial").hidden = true;
  levels.you = levels.agent = 0;
  lamp("voice-lamp", false, "voice");
  lamp("agent-activity", false, "silent");
  const lost = up && !known.ended;
  const { state, expected, refused, code } = known.sock;
  if (lost) explain("The connection was lost in the middle of the call.", "Is the server still running? Look at the chain.");
  else if (!up && state === "closed" && !expected && !refused) {
    explain(`The server did not take the call (${code}).`, "Is it still running? A proxy in between must pass WebSockets on.");
  }
  showPhase(known.ended ? (ENDS[known.ended.reason] ?? `Ended: ${known.ended.reason}`) : lost ? "Connection lost." : "No call.");
  if (document.activeElement === document.body) by("call").focus();
  if (up) tell(known.callId, by("key").value.trim());
}

// After the call: the whole record, and the recording as soon as it is complete.
async function tell(id, key) {
  const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));
  for (let attempt = 0; attempt < 10; ++attempt) {
    await pause(attempt === 0 ? 200 : 500);
    try {
      const record = await (await fetch(`/v1/calls/${id}`, authorized(key))).json();
      if (!record.ended_at || known.callId !== id) continue;
      if (record.greeting) showGreeting(greetingEntry(record.greeting));
      record.turns.forEach(showTurn);
      if (!record.recording) return;
      const answer = await fetch(record.recording, authorized(key));
      if (!answer.ok) continue;
      const sound = await answer.blob();
      if (sound.size <= 44) continue;
      if (by("recording").src) URL.revokeObjectURL(by("recording").src);
      by("recording").src = URL.createObjectURL(sound);
      by("replay").hidden = false;
      return;
    } catch {
      // The server may be going down; the next attempt tells.
    }
  }
}

// --- What is shown --------------------------------------------------------------------------------------------------

function showPhase(text) {
  const active = known.phase !== "idle";
  const focused = document.activeElement;
  by("status").textContent = text;
  by("clock").textContent = "";
  document.body.dataset.phase = known.phase;
  by("call").hidden = active;
  by("hang-up").hidden = !active;
  by("call").disabled = active || !by("organization").value;
  by("mute").disabled = !active;
  by("key").disabled = by("use-key").disabled = active;
  by("organization").disabled = active || !by("organization").value;
  for (const button of by("keypad").children) button.disabled = known.phase !== "up";
  if (focused === by("hang-up") && !active) by("call").focus();
}

const showChain = () => showLinks(chainOf(known, performance.now()));

// Bars fall slowly, so that short sounds are seen.
function drawLevels() {
  for (const side of ["you", "agent"]) {
    const db = known.phase === "idle" ? -60 : Math.max(-60, Math.min(0, 20 * Math.log10(levels[side] + 1e-6)));
    drawLevel(by(`${side}-level`), (db + 60) / 60, db);
    levels[side] *= 0.8;
  }
}

function tick() {
  if (known.phase === "up") {
    const seconds = Math.floor((performance.now() - known.upSince) / 1000);
    by("clock").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
  showChain();
}

// --- Controls -------------------------------------------------------------------------------------------------------

function press(digit) {
  if (known.phase !== "up") return;
  call.press(digit);
  const typed = by("typed");
  typed.textContent = typed.textContent === "none" ? digit : (typed.textContent + digit).slice(-24);
}

for (const digit of DIGITS) {
  const button = element("button", { type: "button", class: "plain", disabled: "" }, digit);
  button.addEventListener("click", () => press(digit));
  by("keypad").append(button);
}
addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, audio");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key.length === 1 && DIGITS.includes(event.key)) press(event.key);
});
addEventListener("click", () => call?.context?.state === "suspended" && call.context.resume());
by("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  useKey();
});
by("key").addEventListener("change", useKey);
by("call").addEventListener("click", place);
by("hang-up").addEventListener("click", () => call?.hangUp());
by("mute").addEventListener("click", () => {
  known.muted = !known.muted;
  call?.mute(known.muted);
  by("mute").setAttribute("aria-pressed", String(known.muted));
  showChain();
});
addEventListener("pagehide", () => call?.hangUp());

// A key may come behind #key=, which is never sent to a server; it does not stay in the address.
const given = new URLSearchParams(location.hash.slice(1)).get("key");
if (given) history.replaceState(null, "", location.pathname);
by("key").value = given ?? sessionStorage.getItem(KEY) ?? "";
const problem = foreseeableProblem();
if (problem) {
  known.mic = { state: "refused", reason: problem };
  explain(problem.message, problem.remedy);
}
showChain();
askServer();
if (by("key").value) useKey();
setInterval(askServer, 5000);
setInterval(tick, 500);
setInterval(drawLevels, 60);
