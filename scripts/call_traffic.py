# SPDX-License-Identifier: Apache-2.0
"""scripts/bench_calls traffic: many calls that ask what callers ask, most of it often."""
import json
import random
import urllib.parse
from datetime import datetime, timezone
from pathlib import Path

import heard_audio
from bench_parts import ROOT, Server, Stores, percentile, say
from call_stage import CLIP, Model, NoStores, definition, listening_questions, organizations, place_calls, records, \
    routing_learned, scripted

FREQUENT = 0.8  # of the utterances; the others are asked in words of their own, once
# Beside those of the patterns: what only the model knows.
MODEL_QUESTIONS = ROOT / "scripts/frequent_questions.json"
BEFORE = ["hello", "hi there", "listen", "tell me please", "one question", "excuse me", "sorry", "by the way", "quickly", "well"]
BEHIND = ["if i may ask", "if you know", "would you tell me", "in your opinion", "my wife asks", "my son asks",
          "my neighbor asks", "just asking", "for my mother", "for my office"]


class Mix:
    """`count` utterances by seed: questions of patterns and of the model, the n-th most frequent one asked in proportion
    to 1/n; the rest in words that nobody else uses."""

    def __init__(self, text, count, seed):
        chance = random.Random(seed)
        self.patterns = dict(listening_questions(text))
        self.answers = json.loads(MODEL_QUESTIONS.read_text())
        pool = [*self.patterns, *self.answers]
        chance.shuffle(pool)
        weights = [1 / rank for rank in range(1, len(pool) + 1)]
        own = [f"{before} {question} {behind}" for question in pool for before in BEFORE for behind in BEHIND]
        chance.shuffle(own)
        self.lines = []
        for _ in range(count):
            frequent = chance.random() < FREQUENT
            self.lines.append(chance.choices(pool, weights)[0] if frequent else own.pop())
        self.pool = pool

    def repeated(self):
        """The share of utterances in words that were said before: no memory can know more."""
        return 1 - len(set(self.lines)) / len(self.lines)

    def model_answers(self):
        """The model knows what was asked in whatever words around it, and nothing of what patterns answer."""
        known = {}
        for line in {*self.lines, *self.pool}:
            for question, answer in self.answers.items():
                if question in line:
                    known[line] = {"answer": answer, "confidence": 0.97, "says_static": True}
        return known


def replies_heard(report, record, file):
    """(turn of the record or None, loudness of what was heard) of each turn of the caller."""
    samples, rate = heard_audio.agent_side(file)
    windows = heard_audio.loudness(samples, rate)
    told = [turn for turn in (record or {"turns": []})["turns"] if turn["caller"] and turn["caller"]["text"]]
    heard = []
    for number, turn in enumerate(report["turns"]):
        part = []
        if turn["reply_audio_ms"] is not None:
            first = (turn["reply_audio_ms"] - report["answered_ms"]) // heard_audio.WINDOW_MS
            last = (turn["reply_end_ms"] - report["answered_ms"]) // heard_audio.WINDOW_MS
            part = heard_audio.voiced_part(windows[max(0, first - 2):last + 2])
        heard.append((told[number] if number < len(told) else None, part))
    return heard


def recording(place, name, index):
    return Path(place) / (f"{name}.wav" if index == 0 else f"{name}-{index + 1}.wav")


def references(place, mix, common):
    """Reply text to how it sounds: a question of every pattern and all of the model's, asked of a server of their own.
    A question that a pattern answers there is not the model's."""
    questions = [*{key: question for question, key in mix.patterns.items()}.values(), *mix.answers]
    server = Server(NoStores(place), "alone", **common, **scripted(place, "pool", questions))
    try:
        reports = place_calls(server, len(questions), 20, [CLIP], record=f"{place}/alone.wav")
        told = records(server, reports)
    finally:
        server.stop()
    sounds = {}
    for index, report in enumerate(reports):
        file = recording(place, "alone", index)
        for turn, part in replies_heard(report, told.get(report["call_id"]), file):
            if turn and turn["reply"] and part:
                sounds.setdefault(turn["reply"]["text"], part)
                if turn["decision"]["pattern"] and mix.answers.pop(turn["caller"]["text"], None):
                    say(f"  '{turn['caller']['text']}' is a question of {turn['decision']['pattern']}")
        file.unlink()
    return sounds


class Judged:
    def __init__(self):
        self.turns = self.silent = self.untold = self.wrong = self.other_sound = self.compared = 0
        self.remembered = []  # of each turn, in the order of the calls
        self.gaps = []

    def add(self, mix, sounds, report, turn, part, gap):
        self.turns += 1
        self.silent += not part
        self.untold += turn is None or turn["reply"] is None
        if gap is not None:
            self.gaps.append(gap)
        if turn is None or turn["reply"] is None:
            return
        self.remembered.append(turn["decision"].get("evidence", "").startswith("remembered"))
        text, reply = turn["caller"]["text"], turn["reply"]["text"]
        expected = mix.patterns.get(text)
        if expected and turn["decision"]["pattern"] != expected or text in mix.answers and reply != mix.answers[text]:
            self.wrong += 1
            say(f"  wrong: '{text}' was answered by {turn['decision']['layer']} with '{reply}'")
        if part and reply in sounds:
            self.compared += 1
            alike = heard_audio.likeness(sounds[reply], part)
            if alike < heard_audio.SAME:
                self.other_sound += 1
                say(f"  another sound ({alike:.2f}, {len(part)} of {len(sounds[reply])} windows) in call "
                    f"{report['call_id']}: '{reply}'")


