# SPDX-License-Identifier: Apache-2.0
"""The stage of benchmarks that call a server with a language model behind it: model, organization, script, callers."""
import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import yaml

from bench_parts import BINARY, ROOT, say, until

CLIP = "what are your hours"  # what every caller says into a scripted recogniser: it hears the next line of its script


class NoStores:
    """In place of Stores: what is recorded stays in memory."""

    def __init__(self, place):
        self.place = Path(place)

    def environment(self):
        return {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}


class Model:
    """tests/wire/model_emulator.py with `answers`, question to answer."""

    def __init__(self, place, answers, delay_ms=150):
        file = Path(place) / "answers.json"
        file.write_text(json.dumps(answers))
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "tests/wire/model_emulator.py", file, "--delay-ms", str(delay_ms)],
            stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url:
            raise SystemExit("the language model did not start")

    def settings(self):
        return {"PARLEY_LANGUAGE_URL": self.url, "PARLEY_LANGUAGE_MODEL": "emulated"}

    def asked(self):
        with urllib.request.urlopen(self.url.removesuffix("/v1") + "/count", timeout=10) as answer:
            return json.load(answer)["chat"]

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def definition():
    """The demo organization as text, with room for many calls."""
    text = (ROOT / "config/organizations/demo.yaml").read_text()
    wide = re.sub(r"^limits: .*$", "limits: { calls: 200, call_minutes: 30 }", text, flags=re.M)
    if wide == text:
        raise SystemExit("the demo organization has no limits to widen")
    return wide


def listening_questions(text):
    """(example, key) of each pattern that informs and goes on listening."""
    patterns = yaml.load(text, yaml.BaseLoader)["patterns"]
    return [(example, pattern["key"]) for pattern in patterns
            if pattern.get("offers") and pattern.get("after", "listen") == "listen" for example in pattern["examples"]]


def organizations(place, text):
    """A directory with that one definition."""
    folder = Path(place) / "organizations"
    folder.mkdir()
    (folder / "demo.yaml").write_text(text)
    return {"PARLEY_ORGANIZATIONS_DIR": str(folder)}


def scripted(place, name, lines):
    file = Path(place) / f"{name}.txt"
    file.write_text("\n".join(lines) + "\n")
    return {"PARLEY_SPEECH_RECOGNISER": "scripted", "PARLEY_SPEECH_SCRIPT": str(file), "PARLEY_CALLS_LIMIT": "200"}


def place_calls(server, calls, concurrency, says, rate=0.0, record=None):
    """Reports of the callers, each of whom says `says`."""
    command = [BINARY, "call", f"sip:demo@127.0.0.1:{server.sip}", "--json", "--calls", str(calls), "--concurrency",
               str(concurrency), "--rate", str(rate), *[part for text in says for part in ("--say", text)]]
    if record:
        command += ["--record", record]
    done = subprocess.run(command, cwd=ROOT, env=server.environment, capture_output=True, text=True)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        raise SystemExit(f"the callers said: {done.stderr[-2000:]}") from None
    return told if isinstance(told, list) else [told]


def records(server, reports, patience_s=60):
    """Call id to its record, each once it is over; None where there is none in time."""
    found = {}

    def missing():
        for report in reports:
            call = report["call_id"]
            if call and call not in found:
                status, record = server.get(f"/v1/calls/{call}")
                if status == 200 and record["ended_at"]:
                    found[call] = record
        return [report["call_id"] for report in reports if report["call_id"] and report["call_id"] not in found]
    try:
        until(lambda: not missing(), patience_s, "every record", 0.2)
    except SystemExit as problem:
        say(str(problem))
    return found


def routing_learned(server, patience_s=600):
    """Waits until layer 1b of the demo organization stands."""
    until(lambda: server.metric("parley_router_learning_seconds_count") >= 1, patience_s, "layer 1b", 0.2)
