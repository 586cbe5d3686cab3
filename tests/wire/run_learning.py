#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Twenty callers ask the same thing in other words: real calls by SIP, a real Postgres and Redis, a language model that
counts what it is asked. run_learning.py PARLEY [--json]: prints who answered whom; exit status 1 when the first did not
reach the model, an exact repeat did, or paraphrases after the pattern was learned still do."""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
KEY = "wire-learning-key-0123456789abcdef"
ANSWER = "Your dog may stay, as long as it is kept in another room while the technician works."
# The exact repeat is the second; what follows is the same question in other words.
CALLERS = [
    "can my dog stay in the house while the technician works",
    "can my dog stay in the house while the technician works",
    "may my dog stay in the house when the technician comes",
    "is it okay if my dog is in the house while the technician works",
    "can the dog be in the house while the technician is working",
    "is it a problem if my dog is in the house when the technician works",
    "should my dog stay in another place while the technician works",
    "may the dog stay while the technician is in the house",
    "what about my dog while the technician works",
    "does my dog have to leave the house while the technician works",
    "can i keep my dog in the house while the technician works",
    "is my dog allowed in the house while the technician works",
    "my dog is in the house can the technician still work",
    "will the technician mind if my dog is in the house",
    "can my dog be around while the technician works",
    "is it fine when the dog stays in the house during the work",
    "can a dog stay in the house while your technician works",
    "do i have to take my dog out of the house for the technician",
    "my dog stays in the house while the technician works is that okay",
    "can my dog stay in the house while the technician works",
]


class Stage:
    def __init__(self, parley, folder):
        self.parley = str(pathlib.Path(parley).resolve())
        self.folder = folder
        self.children = []
        self.environment = dict(os.environ)
        for name in list(self.environment):
            if name.startswith("PARLEY_"):
                del self.environment[name]

    def stores(self):
        said = subprocess.run([ROOT / "scripts/stores", "start", self.folder], capture_output=True, text=True, check=True)
        for line in said.stdout.splitlines():
            name, _, value = line.partition("=")
            if name.startswith("PARLEY_"):
                self.environment[name] = value
        for command in (["migrate"], ["seed"]):
            subprocess.run([self.parley, *command], cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def model(self):
        answers = pathlib.Path(self.folder) / "answers.json"
        answers.write_text(json.dumps({text: {"answer": ANSWER, "confidence": 0.97, "says_static": True}
                                       for text in CALLERS}))
        child = subprocess.Popen([sys.executable, HERE / "model_emulator.py", answers], stdout=subprocess.PIPE, text=True)
        self.children.append(child)
        self.model_url = child.stdout.readline().strip()

    def serve(self):
        script = pathlib.Path(self.folder) / "script.txt"
        script.write_text("\n".join(CALLERS) + "\n")
        self.environment.update({
            "PARLEY_STATE_DIR": self.folder, "PARLEY_MODELS_DIR": str(ROOT / ".parley/models"), "PARLEY_SIP_PORT": "0",
            "PARLEY_HTTP_PORT": "0", "PARLEY_RTP_PORTS": "24000-24099", "PARLEY_SPEECH_RECOGNISER": "scripted",
            "PARLEY_SPEECH_SCRIPT": str(script), "PARLEY_LANGUAGE_URL": self.model_url, "PARLEY_LANGUAGE_MODEL": "emulated",
            "PARLEY_API_DEMO_KEY": KEY})
        self.log = open(pathlib.Path(self.folder) / "server.log", "w+")
        child = subprocess.Popen([self.parley, "serve"], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE,
                                 stderr=self.log, text=True)
        self.children.append(child)
        for line in child.stdout:
            if line.startswith("SIP:"):
                self.sip = re.search(r"sip:[^ ]+", line).group()
            if line.startswith("API:"):
                self.http = line.split()[1]
            if line.startswith("API key:"):
                return
        raise AssertionError("the server did not start")

    def get(self, path):
        request = urllib.request.Request(self.http + path, headers={"Authorization": f"Bearer {KEY}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def asked(self):
        with urllib.request.urlopen(self.model_url.removesuffix("/v1") + "/count", timeout=10) as answer:
            return json.load(answer)["chat"]

    def call(self):
        said = subprocess.run([self.parley, "call", self.sip, "--say", "hello there", "--json"], cwd=ROOT,
                              env=self.environment, capture_output=True, text=True, timeout=60)
        call = json.loads(said.stdout)["call_id"]
        turns = self.get(f"/v1/calls/{call}")["turns"]
        return turns[0]

    def learned(self):
        """Waits until layer 1b has learned the newest definition; True when a pattern was learned by then."""
        for _ in range(120):
            self.log.flush()
            events = [json.loads(line) for line in open(self.log.name) if line.startswith("{")]
            made = [i for i, one in enumerate(events) if one["event"] == "pattern.learned"]
            lessons = [i for i, one in enumerate(events) if one["event"] == "router.meaning_learned"
                       and one.get("organization") == "demo"]
            if made and lessons and lessons[-1] > made[-1]:
                return True
            if not made and lessons:
                return False
            time.sleep(0.5)
        return False

    def end(self):
        for child in reversed(self.children):
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
        subprocess.run([ROOT / "scripts/stores", "stop", self.folder], capture_output=True)


def run(stage):
    stage.stores()
    stage.model()
    stage.serve()
    rows = []
    stage.learned()
    for number, text in enumerate(CALLERS):
        before = stage.asked()
        turn = stage.call()
        decision = turn["decision"]
        stage.learned()
        print(f"caller {number + 1}: {decision['layer']} {decision['method']}", file=sys.stderr, flush=True)
        rows.append({"caller": number + 1, "text": text, "heard": turn["caller"]["text"], "layer": decision["layer"],
                     "method": decision["method"], "pattern": decision["pattern"], "reply": turn["reply"]["text"],
                     "model_calls": stage.asked() - before})
    return rows


def judge(rows):
    faults = []
    if rows[0]["layer"] != "2":
        faults.append("the first caller did not reach layer 2")
    if rows[1]["method"] != "exact" or rows[1]["model_calls"] != 0:
        faults.append("the exact repeat was not answered from memory")
    learned = next((i for i, row in enumerate(rows) if row["pattern"]), None)
    after = rows[learned:] if learned is not None else []
    if learned is None:
        faults.append("no paraphrase was answered by the learned pattern")
    wrong = [row for row in rows if row["layer"] != "fallback" and row["reply"] != ANSWER]
    if wrong:
        faults.append(f"{len(wrong)} wrong answers")
    spared = sum(1 for row in rows if row["layer"] in ("1a", "1b"))
    return faults, spared, len(after)


def main():
    line = argparse.ArgumentParser()
    line.add_argument("parley")
    line.add_argument("--json", action="store_true")
    options = line.parse_args()
    with tempfile.TemporaryDirectory(prefix="parley-learning-") as folder:
        os.chmod(folder, 0o755)
        stage = Stage(options.parley, folder)
        try:
            rows = run(stage)
        except BaseException:
            if hasattr(stage, "log"):
                stage.log.seek(0)
                print(stage.log.read()[-6000:], file=sys.stderr)
            raise
        finally:
            stage.end()
    faults, spared, _ = judge(rows)
    if options.json:
        print(json.dumps({"rows": rows, "spared": spared, "faults": faults}, indent=1))
    else:
        for row in rows:
            print(f"{row['caller']:2} {row['layer']:8} {row['method']:9} {row['pattern'] or '-':24} "
                  f"{row['model_calls']} model calls  {row['text']}")
        print(f"{spared} of {len(rows)} answered from memory")
    for fault in faults:
        print("fault:", fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