def mistaken(sounds):
    """How many pairs of different replies the comparison of sounds takes for the same: what it is worth."""
    some = sorted(sounds)[:40]
    return sum(heard_audio.same(sounds[a], sounds[b]) for at, a in enumerate(some) for b in some[:at]), \
        len(some) * (len(some) - 1) // 2


def measure_traffic(place, given, results):
    text = definition() + ("\nrouter: { learn: false }\n" if given.without_learning else "")
    mix = Mix(text, given.calls * given.turns, given.seed)
    model = Model(place, mix.model_answers())
    try:
        common = {**organizations(place, text), **model.settings()}
        say("what frequent questions are answered with, heard alone")
        sounds = references(place, mix, common)
        pairs, of_pairs = mistaken(sounds)
        stores = Stores(f"{place}/state", common)
        try:
            run(place, given, results, mix, model, sounds, stores, common)
        finally:
            stores.stop()
        results.add("traffic.sounds_mistaken_for_others", pairs, "pairs", of_pairs)
    finally:
        model.stop()


def run(place, given, results, mix, model, sounds, stores, common):
    server = Server(stores, "server", **common, **scripted(place, "script", mix.lines))
    try:
        server.lift_limit()
        routing_learned(server)
        asked_before, cpu_before = model.asked(), server.cpu_seconds()
        began = datetime.now(timezone.utc)
        say(f"{given.calls} calls, {given.concurrency} at a time")
        reports = place_calls(server, given.calls, given.concurrency, [CLIP] * given.turns, given.rate, f"{place}/call.wav")
        seconds = (datetime.now(timezone.utc) - began).total_seconds()
        cpu = server.cpu_seconds() - cpu_before
        told = records(server, reports)
        judged = Judged()
        for index, report in enumerate(reports):
            file = recording(place, "call", index)
            if not file.exists():
                continue
            for number, (turn, part) in enumerate(replies_heard(report, told.get(report["call_id"]), file)):
                judged.add(mix, sounds, report, turn, part, report["turns"][number]["gap_ms"])
            file.unlink()
        since = urllib.parse.quote(began.strftime("%Y-%m-%dT%H:%M:%SZ"))
        status, figures = server.get(f"/v1/analytics/router/demo?from={since}", timeout=30)
        cache = server.get("/v1/cache", key=server.installation)[1]
        tell(given, results, mix, reports, told, judged, figures if status == 200 else None, cache, model.asked() - asked_before)
        results.add("traffic.seconds", seconds, "s", given.calls)
        results.add("traffic.server_cores", cpu / seconds, "cores", given.calls)
    finally:
        server.stop()


def tell(given, results, mix, reports, told, judged, figures, cache, asked):
    bad_calls = [report for report in reports if report["end"] != "local" or report["sip_status"] != 200]
    for report in bad_calls[:10]:
        say(f"  call {report['call_id']}: {report['end']} {report['sip_status']} {report.get('problem', '')}")
    expected = given.calls * given.turns
    results.add("traffic.calls", len(reports), "calls", given.calls)
    results.add("traffic.most_at_a_time", most_at_a_time(told.values()), "calls", len(told))
    results.add("traffic.failed_calls", len(bad_calls), "calls", given.calls)
    results.add("traffic.calls_without_record", given.calls - len(told), "calls", given.calls)
    results.add("traffic.turns_without_reply", expected - judged.turns + judged.silent, "turns", expected)
    results.add("traffic.turns_without_record", judged.untold, "turns", judged.turns)
    results.add("traffic.wrong_answers", judged.wrong, "turns", judged.turns)
    results.add("traffic.sound_compared", judged.compared, "turns", judged.turns)
    results.add("traffic.sound_of_another_reply", judged.other_sound, "turns", judged.compared)
    results.add("traffic.rtp_lost", sum(report["rtp"]["lost"] for report in reports), "packets",
                sum(report["rtp"]["received"] for report in reports))
    late = judged.remembered[len(judged.remembered) // 2:]
    results.add("traffic.remembered", sum(judged.remembered) / max(1, judged.turns), "share", judged.turns)
    results.add("traffic.remembered.most", mix.repeated(), "share", judged.turns)
    results.add("traffic.remembered.later_half", sum(late) / max(1, len(late)), "share", len(late))
    replies = cache["uses"]["reply"]
    results.add("traffic.reply_cache_hit_rate", replies["hit_rate"] or 0, "share",
                replies["near_hits"] + replies["shared_hits"] + replies["misses"])
    results.add("traffic.model_calls", asked, "calls", judged.turns)
    for layer in (figures or {"layers": []})["layers"]:
        name = layer["layer"]
        results.add(f"traffic.layer_{name}.share", layer["share"], "share", layer["turns"])
        if layer["latency_ms"]:
            results.add(f"traffic.layer_{name}.latency_ms.p95", layer["latency_ms"]["p95"], "ms", layer["turns"])
    results.add("traffic.gap_ms.p50", percentile(judged.gaps, 0.5), "ms", len(judged.gaps))
    results.add("traffic.gap_ms.p95", percentile(judged.gaps, 0.95), "ms", len(judged.gaps))
    results.add("traffic.caller_lateness_ms.p99", percentile([one["rtp"]["send_lateness_p99_ms"] for one in reports], 0.99),
                "ms", len(reports))


def most_at_a_time(told):
    """Of the records: how many calls were up at once."""
    steps = []
    for record in told:
        if record["answered_at"] and record["ended_at"]:
            steps += [(record["answered_at"], 1), (record["ended_at"], -1)]
    most = now = 0
    for _, step in sorted(steps):
        now += step
        most = max(most, now)
    return most
