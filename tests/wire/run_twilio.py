# SPDX-License-Identifier: Apache-2.0
"""Calls of an independent client of Twilio's protocol against `parley serve`: run_twilio.py PARLEY [scenario]"""
import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request

import websockets
from twilio_client import SILENCE, Carrier, post_webhook, signature, speech, stream_of

TOKEN = "0123456789abcdef0123456789abcdef"
START_PATIENCE_S = 150  # language models are made at first


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    def __init__(self, program):
        self.state = tempfile.TemporaryDirectory(prefix="parley-wire-")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
        if "PARLEY_MODELS_DIR" in os.environ:
            environment["PARLEY_MODELS_DIR"] = os.environ["PARLEY_MODELS_DIR"]
        environment |= {
            "PARLEY_STATE_DIR": self.state.name, "PARLEY_HTTP_PORT": str(self.port), "PARLEY_SIP_PORT": "0",
            "PARLEY_RTP_PORTS": "22800-22899", "PARLEY_PUBLIC_URL": self.url, "PARLEY_TWILIO_AUTH_TOKEN": TOKEN,
            "PARLEY_CALLS_LIMIT": "3"}
        self.log = open(os.path.join(self.state.name, "log"), "w+")
        self.process = subprocess.Popen([program, "serve"], env=environment, stdout=subprocess.PIPE, stderr=self.log,
                                        text=True)
        signal.alarm(START_PATIENCE_S)
        self.key = ""
        for line in self.process.stdout:  # the key is said last, when calls are answered
            if line.startswith("API key:"):
                self.key = line.split(":", 1)[1].strip()
                break
        signal.alarm(0)
        if not self.key:
            self.log.seek(0)
            raise AssertionError("the server did not start:\n" + self.log.read())

    def get(self, path):
        request = urllib.request.Request(self.url + path, headers={"Authorization": "Bearer " + self.key})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read().decode()

    def newest(self, number=0):
        page = json.loads(self.get("/v1/calls"))
        return json.loads(self.get("/v1/calls/" + page["data"][number]["id"]))

    def metric(self, name):
        found = re.search(r"^" + re.escape(name) + r" (\d+)", self.get("/metrics"), re.MULTILINE)
        return int(found[1]) if found else 0

    def webhook(self, to="demo", call="CA1", wrong=None):
        form = {"CallSid": call, "AccountSid": "AC1", "From": "+15551230000", "To": to, "CallStatus": "ringing",
                "Direction": "inbound", "ApiVersion": "2010-04-01", "AnsweredBy": "human", "NewField": "x"}
        return post_webhook(self.url + "/v1/twilio/voice", TOKEN, form, wrong)

    async def call(self, call="CA1", stream="MZ1"):
        status, twiml = await asyncio.to_thread(self.webhook, "demo", call)
        assert status == 200, (status, twiml)
        url, parameters = stream_of(twiml)
        assert url == f"ws://127.0.0.1:{self.port}/v1/twilio/media", url
        assert parameters["number"] == "demo" and parameters["call"] == call, parameters
        carrier = Carrier(TOKEN, url, parameters, call, stream)
        await carrier.connect()
        await carrier.start()
        return carrier


async def greeted(server, call, stream="MZ1"):
    carrier = await server.call(call, stream)
    await carrier.hear_reply(10, "the greeting is heard")
    return carrier


