#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Twenty callers ask the same thing in other words: real calls by SIP, a real Postgres and Redis, a language model that
counts what it is asked. run_learning.py PARLEY [--json]: prints who answered whom; exit status 1 when the first did not
reach the model, an exact repeat did, or paraphrases after the pattern was learned still do."""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

from stage import ROOT, Stage

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


class Callers(Stage):
    def call(self):
        said = subprocess.run([self.parley, "call", self.sip, "--say", "hello there", "--json"], cwd=ROOT,
                              env=self.environment, capture_output=True, text=True, timeout=60)
        call = json.loads(said.stdout)["call_id"]
        turns = self.ask(f"/v1/calls/{call}")["turns"]
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


def run(stage):
    stage.start()
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
        answers = {text: {"answer": ANSWER, "confidence": 0.97, "says_static": True} for text in CALLERS}
        stage = Callers(options.parley, folder, answers, CALLERS, "24000-24099")
        try:
            rows = run(stage)
        except BaseException:
            stage.show_log()
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
