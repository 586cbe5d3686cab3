# SPDX-License-Identifier: Apache-2.0
"""One call as Twilio makes it, written after its documentation and nothing of ours: a webhook with its own signature,
the TwiML, a media stream, and a carrier's playout buffer that plays in real time, echoes marks and obeys `clear`."""
import asyncio
import audioop
import base64
import hashlib
import hmac
import json
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import wave
import xml.etree.ElementTree as ElementTree

import websockets

FRAME = 160  # bytes of mu-law: 20 ms
SILENCE = b"\xff" * FRAME
VOICED_RMS = 200


def signature(token, url, form):
    text = url + "".join(name + value for name, value in sorted(form.items()))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def speech(text, voice="rms"):
    """The text, spoken, as mu-law at 8 kHz."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", file.name], check=True, capture_output=True)
        with wave.open(file.name) as sound:
            samples, _ = audioop.ratecv(sound.readframes(sound.getnframes()), 2, 1, sound.getframerate(), 8000, None)
    return audioop.lin2ulaw(samples, 2)


def voiced(mu_law):
    return audioop.rms(audioop.ulaw2lin(mu_law, 2), 2) > VOICED_RMS


def post_webhook(url, token, form, wrong=None):
    """(status, body) of the voice webhook."""
    request = urllib.request.Request(url, urllib.parse.urlencode(form).encode())
    request.add_header("X-Twilio-Signature", wrong if wrong is not None else signature(token, url, form))
    try:
        with urllib.request.urlopen(request, timeout=15) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def stream_of(twiml):
    """(url, parameters) of the TwiML's stream."""
    stream = ElementTree.fromstring(twiml).find("./Connect/Stream")
    return stream.get("url"), {one.get("name"): one.get("value") for one in stream.findall("Parameter")}


class Carrier:
    """One media stream. What happens is noted in `events`; wait for it with until()."""

    def __init__(self, token, url, parameters, call="CA1", stream="MZ1"):
        self.token, self.url, self.parameters, self.call, self.stream = token, url, parameters, call, stream
        self.socket = None
        self.sequence = 0
        self.chunk = 0
        self.to_say = b""
        self.buffer = []  # what the server sent and we have not played: bytes of audio, or the name of a mark
        self.changed = asyncio.Condition()
        self.tasks = []
        # What a test looks at.
        self.voiced_frames = 0  # played
        self.quiet_frames = 0  # since the last voiced one
        self.echoed, self.flushed, self.clears, self.marks = [], 0, 0, []
        self.bytes_received = 0
        self.closed = None  # (code, reason) once the socket is closed

    async def connect(self):
        headers = {"X-Twilio-Signature": signature(self.token, self.url, {})}
        self.socket = await websockets.connect(self.url, extra_headers=headers, compression=None, open_timeout=10)
        await self.socket.send(json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"}))

    async def start(self):
        await self.send("start", {"start": {
            "streamSid": self.stream, "accountSid": "AC1", "callSid": self.call, "tracks": ["inbound"],
            "customParameters": self.parameters,
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}}})
        self.tasks = [asyncio.create_task(self.receive()), asyncio.create_task(self.keep_time())]

    async def send(self, event, body):
        self.sequence += 1
        await self.socket.send(json.dumps(
            {"event": event, "sequenceNumber": str(self.sequence), "streamSid": self.stream, **body}))

    async def raw(self, message):
        await self.socket.send(message)

    async def receive(self):
        try:
            async for text in self.socket:
                message = json.loads(text)
                assert message["streamSid"] == self.stream, message
                if message["event"] == "media":
                    audio = base64.b64decode(message["media"]["payload"], validate=True)
                    self.bytes_received += len(audio)
                    self.buffer.append(audio)
                elif message["event"] == "mark":
                    self.marks.append(message["mark"]["name"])
                    self.buffer.append(message["mark"]["name"])
                elif message["event"] == "clear":
                    self.clears += 1
                    names = [one for one in self.buffer if isinstance(one, str)]
                    self.flushed += len(names)
                    self.buffer = []
                    for name in names:
                        await self.send("mark", {"mark": {"name": name}})
                else:
                    raise AssertionError(f"the server sent {message}")
                await self.tell()
        except websockets.ConnectionClosed:
            pass
        self.closed = (self.socket.close_code, self.socket.close_reason)
        await self.tell()

    async def keep_time(self):
        """Every 20 ms: one frame from the caller, one played to the caller."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        try:
            while self.closed is None:
                frame, self.to_say = self.to_say[:FRAME].ljust(FRAME, b"\xff"), self.to_say[FRAME:]
                self.chunk += 1
                await self.send("media", {"media": {
                    "track": "inbound", "chunk": str(self.chunk), "timestamp": str((self.chunk - 1) * 20),
                    "payload": base64.b64encode(frame).decode()}})
                await self.play()
                await self.tell()
                due += 0.02
                await asyncio.sleep(due - loop.time())
        except websockets.ConnectionClosed:
            pass

    async def play(self):
        while self.buffer and isinstance(self.buffer[0], str):
            name = self.buffer.pop(0)
            self.echoed.append(name)
            await self.send("mark", {"mark": {"name": name}})
        frame = self.buffer.pop(0) if self.buffer else SILENCE
        if voiced(frame):
            self.voiced_frames += 1
            self.quiet_frames = 0
        else:
            self.quiet_frames += 1

    async def tell(self):
        async with self.changed:
            self.changed.notify_all()

    async def until(self, what, patience, because):
        async with self.changed:
            try:
                await asyncio.wait_for(self.changed.wait_for(what), patience)
            except asyncio.TimeoutError:
                raise AssertionError(f"within {patience} s: {because} (closed: {self.closed})") from None

    def say(self, mu_law):
        self.to_say = mu_law

    async def hear_reply(self, patience, because):
        """Until the agent has said something new and been quiet for a while."""
        before = self.voiced_frames
        await self.until(lambda: self.voiced_frames > before + 10, patience, because)
        await self.until(lambda: self.quiet_frames > 40, 30, because + " and ends")

    async def hang_up(self):
        await self.send("stop", {"stop": {"accountSid": "AC1", "callSid": self.call}})
        await self.until(lambda: self.closed is not None, 10, "the socket is closed after `stop`")
        await self.end()

    async def end(self):
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.socket.close()