async def full_call(server):
    carrier = await greeted(server, "CAfull")
    carrier.say(speech("what are your hours"))
    await carrier.hear_reply(10, "the question is answered")
    assert carrier.marks, "marks were set"
    assert carrier.clears == 0, "nothing was interrupted yet"
    await carrier.until(lambda: set(carrier.marks) == set(carrier.echoed), 5, "every mark was played")

    before = carrier.voiced_frames
    carrier.say(speech("where are you located"))
    await carrier.until(lambda: carrier.voiced_frames > before + 25, 10, "the second answer begins")
    carrier.say(speech("what are your hours"))
    await carrier.until(lambda: carrier.clears > 0, 5, "talking over the agent clears the carrier's buffer")
    await carrier.until(lambda: not carrier.to_say, 10, "all was said")
    before = carrier.voiced_frames
    await carrier.until(lambda: carrier.voiced_frames > before + 10, 10, "the agent answers the interruption")
    await carrier.hang_up()
    record = server.newest()
    assert record["transport"] == "twilio" and record["from"] == "+15551230000", record
    assert record["end_reason"] == "caller_hung_up", record["end_reason"]
    turns = record["turns"]
    assert turns[0]["decision"]["pattern"] == "business_hours", turns[0]
    assert any(turn["reply"] and turn["reply"]["interrupted"] for turn in turns), turns


async def wrong_signatures(server):
    for wrong in ("", "rxEzOvyQp2ppDC26b4mzTAWtCVc="):
        status, _ = server.webhook(wrong=wrong)
        assert status == 403, status
    url = f"ws://127.0.0.1:{server.port}/v1/twilio/media"
    for headers in ({}, {"X-Twilio-Signature": "AAAA"}, {"X-Twilio-Signature": signature(TOKEN, url + "?x=1", {})}):
        try:
            await websockets.connect(url, extra_headers=headers)
            raise AssertionError("a stream without a right signature was let in")
        except websockets.InvalidStatusCode as refused:
            assert refused.status_code == 403, refused.status_code
    carrier = Carrier(TOKEN, url + "/", {})
    await carrier.connect()
    await carrier.end()
    assert server.metric("parley_twilio_wrong_signature_total") >= 5


async def unknown_number(server):
    status, twiml = server.webhook(to="+19990000000")
    assert status == 200 and "<Say>" in twiml and "<Hangup/>" in twiml, twiml


async def used_token(server):
    carrier = await server.call("CAonce")
    thief = Carrier(TOKEN, carrier.url, carrier.parameters, "CAonce", "MZ2")
    await thief.connect()
    await thief.start()
    await thief.until(lambda: thief.closed is not None, 10, "a token that was used is refused")
    assert thief.closed[0] == 1008, thief.closed
    await thief.end()
    await carrier.hang_up()


BATTERY = [
    "{", "[]", "nonsense", "{}", '{"event":7}', '{"event":"media"}', b"\x00\x01", '{"event":"surprise"}',
    '{"event":"media","media":{"payload":"not base64"}}', '{"event":"media","media":{"payload":"' + "/" * 20000 + '"}}',
    '{"event":"media","streamSid":"MZother","media":{"payload":"//8="}}',
    '{"event":"start","start":{"streamSid":"MZother","callSid":"CAx"}}', '{"event":"dtmf","dtmf":{"digit":"99"}}',
    '{"event":"mark","mark":{"name":"never"}}', '{"event":"media","media":{"chunk":"9999999","payload":"//8="}}',
    '{"event":"media","media":{"chunk":"1","payload":"//8="}}', '{"event":"stop","streamSid":"MZother"}',
    json.dumps({"event": "x", "y": "z" * 30000}), "{" * 1000, '{"event":"\\ud800"}',
]


async def one_misbehaves(server):
    good = await greeted(server, "CAgood", "MZgood")
    bad = await server.call("CAbad", "MZ1")
    before = server.metric('parley_twilio_bad_input_total{kind="broken"}')
    for message in BATTERY:
        await bad.raw(message)
    good.say(speech("what are your hours"))
    await good.hear_reply(10, "the other call is answered meanwhile")
    assert bad.closed is None, f"a handful of mistakes ends no call: {bad.closed}"
    assert server.metric('parley_twilio_bad_input_total{kind="broken"}') >= before + 5
    await bad.raw("x" * 70000)
    await bad.until(lambda: bad.closed is not None, 10, "a message that is too long closes the stream")
    assert bad.closed[0] == 1009, bad.closed
    await bad.end()

    flood = await server.call("CAflood", "MZ1")
    try:
        for _ in range(3000):
            await flood.raw("{}")
    except websockets.ConnectionClosed:
        pass
    await flood.until(lambda: flood.closed is not None, 10, "a flood closes the stream")
    assert flood.closed[0] in (1006, 1008), flood.closed
    await flood.end()
    good.say(speech("where are you located"))
    await good.hear_reply(10, "the other call goes on")
    await good.hang_up()
    reasons = {server.newest(i)["end_reason"] for i in range(3)}
    assert reasons == {"caller_hung_up"}, reasons


