# SPDX-License-Identifier: Apache-2.0
"""The page's own decisions, asked for inside the browser: the chain of links, the axis of a turn, the resampler."""
import json
import math

# What is known at a quiet moment of a healthy call; each case changes some of it.
HEALTHY = {
    "phase": "up", "mic": {"state": "live", "label": "Desk"}, "sock": {"state": "open"}, "speaker": "running",
    "muted": False, "upSince": 0, "heardSoundAt": 99000, "loudFor": 0, "congestedAt": None,
    "media": {"received_ms": 99000}, "mediaAt": 99500, "speaking": False, "voiceSeen": True, "voiceEndedAt": 90000,
    "partial": "", "lastFinal": "when do you open", "transcriptAt": 90500, "decision": {"pattern": "hours", "layer": "1a"},
    "activity": "silent", "agentAudioAt": 95000, "agentSoundAt": 95000, "server": "ready",
    "chain": [{"name": name, "state": "ok", "detail": name + " is well"} for name in ("recogniser", "router", "voice")],
}
NOW = 100000


def broken(name, error, remedy):
    return [{"name": name, "state": "broken", "detail": "", "last_error": error, "remedy": remedy}]


# What is different, link, its state, and words of its detail or remedy.
CHAIN = [
    ({}, "Microphone", "ok", "Desk"),
    ({}, "Model", "unused", "without a language model"),
    ({}, "Recogniser", "ok", "when do you open"),
    ({}, "Router", "ok", "hours by layer 1a"),
    ({"decision": {"pattern": None, "layer": "fallback"}}, "Router", "ok", "no pattern fits"),
    ({"decision": {"pattern": None, "layer": "0"}}, "Router", "ok", "not asked"),
    ({"mic": {"state": "asking"}}, "Microphone", "busy", "permission"),
    ({"mic": {"state": "lost"}}, "Microphone", "broken", "unplugged"),
    ({"mic": {"state": "muted", "label": "Desk"}}, "Microphone", "warn", "muted by the system"),
    ({"muted": True}, "Microphone", "warn", "muted on this page"),
    ({"heardSoundAt": None}, "Microphone", "warn", "no sound for 5 s"),
    ({"heardSoundAt": None, "upSince": 96000}, "Microphone", "ok", "Desk"),
    ({"heardSoundAt": 69000}, "Microphone", "warn", "no sound for 30 s"),
    ({"congestedAt": 99000}, "Socket", "warn", "less audio than you speak"),
    ({"mediaAt": 95000}, "Socket", "warn", "quiet for 4 s"),
    ({"sock": {"state": "closed", "code": 1006, "reason": ""}}, "Socket", "broken", "1006"),
    ({"sock": {"state": "closed", "refused": {"detail": "Every line is taken.", "remedy": "Call again."}}}, "Socket",
     "broken", "Every line is taken"),
    ({"phase": "idle", "sock": {"state": "closed", "expected": True, "code": 1000}}, "Socket", "idle", "when you call"),
    ({"phase": "idle", "sock": {"state": "idle"}, "server": "unreachable"}, "Socket", "broken", "does not answer"),
    ({"media": {"received_ms": 0}}, "Voice detection", "broken", "receives no audio"),
    ({"speaking": True}, "Voice detection", "busy", "hears you"),
    ({"voiceSeen": False, "loudFor": 4000}, "Voice detection", "warn", "no voice in it"),
    ({"voiceSeen": False}, "Voice detection", "ok", "waiting"),
    ({"phase": "idle"}, "Voice detection", "idle", "during a call"),
    ({"voiceEndedAt": 95000}, "Recogniser", "warn", "no words"),
    ({"voiceEndedAt": 97000}, "Recogniser", "ok", "when do you open"),
    ({"partial": "what are"}, "Recogniser", "busy", "what are"),
    ({"chain": broken("recogniser", "no model", "scripts/setup")}, "Recogniser", "broken", "scripts/setup"),
    ({"chain": broken("voice", "no flite", "scripts/setup")}, "Voice", "broken", "no flite"),
    ({"chain": [{"name": "model", "state": "ok", "detail": "local"}]}, "Model", "ok", "local"),
    ({"chain": None, "server": "unreachable"}, "Router", "broken", "scripts/run"),
    ({"activity": "speaking"}, "Voice", "busy", "speaks"),
    ({"speaker": "suspended"}, "Speaker", "broken", "click"),
    ({"speaker": "broken"}, "Speaker", "broken", "Reload"),
    ({"activity": "speaking", "agentAudioAt": 97000}, "Speaker", "warn", "no audio arrives"),
    ({"agentSoundAt": 99900}, "Speaker", "busy", "volume"),
]


def check_chain(test, page):
    for change, name, state, words in CHAIN:
        known = json.dumps({**HEALTHY, **change})
        found = page.ask(f"import('/try/links.js').then((m) => m.chainOf({known}, {NOW}))")
        test.assertEqual([one["name"] for one in found], ["Microphone", "Socket", "Voice detection", "Recogniser",
                                                          "Router", "Model", "Voice", "Speaker"])
        link = next(one for one in found if one["name"] == name)
        test.assertEqual(link["state"], state, (change, link))
        test.assertIn(words, link["detail"] + " " + link["remedy"], change)
        if state in ("warn", "broken"):
            test.assertTrue(link["remedy"], (change, link))


