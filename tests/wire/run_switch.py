# SPDX-License-Identifier: Apache-2.0
"""The router is switched off and on again for everybody while calls are up: run_switch.py PARLEY

Two calls by Twilio's protocol ask question after question; between them the installation's setting `router` changes.
Three calls by SIP ask meanwhile. Every question is one of a pattern, and the model knows another answer to each."""
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile

from stage import INSTALLATION, ROOT, Stage
from twilio_client import Carrier, speech

# Short answers of layer 1a; the model's tell that they are its own.
QUESTIONS = ["how can i pay", "what towns do you serve", "do you take credit cards", "can i pay by check"]
MODEL = "That is what the model says."
SIP_CALLS = 3
SIP_TURNS = 4
PATIENCE_S = 60


def switch(stage, enabled):
    known = {one["name"]: one["etag"] for one in stage.ask("/v1/settings", key=INSTALLATION)["data"]}
    headers = {"If-Match": known["router"]} if "router" in known else {}
    stage.ask("/v1/settings/router", "PUT", {"value": {"enabled": enabled}}, INSTALLATION, headers)


def sip_callers(stage):
    says = ["--say", "how can i pay"] * SIP_TURNS
    return subprocess.Popen([stage.parley, "call", stage.sip, "--calls", str(SIP_CALLS), "--concurrency", str(SIP_CALLS),
                             "--json", *says], cwd=ROOT, env=stage.environment, stdout=subprocess.PIPE, text=True)


def turns_of(stage, call):
    return [turn for turn in stage.ask(f"/v1/calls/{call}")["turns"] if turn["caller"] and turn["caller"]["text"]]


def check(turn, by_model):
    decision, reply = turn["decision"], turn["reply"]["text"]
    if by_model:
        assert (decision["layer"], decision["method"]) == ("2", "model") and reply == MODEL, turn
    else:
        assert decision["layer"] == "1a" and decision["pattern"] and reply != MODEL, turn


async def ask_once(carriers, sound):
    for carrier in carriers:
        carrier.say(sound)
    await asyncio.gather(*(carrier.hear_reply(PATIENCE_S, "the question is answered") for carrier in carriers))


async def calls(stage):
    url = stage.http.replace("http", "ws", 1) + "/v1/twilio/media"
    carriers = []
    for number in (1, 2):
        name = {"number": "demo", "call": f"CA{number}", "from": f"+1555000{number}"}
        carriers.append(Carrier("", url, name, name["call"], f"MZ{number}"))
        await carriers[-1].connect()
        await carriers[-1].start()
    await asyncio.gather(*(carrier.hear_reply(PATIENCE_S, "the greeting is heard") for carrier in carriers))
    live = [call["id"] for call in stage.ask("/v1/calls?state=live")["data"] if call["transport"] == "twilio"]
    assert len(live) == 2, live
    sip = sip_callers(stage)
    sound = speech("how can i pay")
    expected = []
    for on in (True, False, False, True):
        switch(stage, on)
        await ask_once(carriers, sound)
        expected.append(not on)
    for carrier in carriers:
        assert carrier.closed is None, carrier.closed
        await carrier.hang_up()
    for call in live:
        turns = turns_of(stage, call)
        assert len(turns) == len(expected), turns
        for turn, by_model in zip(turns, expected):
            check(turn, by_model)
    return sip


def check_sip(stage, sip):
    told = json.loads(sip.communicate(timeout=PATIENCE_S * 4)[0])
    assert len(told) == SIP_CALLS, told
    for report in told:
        assert report["end"] == "local" and report["sip_status"] == 200, report
        assert all(turn["reply_audio_ms"] is not None for turn in report["turns"]), report
        turns = turns_of(stage, report["call_id"])
        assert len(turns) == SIP_TURNS, turns
        for turn in turns:
            check(turn, turn["decision"]["layer"] == "2")


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    answers = {text: {"answer": MODEL, "confidence": 0.97, "says_static": True} for text in QUESTIONS}
    with tempfile.TemporaryDirectory(prefix="parley-switch-") as folder:
        os.chmod(folder, 0o755)
        stage = Stage(sys.argv[1], folder, answers, QUESTIONS, "24100-24199")
        try:
            stage.start()
            sip = asyncio.run(calls(stage))
            check_sip(stage, sip)
        except BaseException:
            stage.show_log()
            raise
        finally:
            stage.end()
    print("ok: off and on again while five calls were up")


if __name__ == "__main__":
    main()
