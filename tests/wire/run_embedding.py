#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Questions compared by vectors of a server: real calls by SIP, a real Postgres and Redis, a model that counts.
run_embedding.py PARLEY: exit status 1 when layer 1b does not go by the server's vectors, when their cost is not on the
record and in the analytics, when a server that is away or slow costs a call its answer, or when the alerts of cost and of
the provider's limit are not raised."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

from stage import HERE, INSTALLATION, ROOT, Stage

# In other words than the demo's examples, but of their words.
QUESTIONS = ["your furnace repairs do you do that", "what street is your shop on please", "when do you open and close",
             "where is your office located", "do you install and repair heat pumps", "my heater is not working"]
STRANGE = "does the polka dot umbrella sing opera"
STRANGE_TOO = "may a zebra paint the violin green"
ANSWER = "Umbrellas sing on request."


class Vectors(Stage):
    def model(self):
        answers = pathlib.Path(self.folder) / "answers.json"
        answers.write_text(json.dumps(self.answers))
        child = subprocess.Popen([sys.executable, HERE / "model_emulator.py", answers, "--dimensions", "64",
                                  "--requests-limit", "1"], stdout=subprocess.PIPE, text=True)
        self.children.append(child)
        self.model_url = child.stdout.readline().strip()
        self.environment.update({
            "PARLEY_EMBEDDING_PROVIDER": "openai", "PARLEY_EMBEDDING_URL": self.model_url,
            "PARLEY_EMBEDDING_MODEL": "text-embedding-3-small", "PARLEY_EMBEDDING_DIMENSIONS": "64",
            "PARLEY_EMBEDDING_USD_PER_1K": "1", "PARLEY_ALERTS_EMBEDDING_BUDGET_CENTS": "1"})

    def call(self):
        said = subprocess.run([self.parley, "call", self.sip, "--say", "hello there", "--json"], cwd=ROOT,
                              env=self.environment, capture_output=True, text=True, timeout=60)
        return self.ask("/v1/calls/" + json.loads(said.stdout)["call_id"])["turns"][0]

    def embeddings(self, state):
        request = urllib.request.Request(self.model_url.removesuffix("/v1") + "/embeddings", json.dumps(state).encode())
        urllib.request.urlopen(request, timeout=10).close()

    def learned_by(self):
        """The embedder that the demo was learned with, once it was."""
        for _ in range(240):
            self.log.flush()
            with open(self.log.name) as log:
                events = [json.loads(line) for line in log if line.startswith("{")]
            for one in events:
                if one["event"] == "router.meaning_learned" and one.get("organization") == "demo":
                    return one["embedder"]
            time.sleep(0.5)
        raise AssertionError("the demo was not learned")

    def counted(self, line):
        with urllib.request.urlopen(self.http + "/metrics", timeout=10) as answer:
            return sum(float(text.split()[-1]) for text in answer.read().decode().splitlines() if text.startswith(line))


def run(stage, faults):
    def want(right, what):
        print(("ok   " if right else "FAULT") + " " + what, file=sys.stderr, flush=True)
        if not right:
            faults.append(what)

    stage.start()
    began = time.time()
    by = stage.learned_by()
    want(by.endswith(":text-embedding-3-small/64"), f"the demo is learned by vectors of the server: {by}")
    turns = []
    for _ in QUESTIONS:
        turns.append(stage.call())
        said = turns[-1]["decision"]
        print(f"     {turns[-1]['caller']['text']}: {said['layer']} {said['method']} {said.get('embedding_usd', 0)}",
              file=sys.stderr, flush=True)
    decisions = [turn["decision"] for turn in turns]
    by_meaning = [one for one in decisions if one["layer"] == "1b"]
    want(by_meaning, f"{len(by_meaning)} of {len(decisions)} are answered by meaning")
    want(all(one.get("embedding_usd", 0) > 0 for one in by_meaning), "each of them has what its vector cost")
    spent = sum(one.get("embedding_usd", 0) for one in decisions)
    figures = {}
    for _ in range(60):  # records are written behind the calls
        figures = stage.ask("/v1/analytics/router/demo")
        if figures["total"] >= len(turns) and figures["cost_usd"] >= spent - 1e-9:
            break
        time.sleep(0.5)
    want(figures["cost_usd"] >= spent - 1e-9 > 0, f"live vectors cost {spent:.4f}, analytics say {figures['cost_usd']:.4f}")
    want(figures["embedding_usd"] > spent, f"with lessons {figures['embedding_usd']:.4f}")

    for state in ("away", "slow"):
        stage.embeddings(state)
        turn = stage.call()
        want(turn["reply"]["text"] == ANSWER and turn["decision"]["layer"] == "2",
             f"a server of vectors that is {state}: layer 2 answers \"{turn['reply']['text']}\"")
    missing = stage.counted('parley_router_faults_total{kind="no_vector"}')
    want(missing >= 2, f"{missing:.0f} missing vectors are counted")

    kinds = {}
    while time.time() < began + 90 and len(kinds) < 2:
        for one in stage.ask("/v1/alerts")["data"] + stage.ask("/v1/alerts", key=INSTALLATION)["data"]:
            if one["kind"] in ("embedding_cost", "provider_limit"):
                kinds[one["kind"]] = one["detail"]
        time.sleep(1)
    want("embedding_cost" in kinds, f"the cost is alerted: {kinds.get('embedding_cost')}")
    want("provider_limit" in kinds, f"the provider's limit is alerted: {kinds.get('provider_limit')}")


def main():
    faults = []
    with tempfile.TemporaryDirectory(prefix="parley-embedding-") as folder:
        os.chmod(folder, 0o755)
        answers = {STRANGE: ANSWER, STRANGE_TOO: ANSWER}
        stage = Vectors(sys.argv[1], folder, answers, QUESTIONS + list(answers), "24200-24299")
        try:
            run(stage, faults)
        except BaseException:
            stage.show_log()
            raise
        finally:
            stage.end()
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
