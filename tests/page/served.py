# SPDX-License-Identifier: Apache-2.0
"""A `parley serve` of its own for the tests of the page."""
import json
import os
import re
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request

KEY = "key-of-the-page-test"


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Served:
    def __init__(self, parley, root, **settings):
        self.state = tempfile.TemporaryDirectory(prefix="parley-page-state-")
        environment = dict(os.environ, PARLEY_STATE_DIR=self.state.name, PARLEY_HTTP_PORT="0",
                           PARLEY_SIP_PORT=str(free_port()), PARLEY_RTP_PORTS="23200-23299", PARLEY_API_DEMO_KEY=KEY,
                           **settings)
        self.process = subprocess.Popen([parley, "serve"], cwd=root, env=environment, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        self.log = []
        threading.Thread(target=lambda: self.log.extend(self.process.stderr), daemon=True).start()
        self.url = self._until_ready()

    def _until_ready(self):
        for line in self.process.stdout:
            if door := re.match(r"Browser: (http://\S+)/try", line):
                self.port = int(door[1].rsplit(":", 1)[1])
                threading.Thread(target=self.process.stdout.read, daemon=True).start()
                return door[1]
        raise AssertionError("parley did not start: " + "".join(self.log))

    def get(self, path, key=KEY):
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {key}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read()

    def calls(self):
        return json.loads(self.get("/v1/calls"))["data"]

    # The record of a call that is over.
    def record(self, call_id, timeout=10):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            record = json.loads(self.get(f"/v1/calls/{call_id}"))
            if record["ended_at"]:
                return record
            time.sleep(0.1)
        raise AssertionError(f"call {call_id} did not end")

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.state.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
