# SPDX-License-Identifier: Apache-2.0
"""scripts/bench_calls gap: from the last voiced sample of a question to the first of its reply, on the callers' clock,
in calls that nothing disturbs, while layer 1b is learned again and again, and with Redis killed when they are up.
The kinds take turns, so that all see the same machine."""
import contextlib
import re
import signal
import subprocess
import threading

from bench_parts import BINARY, ROOT, Server, Stores, percentile, reports, say, until
from call_stage import CLIP, Model, definition, organizations, records, routing_learned, scripted

ROUNDS = 3
KINDS = ["undisturbed", "refits", "no_redis"]
QUESTIONS = ["what are your hours", "where is your office", "do you repair boilers", "how can i pay",
             "are you open on sunday"]
# To a scripted recogniser: every second one is the model's, whose answers are not kept (they have an hour in them).
MODEL_QUESTIONS = {f"did the van number {word} leave already":
                   {"answer": f"The van number {word} leaves at nine today.", "confidence": 0.97, "says_static": False}
                   for word in ("one", "two", "three", "four", "five", "six", "seven", "eight")}


def short_answers(text):
    """Nobody needs to wait for long replies here."""
    numbers = iter(range(1000))
    text = re.sub(r'^    reply: .*$', lambda _: f'    reply: "Certainly, number {next(numbers)}."', text, flags=re.M)
    return re.sub(r'^greeting: .*$', 'greeting: "Northwind."', text, flags=re.M)


class Refits:
    """Learns the organization again as soon as it was learned: a pattern comes and goes."""

    def __init__(self, server):
        self.server, self.done = server, threading.Event()
        self.count = 0
        self.problem = None
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def learned(self):
        return self.server.metric("parley_router_learning_seconds_count")

    def change(self, number, made):
        if made is None:
            status, pattern = self.server.get("/v1/patterns", "POST", {
                "key": f"van_{number}", "examples": [f"is the van {number} blue", f"which color has van {number}"],
                "reply": "It is blue."})
            if status != 201:
                raise SystemExit(f"the pattern was not made: {status} {pattern}")
            return pattern["id"]
        status, told = self.server.get(f"/v1/patterns/{made}", "DELETE", headers={"If-Match": "*"})
        if status != 204:
            raise SystemExit(f"the pattern did not go: {status} {told}")
        return None

    def run(self):
        made = None
        try:
            while not self.done.is_set() or made is not None:
                before = self.learned()
                made = self.change(self.count, made)
                until(lambda: self.learned() > before, 600, "a refit", 0.1)
                self.count += 1
        except SystemExit as problem:
            self.problem = problem

    def stop(self):
        self.done.set()
        self.thread.join()
        if self.problem:
            raise self.problem


def sharing(server):
    return server.get("/v1/cache", key=server.installation)[1]["sharing"]


@contextlib.contextmanager
def disturbed(kind, server, stores, refits):
    """The calls are up. What disturbs them is over when this ends."""
    if kind == "refits":
        running = Refits(server)
        try:
            yield
        finally:
            running.stop()
            refits.append(running.count)
    elif kind == "no_redis":
        stores.signal("redis", signal.SIGKILL)
        yield
        stores.start()
        until(lambda: sharing(server), 60, "Redis again", 0.1)
    else:
        yield


def ask(server, calls, says):
    command = [BINARY, "call", f"sip:demo@127.0.0.1:{server.sip}", "--json", "--voice", "slt", "--calls", str(calls),
               "--concurrency", str(calls), "--rate", "10", *[part for text in says for part in ("--say", text)]]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env=server.environment)


class Gaps:
    def __init__(self):
        self.by_layer = {"1": [], "2": []}
        self.failed = self.turns = self.silent = 0

    def add(self, report, record):
        self.failed += report["end"] != "local" or record is None
        told = [turn for turn in (record or {"turns": []})["turns"] if turn["caller"] and turn["caller"]["text"]]
        for number, turn in enumerate(report["turns"]):
            self.turns += 1
            self.silent += turn["gap_ms"] is None
            if turn["gap_ms"] is None or turn["gap_ms"] < 0 or number >= len(told):
                continue
            layer = told[number]["decision"]["layer"][:1]
            if layer in self.by_layer:
                self.by_layer[layer].append(turn["gap_ms"])


def measure_gaps(place, given, results):
    model = Model(place, MODEL_QUESTIONS, delay_ms=0)
    try:
        text = short_answers(definition()) + "\nrouter: { learn: false }\n"
        settings = {**organizations(place, text), **model.settings()}
        says = QUESTIONS
        if given.recogniser == "scripted":
            lines = [line for pair in zip(QUESTIONS * 8, [*MODEL_QUESTIONS] * 5) for line in pair]
            settings.update(scripted(place, "script", lines))
            says = [CLIP] * len(QUESTIONS)
        stores = Stores(f"{place}/state", settings)
        try:
            run(given, results, Server(stores, "server", **settings), stores, says)
        finally:
            stores.stop()
    finally:
        model.stop()


def run(given, results, server, stores, says):
    found, refits = {kind: Gaps() for kind in KINDS}, []
    try:
        server.lift_limit()
        routing_learned(server)
        until(lambda: sharing(server), 60, "Redis", 0.1)
        calls_of_kind = -(-given.turns // (len(says) * ROUNDS))
        for number in range(ROUNDS):
            for kind in KINDS[number % 3:] + KINDS[:number % 3]:
                say(f"round {number + 1} of {ROUNDS}: {kind}")
                left = calls_of_kind
                while left > 0:
                    calls = min(left, given.concurrency)
                    calling = ask(server, calls, says)
                    until(lambda: server.metric("parley_calls_active") >= calls or calling.poll() is not None, 30,
                          f"{calls} calls", 0.02)
                    with disturbed(kind, server, stores, refits):
                        told = reports(calling)
                    kept = records(server, told)
                    for report in told:
                        found[kind].add(report, kept.get(report["call_id"]))
                    left -= calls
    finally:
        server.stop()
    for kind in KINDS:
        gaps = found[kind]
        results.add(f"gap.{kind}.failed_calls", gaps.failed, "calls", calls_of_kind * ROUNDS)
        results.add(f"gap.{kind}.turns_without_reply", gaps.silent, "turns", gaps.turns)
        for layer, values in gaps.by_layer.items():
            if not values:
                continue
            for name, share in (("p50", 0.5), ("p95", 0.95)):
                results.add(f"gap.{kind}.layer_{layer}_ms.{name}", percentile(values, share), "ms", len(values))
            quiet = found["undisturbed"].by_layer[layer]
            if kind != "undisturbed" and quiet:
                later = percentile(values, 0.95) - percentile(quiet, 0.95)
                results.add(f"gap.{kind}.layer_{layer}_ms.p95_later", later, "ms", len(values))
    results.add("gap.refits", sum(refits), "refits", len(refits))
