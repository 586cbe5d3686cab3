# SPDX-License-Identifier: Apache-2.0
"""A server with everything around it for tests on the wire: a Postgres and a Redis of its own, a language model that counts
what it is asked, a recogniser that hears the lines of a script."""
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
KEY = "wire-learning-key-0123456789abcdef"
INSTALLATION = "wire-installation-key-0123456789ab"


class Stage:
    """`answers`: what the model knows, question to answer; `lines`: what the recogniser hears, in turn over all calls."""

    def __init__(self, parley, folder, answers, lines, rtp_ports):
        self.parley = str(pathlib.Path(parley).resolve())
        self.folder, self.answers, self.lines, self.rtp_ports = folder, answers, lines, rtp_ports
        self.children = []
        self.environment = dict(os.environ)
        for name in list(self.environment):
            if name.startswith("PARLEY_"):
                del self.environment[name]

    def start(self):
        self.stores()
        self.model()
        self.serve()

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
        answers.write_text(json.dumps(self.answers))
        child = subprocess.Popen([sys.executable, HERE / "model_emulator.py", answers], stdout=subprocess.PIPE, text=True)
        self.children.append(child)
        self.model_url = child.stdout.readline().strip()

    def serve(self):
        script = pathlib.Path(self.folder) / "script.txt"
        script.write_text("\n".join(self.lines) + "\n")
        self.environment.update({
            "PARLEY_STATE_DIR": self.folder, "PARLEY_MODELS_DIR": str(ROOT / ".parley/models"), "PARLEY_SIP_PORT": "0",
            "PARLEY_HTTP_PORT": "0", "PARLEY_RTP_PORTS": self.rtp_ports, "PARLEY_SPEECH_RECOGNISER": "scripted",
            "PARLEY_SPEECH_SCRIPT": str(script), "PARLEY_LANGUAGE_URL": self.model_url, "PARLEY_LANGUAGE_MODEL": "emulated",
            "PARLEY_API_DEMO_KEY": KEY, "PARLEY_API_INSTALLATION_KEY": INSTALLATION})
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

    def ask(self, path, method="GET", body=None, key=KEY, headers=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.http + path, data, method=method, headers={
            "Authorization": f"Bearer {key}", "Content-Type": "application/json", **(headers or {})})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def asked(self):
        """How often the model was."""
        with urllib.request.urlopen(self.model_url.removesuffix("/v1") + "/count", timeout=10) as answer:
            return json.load(answer)["chat"]

    def show_log(self):
        if hasattr(self, "log"):
            self.log.seek(0)
            print(self.log.read()[-6000:], file=sys.stderr)

    def end(self):
        for child in reversed(self.children):
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
        subprocess.run([ROOT / "scripts/stores", "stop", self.folder], capture_output=True)
