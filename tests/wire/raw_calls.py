# SPDX-License-Identifier: Apache-2.0
"""Scenarios that sipp cannot play, because it hides repetitions: hand-written bytes over a socket.

Each takes (host, port) of the server, and raises AssertionError or OSError when the server does it wrong.
"""
import random
import socket

PATIENCE_S = 30
SDP = (
    "v=0\r\no=raw 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 9 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n"
)


class Caller:
    """One UDP caller; `receive` gives (status, header lines by name) and answers nothing by itself."""

    def __init__(self, target):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(PATIENCE_S)
        self.socket.connect(target)
        self.target = "%s:%d" % target
        self.here = "%s:%d" % self.socket.getsockname()
        self.mark = "%x" % random.getrandbits(48)
        self.to_tag = ""

    def request(self, method, cseq, branch, body=""):
        tag = f";tag={self.to_tag}" if self.to_tag else ""
        kind = "Content-Type: application/sdp\r\n" if body else ""
        return (
            f"{method} sip:demo@{self.target} SIP/2.0\r\nVia: SIP/2.0/UDP {self.here};branch=z9hG4bK{self.mark}{branch}\r\n"
            f"From: <sip:raw@{self.here}>;tag={self.mark}\r\nTo: <sip:demo@{self.target}>{tag}\r\nCall-ID: {self.mark}\r\n"
            f"CSeq: {cseq} {method}\r\nMax-Forwards: 70\r\nContact: <sip:raw@{self.here}>\r\n{kind}"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    def send(self, *request):
        self.socket.send(self.request(*request))

    def receive(self):
        lines = self.socket.recv(65536).decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        return int(lines[0].split(" ")[1]) if lines[0].startswith("SIP/2.0 ") else lines[0].split(" ")[0], headers

    def receive_until(self, wanted):
        status = None
        while status != wanted:
            status, headers = self.receive()
        return headers

    def leave(self, to):
        self.to_tag = to.rpartition(";tag=")[2]
        self.send("ACK", 1, "ack")
        self.send("BYE", 2, "bye")
        while self.receive()[1]["CSeq"] != "2 BYE":
            pass


def repeated_invite(target):
    caller = Caller(target)
    caller.send("INVITE", 1, "invite", SDP)
    caller.send("INVITE", 1, "invite", SDP)
    answer = caller.receive_until(200)
    caller.send("INVITE", 1, "invite", SDP)
    repeated = caller.receive_until(200)
    assert repeated["To"] == answer["To"], "a repeated INVITE made a second call"
    caller.leave(answer["To"])


def merged_invite(target):
    caller = Caller(target)
    caller.send("INVITE", 1, "one", SDP)
    caller.send("INVITE", 1, "two", SDP)
    statuses = {}
    while not {200, 482} <= statuses.keys():
        status, headers = caller.receive()
        statuses[status] = headers
    caller.send("ACK", 1, "two")
    caller.leave(statuses[200]["To"])


def glare(target):
    caller = Caller(target)
    caller.send("INVITE", 1, "invite", SDP)
    to = caller.receive_until(200)["To"]
    caller.to_tag = to.rpartition(";tag=")[2]
    caller.send("INVITE", 2, "early", SDP)  # the first one has no ACK yet
    caller.receive_until(491)
    caller.send("ACK", 2, "early")
    caller.send("ACK", 1, "ack")
    caller.send("BYE", 3, "bye")
    while caller.receive()[1]["CSeq"] != "3 BYE":
        pass


def tcp_keepalive(target):
    with socket.create_connection(target, PATIENCE_S) as stream:
        stream.sendall(b"\r\n\r\n")
        assert stream.recv(16) == b"\r\n", "a double CRLF wants a CRLF back"


CALLS = {
    "repeated_invite": repeated_invite,
    "merged_invite": merged_invite,
    "glare": glare,
    "tcp_keepalive": tcp_keepalive,
}
