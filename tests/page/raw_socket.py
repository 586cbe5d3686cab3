# SPDX-License-Identifier: Apache-2.0
"""A WebSocket client that does what it is told, right or wrong; nothing but Python."""
import base64
import json
import os
import select
import socket
import struct
import time

from served import KEY

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Refused(Exception):
    """The upgrade was answered with an HTTP status."""

    def __init__(self, head):
        super().__init__(head.split("\r\n")[0])
        self.status = int(head.split(" ")[1])
        self.head = head


class RawSocket:
    def __init__(self, port, origin=None, receive_buffer=None):
        self.wire = socket.socket()
        if receive_buffer:
            self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.wire.connect(("127.0.0.1", port))
        lines = ["GET /v1/browser HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade",
                 "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode()]
        if origin:
            lines.append("Origin: " + origin)
        self.wire.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.rest = b""
        while b"\r\n\r\n" not in self.rest:
            piece = self.wire.recv(4096)
            if not piece:
                break
            self.rest += piece
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101"):
            self.wire.close()
            raise Refused(head.decode())
        self.events = []
        self.audio = 0          # messages
        self.closed = None      # (code, reason); code None: without a close frame
        self.newest = None      # generation, end position of the newest audio

    def frame(self, kind, data):
        mask = os.urandom(4)
        size = len(data)
        head = bytes([0x80 | kind])
        if size < 126:
            head += bytes([0x80 | size])
        elif size < 1 << 16:
            head += bytes([0x80 | 126]) + struct.pack(">H", size)
        else:
            head += bytes([0x80 | 127]) + struct.pack(">Q", size)
        long_mask = (mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(data, "big") ^ int.from_bytes(long_mask, "big")).to_bytes(size, "big")
        try:
            self.wire.sendall(head + mask + masked)
        except OSError:
            pass  # the server has closed; what it said is still to be read

    def say(self, message):
        self.frame(TEXT, message.encode() if isinstance(message, str) else json.dumps(message).encode())

    def hello(self, **fields):
        self.say({"type": "hello", "protocol": 1, "key": KEY, "sample_rate": 16000, **fields})

    def _frames(self):
        while len(self.rest) >= 2:
            size, at = self.rest[1] & 127, 2
            if size == 126:
                size, at = struct.unpack(">H", self.rest[2:4])[0], 4
            elif size == 127:
                size, at = struct.unpack(">Q", self.rest[2:10])[0], 10
            if len(self.rest) < at + size:
                return
            kind, data = self.rest[0] & 15, self.rest[at:at + size]
            self.rest = self.rest[at + size:]
            yield kind, data

    # Reads what comes for so long, or until the socket is closed.
    def listen(self, seconds):
        end = time.monotonic() + seconds
        while self.closed is None:
            ready = select.select([self.wire], [], [], max(0, end - time.monotonic()))[0]
            if not ready:
                return
            try:
                piece = self.wire.recv(1 << 16)
            except OSError:
                piece = b""
            if not piece:
                self.closed = self.closed or (None, "")
                return
            self.rest += piece
            for kind, data in self._frames():
                self._take(kind, data)

    def _take(self, kind, data):
        if kind == TEXT:
            self.events.append(json.loads(data))
        elif kind == BINARY:
            self.audio += 1
            generation, position = struct.unpack("<II", data[:8])
            self.newest = (generation, position + (len(data) - 8) // 2)
        elif kind == PING:
            self.frame(PONG, data)
        elif kind == CLOSE:
            code = struct.unpack(">H", data[:2])[0] if len(data) >= 2 else None
            self.closed = (code, data[2:].decode())
            self.frame(CLOSE, data[:2])

    # 20 ms of sound at a time, as time passes, acknowledging what comes.
    def talk(self, seconds, samples=320, acknowledge=True):
        begin, sent = time.monotonic(), 0
        while sent * 0.02 < seconds and self.closed is None:
            self.frame(BINARY, bytes(2 * samples))
            sent += 1
            self.listen(max(0, begin + sent * 0.02 - time.monotonic()))
            if acknowledge and self.newest and sent % 5 == 0:
                self.say({"type": "played", "generation": self.newest[0], "position": self.newest[1]})

    def told(self, kind):
        return [event for event in self.events if event["type"] == kind]

    def close(self):
        self.wire.close()