def check_stages(test, page):
    timings = {"end_of_turn_delay": 240, "transcription_delay": 180, "route": 1, "llm_ttft": None, "tts_ttfb": 5,
               "first_audio": 7, "e2e": 255}
    found = page.ask(f"import('/try/turns.js').then((m) => m.stagesOf({json.dumps(timings)}))")
    test.assertEqual([(one["name"], one["from"], one["ms"]) for one in found], [
        ("End-of-turn delay", 0, 240), ("Transcription delay", 0, 180), ("Route", 240, 1),
        ("LLM time to first token", 241, None), ("TTS time to first byte", 241, 5), ("e2e latency", 0, 255)])


# A second of a tone in messages of 20 ms, all at once so that a busy machine tears nothing, through the player; its output is caught by the
# capturing worklet. Then more of it, cut by a clear, and what comes too late of the old generation.
PLAY = """(async () => {
  const context = new AudioContext();
  await Promise.all(["capture", "player"].map((name) => context.audioWorklet.addModule(`/try/${name}.js`)));
  await context.resume();
  const processorOptions = { rate: 16000 };
  const player = new AudioWorkletNode(context, "parley-player",
    { processorOptions, numberOfInputs: 0, outputChannelCount: [1] });
  const capture = new AudioWorkletNode(context, "parley-capture", { processorOptions, numberOfOutputs: 0 });
  player.connect(capture);
  const heard = [], told = [];
  capture.port.onmessage = ({ data }) => heard.push(...new Int16Array(data.audio));
  player.port.onmessage = ({ data }) => told.push(data);
  const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));
  let at = 0;
  const send = (generation) => {
    const audio = new ArrayBuffer(8 + 640);
    const samples = new Int16Array(audio, 8);
    for (let i = 0; i < 320; ++i) samples[i] = 8000 * Math.sin(2 * Math.PI * 400 * (at + i) / 16000);
    player.port.postMessage({ type: "audio", generation, position: at, audio, offset: 8 }, [audio]);
    at += 320;
  };
  for (let k = 0; k < 50; ++k) send(1);
  await pause(1600);
  const first = heard.slice(), last = told.filter((one) => one.active).at(-1).position;
  for (let k = 0; k < 25; ++k) send(1);
  await pause(100);
  player.port.postMessage({ type: "clear", generation: 2 });
  const cutAt = heard.length;
  send(1);
  await pause(400);
  const result = { first, last, cut: heard.slice(cutAt), at, after: told.filter((one) => one.active).at(-1) };
  await context.close();
  return result;
})()"""


def check_player(test, page):
    played = page.ask(PLAY, gesture=True)
    sound = played["first"]
    begin = next(i for i, sample in enumerate(sound) if abs(sample) > 100)
    end = max(i for i, sample in enumerate(sound) if abs(sample) > 100)
    test.assertAlmostEqual((end - begin) / 16000, 1.0, delta=0.02, msg="all of it is heard, and no more")
    # A pure tone obeys x[n] = 2 cos(w) x[n-1] - x[n-2]; a gap or a repetition anywhere breaks that.
    turn = 2 * math.cos(2 * math.pi * 400 / 16000)
    inside = sound[begin + 200:end - 200]
    worst = max(abs(inside[n] - turn * inside[n - 1] + inside[n - 2]) for n in range(2, len(inside)))
    test.assertLess(worst, 80, "the tone is torn")
    test.assertEqual(played["last"], 16000, "everything was told as played")
    # The clear: 40 ms are on the way between the worklets at most, then silence for good.
    test.assertEqual([sample for sample in played["cut"][1600:] if abs(sample) > 10], [], "stale audio")
    test.assertEqual(played["after"]["generation"], 2)
    test.assertLessEqual(played["after"]["position"], played["at"])


# How loud (dB) a tone is behind the resampler, fed in pieces as a worklet does, and how many samples came out of a second.
TONE = """import('/try/resampler.js').then(({{Resampler}}) => {{
  const made = new Resampler({rate}, {to});
  let power = 0, count = 0, n = 0;
  for (let block = 0; block < Math.floor({rate} / 128); ++block) {{
    const piece = new Float32Array(128);
    for (let i = 0; i < 128; ++i) piece[i] = Math.sin(2 * Math.PI * {tone} * n++ / {rate});
    const out = made.convert(piece);
    for (const sample of out) power += block > 10 ? sample * sample : 0;
    count += out.length;
  }}
  return [10 * Math.log10(2 * power / count + 1e-12), count];
}})"""


def check_resampler(test, page):
    for rate, to, tone, passes in ((48000, 16000, 1000, True), (48000, 16000, 6000, True), (48000, 16000, 10000, False),
                                   (48000, 16000, 15000, False), (44100, 16000, 1000, True),
                                   (44100, 16000, 9500, False), (16000, 48000, 1000, True), (16000, 44100, 3000, True)):
        level, count = page.ask(TONE.format(rate=rate, to=to, tone=tone))
        case = f"{tone} Hz from {rate} to {to}: {level:.1f} dB"
        test.assertAlmostEqual(count / to, 1, delta=0.01, msg=case)
        if passes:
            test.assertAlmostEqual(level, 0, delta=0.6, msg=case)
        else:
            test.assertLess(level, -60, case)
