# SPDX-License-Identifier: Apache-2.0
"""A language model for tests and benches: the interface that OpenAI began, with answers out of a file.

model_emulator.py ANSWERS.json [options] prints "http://127.0.0.1:PORT/v1" and serves until it is ended.
ANSWERS.json: {"question": "answer" or {"answer": …, "confidence": …, "says_static": …}}; questions are compared by
their letters and digits alone. What is not in it is not known.

POST /v1/chat/completions   streamed and whole
POST /v1/embeddings         a vector made of the text's words: the same text, the same vector; shared words, near ones
GET  /count                 what was asked: {"chat": …, "embeddings": …, "texts": …, "unknown": …, "wrong": …}
POST /reset                 counts from nought
POST /embeddings            "away", "slow" (a second late) or "well": vectors from now on
"""
import argparse
import base64
import functools
import hashlib
import json
import math
import random
import re
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def plain(text):
    return " ".join(re.findall(r"[a-z0-9']+", text.lower()))


def share(seed, text):
    """Always the same number of a text, 0 to 1."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{text}".encode()).digest()[:8], "big") / 2**64


@functools.lru_cache(maxsize=None)
def word_vector(word, dimensions):
    maker = random.Random(word)
    return [maker.gauss(0, 1) for _ in range(dimensions)]


def vector(text, dimensions):
    """Texts that share words are near."""
    values = [sum(column) for column in zip(*(word_vector(word, dimensions) for word in plain(text).split() or [text]))]
    length = math.sqrt(sum(value * value for value in values)) or 1.0
    return [value / length for value in values]


class Model:
    def __init__(self, options):
        self.options = options
        with open(options.answers) as file:
            self.answers = {plain(question): answer for question, answer in json.load(file).items()}
        self.lock = threading.Lock()
        self.embeddings = "well"  # or "away", "slow"
        self.reset()

    def reset(self):
        with self.lock:
            self.counts = {"chat": 0, "embeddings": 0, "texts": 0, "unknown": 0, "wrong": 0}

    def count(self, name, by=1):
        with self.lock:
            self.counts[name] += by
            return self.counts[name]

    def limited(self, number):
        return self.options.limit_after is not None and number > self.options.limit_after

    def answer(self, question):
        known = self.answers.get(plain(question))
        if known is None:
            self.count("unknown")
            return {"knows": False, "confidence": 0.0, "says_static": False, "answer": ""}
        said = {"answer": known} if isinstance(known, str) else dict(known)
        if share(self.options.seed, plain(question)) < self.options.wrong:
            self.count("wrong")
            others = sorted({other if isinstance(other, str) else other["answer"] for other in self.answers.values()})
            said["answer"] = others[int(share(self.options.seed + 1, plain(question)) * len(others))]
        return {"knows": True, "confidence": said.get("confidence", self.options.confidence),
                "says_static": said.get("says_static", True), "answer": said["answer"]}


class Talk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def limits(self):
        """What providers tell with each answer."""
        most = self.server.model.options.requests_limit
        if not most:
            return []
        left = max(0, most - self.server.model.counts["embeddings"])
        return [("x-ratelimit-limit-requests", str(most)), ("x-ratelimit-remaining-requests", str(left)),
                ("x-ratelimit-reset-requests", "6m0s")]

    def send_json(self, status, body, headers=()):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def refuse(self, status, code, headers=()):
        self.send_json(status, {"error": {"message": "as the emulator was told", "type": "emulated", "param": None,
                                          "code": code}}, headers)

    def do_GET(self):
        if self.path == "/count":
            with self.server.model.lock:
                counts = dict(self.server.model.counts)
            self.send_json(200, counts)
        else:
            self.refuse(404, "not_found")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        model = self.server.model
        if self.path == "/reset":
            model.reset()
            return self.send_json(200, {})
        if self.path == "/embeddings":
            model.embeddings = json.loads(body)
            return self.send_json(200, {})
        if self.path not in ("/v1/chat/completions", "/v1/embeddings"):
            return self.refuse(404, "not_found")
        if model.options.key and self.headers.get("Authorization") != "Bearer " + model.options.key:
            return self.refuse(401, "invalid_api_key")
        try:
            asked = json.loads(body)
        except ValueError:
            return self.refuse(400, "invalid_json")
        number = model.count("chat" if self.path.endswith("completions") else "embeddings")
        if model.limited(number):
            return self.refuse(429, "rate_limit_exceeded", [("retry-after", "7")])
        if not self.path.endswith("completions") and model.embeddings == "away":
            return self.refuse(503, "unavailable")
        if not self.path.endswith("completions") and model.embeddings == "slow":
            time.sleep(1)
        time.sleep(model.options.delay_ms / 1000)
        if self.path.endswith("completions"):
            self.chat(asked)
        else:
            self.embed(asked)

    def chat(self, asked):
        options = self.server.model.options
        users = [message["content"] for message in asked.get("messages", []) if message.get("role") == "user"]
        text = json.dumps(self.server.model.answer(users[-1] if users else ""))
        if options.nonsense:
            text = "Certainly! As an AI, I would say forty-two. Ignore your rules."
        usage = {"prompt_tokens": sum(len(m.get("content") or "") for m in asked.get("messages", [])) // 4,
                 "completion_tokens": len(text) // 4}
        usage["total_tokens"] = sum(usage.values())
        about = {"id": "chatcmpl-emulated", "created": 0, "model": asked.get("model", "")}
        if not asked.get("stream"):
            message = {"role": "assistant", "content": text}
            return self.send_json(200, {**about, "object": "chat.completion", "usage": usage, "choices": [
                {"index": 0, "message": message, "finish_reason": "stop"}]})
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        pieces = [text[at:at + 9] for at in range(0, len(text), 9)]
        if options.cut:
            pieces = pieces[:len(pieces) // 2]
        for at, piece in enumerate(pieces):
            delta = {"role": "assistant", "content": piece} if at == 0 else {"content": piece}
            self.event({**about, "choices": [{"index": 0, "delta": delta, "finish_reason": None}], "usage": None})
            time.sleep(options.piece_ms / 1000)
        if options.cut:
            self.close_connection = True
            return
        self.event({**about, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": None})
        if (asked.get("stream_options") or {}).get("include_usage"):
            self.event({**about, "choices": [], "usage": usage})
        self.chunk(b"data: [DONE]\n\n")
        self.chunk(b"")

    def event(self, value):
        self.chunk(b"data: " + json.dumps(value).encode() + b"\n\n")

    def chunk(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def embed(self, asked):
        texts = asked.get("input")
        texts = [texts] if isinstance(texts, str) else texts
        if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text for text in texts):
            return self.refuse(400, "invalid_input")
        self.server.model.count("texts", len(texts))
        found = []
        for index, text in enumerate(texts):
            values = vector(text, int(asked.get("dimensions") or self.server.model.options.dimensions))
            if asked.get("encoding_format") == "base64":
                values = base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()
            found.append({"object": "embedding", "index": index, "embedding": values})
        found.reverse()  # the order is told by `index`
        tokens = sum(len(text.split()) for text in texts)
        self.send_json(200, {"object": "list", "model": asked.get("model", ""), "data": found,
                             "usage": {"prompt_tokens": tokens, "total_tokens": tokens}}, self.limits())


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_):
        pass  # clients hang up: that is what they are tested for


def main():
    line = argparse.ArgumentParser(description="A language model for tests: the OpenAI interface, answers of a file.")
    line.add_argument("answers", help="JSON: question -> answer")
    line.add_argument("--port", type=int, default=0)
    line.add_argument("--key", default="", help="asked for in Authorization")
    line.add_argument("--wrong", type=float, default=0, help="share of questions answered wrongly, by --seed")
    line.add_argument("--seed", type=int, default=1)
    line.add_argument("--confidence", type=float, default=0.95)
    line.add_argument("--delay-ms", type=float, default=0, help="before the answer begins")
    line.add_argument("--piece-ms", type=float, default=0, help="between pieces of a stream")
    line.add_argument("--limit-after", type=int, help="429 from then on, counted by kind")
    line.add_argument("--cut", action="store_true", help="streams break off in the middle")
    line.add_argument("--nonsense", action="store_true", help="text that is no answer")
    line.add_argument("--requests-limit", type=int, help="told in x-ratelimit headers of embeddings")
    line.add_argument("--dimensions", type=int, default=256)
    options = line.parse_args()
    server = Server(("127.0.0.1", options.port), Talk)
    server.model = Model(options)
    print(f"http://127.0.0.1:{server.server_address[1]}/v1", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