async def strange_pieces(server):
    """Pieces of other lengths than 20 ms, and a stream that has a hole."""
    carrier = await greeted(server, "CApieces")
    for task in carrier.tasks[1:]:
        task.cancel()
    sound = speech("what are your hours") + SILENCE * 100
    loop = asyncio.get_running_loop()
    due, at, chunk, sizes = loop.time(), 0, carrier.chunk, [1, 37, 160, 320, 800]
    import base64
    while at < len(sound):
        piece = sound[at:at + sizes[chunk % len(sizes)]]
        chunk += 1
        await carrier.raw(json.dumps({"event": "media", "streamSid": carrier.stream, "media": {
            "chunk": chunk, "timestamp": carrier.chunk * 20 + at // 8, "payload": base64.b64encode(piece).decode()}}))
        at += len(piece)
        due += len(piece) / 8000
        await asyncio.sleep(max(0, due - loop.time()))
    received = carrier.bytes_received
    await carrier.until(lambda: carrier.bytes_received > received, 10, "the question is answered")
    await carrier.hang_up()
    assert server.newest()["turns"][0]["decision"]["pattern"] == "business_hours", server.newest()


async def node_closes(server):
    """The last scenario: the node says good-bye, lets it be heard, and closes."""
    carrier = await greeted(server, "CAlast")
    before = carrier.voiced_frames
    server.process.send_signal(signal.SIGINT)  # drains
    refused = False
    for _ in range(100):
        refused = refused or "<Hangup/>" in (await asyncio.to_thread(server.webhook))[1]
        if refused:
            break
    assert refused, "a node that drains takes no calls"
    server.process.send_signal(signal.SIGINT)  # Ctrl-C reaches it by the terminal and by its script: still one
    sent = carrier.chunk
    await carrier.until(lambda: carrier.chunk >= sent + 25, 5, "half a second of the call passes")
    assert carrier.closed is None and server.process.poll() is None, "an echo of the first signal ends no call"
    server.process.send_signal(signal.SIGTERM)  # however soon after the first
    await carrier.until(lambda: carrier.closed is not None, 20, "the node closes the stream")
    assert carrier.voiced_frames > before + 25, "the good-bye was heard before the stream was closed"
    assert carrier.closed[0] == 1000, carrier.closed
    assert not [one for one in carrier.buffer if isinstance(one, bytes)], "nothing was cut off"
    await carrier.end()
    assert server.process.wait(20) == 0, "an orderly end"


SCENARIOS = [wrong_signatures, unknown_number, full_call, used_token, one_misbehaves, strange_pieces, node_closes]


def main():
    server = Server(sys.argv[1])
    wanted = sys.argv[2:]
    try:
        for scenario in SCENARIOS:
            if wanted and scenario.__name__ not in wanted:
                continue
            try:
                asyncio.run(scenario(server))
            except BaseException:
                if server.process.poll() is None:
                    print(json.dumps(server.newest(), indent=1), file=sys.stderr)
                raise
            print("ok", scenario.__name__, flush=True)
    except BaseException:
        server.log.seek(0)
        print(server.log.read()[-6000:], file=sys.stderr)
        raise
    finally:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait(30)


if __name__ == "__main__":
    main()
