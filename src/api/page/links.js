// SPDX-License-Identifier: Apache-2.0
// The chain from the caller's voice to the answer: what the page knows and what the server says, as a list of links.
// Pure: state in, list out. States: idle, ok, busy, warn, broken, unused.

const link = (name, state, detail, remedy = "") => ({ name, state, detail, remedy });

// `known`: see freshState() in try.js; times in ms of one clock, `now` among them.
export function chainOf(known, now) {
  return [
    microphone(known, now), socket(known, now), voiceDetection(known, now), recogniser(known, now), router(known),
    model(known), voice(known), speaker(known, now),
  ];
}

const inCall = (known) => known.phase === "up";
const since = (at, now) => (at === null ? Infinity : now - at);

function microphone({ mic, muted, phase, heardSoundAt, upSince }, now) {
  const name = "Microphone";
  if (mic.reason) return link(name, "broken", mic.reason.message, mic.reason.remedy);
  if (mic.state === "asking") return link(name, "busy", "waiting for your permission", "Allow it where the browser asks.");
  if (mic.state === "lost") return link(name, "broken", "it was unplugged or taken away", "Plug it in and call again.");
  if (mic.state === "muted") return link(name, "warn", "muted by the system", "Unmute it in the system or at its switch.");
  if (mic.state !== "live") return link(name, "idle", "asked for when you call");
  if (muted) return link(name, "warn", "muted on this page", "Press Mute again to be heard.");
  // A microphone that was heard may be quiet for longer: noise suppression makes pauses quite silent.
  const patience = heardSoundAt === null ? 5000 : 30000;
  if (phase === "up" && now - Math.max(upSince, heardSoundAt ?? 0) > patience) {
    return link(name, "warn", `${mic.label}: no sound for ${patience / 1000} s`,
      "Is another microphone the default, or its switch off? Speak and watch the bar.");
  }
  return link(name, "ok", mic.label || "open");
}

function socket({ sock, server, upSince, mediaAt, congestedAt, phase }, now) {
  const name = "Socket";
  if (sock.state === "connecting") return link(name, "busy", "connecting");
  if (sock.state === "open") {
    if (since(congestedAt, now) < 5000) {
      return link(name, "warn", "the network takes less audio than you speak", "Move closer to the access point, or use a cable.");
    }
    if (phase === "up" && now - Math.max(upSince, mediaAt ?? 0) > 4000) {
      return link(name, "warn", "the server has been quiet for 4 s", "Wait a moment; hang up and call again if it stays.");
    }
    return link(name, "ok", "open");
  }
  if (sock.refused) return link(name, "broken", sock.refused.detail, sock.refused.remedy ?? "");
  if (sock.state === "closed" && !sock.expected) {
    const why = sock.reason ? `${sock.reason} (${sock.code})` : `closed without a word (${sock.code})`;
    return link(name, "broken", why, "Is the server still running? A proxy in between must pass WebSockets on.");
  }
  if (server === "unreachable") return link(name, "broken", "the server does not answer", "Start it: scripts/run");
  return link(name, "idle", "opened when you call");
}

function voiceDetection({ phase, voiceSeen, speaking, media, loudFor, mic, sock }) {
  const name = "Voice detection";
  if (phase !== "up") return link(name, "idle", "in the server, during a call");
  if (media && media.received_ms === 0 && mic.state === "live" && sock.state === "open") {
    return link(name, "broken", "the server receives no audio", "Look at the links before this one.");
  }
  if (speaking) return link(name, "busy", "hears you speak");
  if (voiceSeen) return link(name, "ok", "quiet now");
  if (loudFor > 3000) return link(name, "warn", "sound arrives, no voice in it", "Speak louder or closer, with less noise around.");
  return link(name, "ok", "waiting for your voice");
}

// A link of /readyz?verbose by its name there.
function served(known, name, title) {
  if (known.server === "unreachable") return link(title, "broken", "the server does not answer", "Start it: scripts/run");
  const found = known.chain?.find((one) => one.name === name);
  if (!found) return link(title, "idle", known.chain ? "the server does not speak of it" : "asking the server");
  const state = { ok: "ok", degraded: "warn", broken: "broken", starting: "busy" }[found.state] ?? "idle";
  const detail = found.last_error && found.state !== "ok" ? found.last_error : (found.detail ?? found.state);
  return link(title, state, detail, found.state === "ok" ? "" : (found.remedy ?? ""));
}

function recogniser(known, now) {
  const found = served(known, "recogniser", "Recogniser");
  if (!inCall(known) || found.state !== "ok") return found;
  const waits = since(known.voiceEndedAt, now);
  if (known.voiceEndedAt !== null && waits > 4000 && (known.transcriptAt ?? 0) < known.voiceEndedAt) {
    return link("Recogniser", "warn", "heard a voice but no words", "Ask what the organization knows, in its language.");
  }
  if (known.partial) return link("Recogniser", "busy", `“${known.partial}”`);
  if (known.lastFinal) return link("Recogniser", "ok", `“${known.lastFinal}”`);
  return found;
}

function router(known) {
  const found = served(known, "router", "Router");
  if (!inCall(known) || found.state !== "ok" || !known.decision) return found;
  const { pattern, layer } = known.decision;
  if (layer === "0") return link("Router", "ok", "not asked: a key, or silence");
  return link("Router", "ok", pattern ? `${pattern} by layer ${layer}` : "no pattern fits");
}

function model(known) {
  const found = known.chain?.find((one) => one.name === "model");
  if (found) return served(known, "model", "Model");
  return link("Model", "unused", "not used: answers come without a language model");
}

function voice(known) {
  const found = served(known, "voice", "Voice");
  if (inCall(known) && found.state === "ok" && known.activity === "speaking") return link("Voice", "busy", "speaks");
  return found;
}

function speaker({ speaker: state, phase, agentAudioAt, agentSoundAt, activity }, now) {
  const name = "Speaker";
  if (state === "broken") return link(name, "broken", "playback failed", "Reload the page.");
  if (phase !== "up" && state !== "suspended") return link(name, "idle", "used when the agent speaks");
  if (state === "suspended" || state === "interrupted") {
    return link(name, "broken", "the browser holds sound back until you click", "Click anywhere on this page.");
  }
  if (activity === "speaking" && since(agentAudioAt, now) > 2000) {
    return link(name, "warn", "the agent speaks but no audio arrives", "Look at the socket.");
  }
  if (since(agentSoundAt, now) < 600) return link(name, "busy", "plays. Nothing to hear? Check volume and output device");
  return link(name, "ok", agentAudioAt === null ? "open" : "quiet now");
}
