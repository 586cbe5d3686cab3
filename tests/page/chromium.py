# SPDX-License-Identifier: Apache-2.0
"""Headless Chromium by the Chrome DevTools Protocol over a pipe; needs nothing but Python and Debian's chromium."""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time


class Gone(Exception):
    """The browser ended, or answered with an error."""


class Chromium:
    def __init__(self, program="chromium", flags=()):
        self.profile = tempfile.mkdtemp(prefix="parley-page-")
        to_browser, self.write_end = os.pipe()
        self.read_end, from_browser = os.pipe()

        def wire():
            # The protocol reads commands from 3 and writes to 4; both are inherited.
            read, write = os.dup(to_browser), os.dup(from_browser)
            os.dup2(read, 3)
            os.dup2(write, 4)

        command = [program, "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={self.profile}",
                   "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio",
                   "--autoplay-policy=user-gesture-required", *flags, "about:blank"]
        if os.geteuid() == 0:
            command.insert(1, "--no-sandbox")
        self.process = subprocess.Popen(command, preexec_fn=wire, close_fds=False, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.next_id = 0
        self.answers = {}
        self.events = []
        self.arrived = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        rest = b""
        while piece := os.read(self.read_end, 1 << 16):
            *messages, rest = (rest + piece).split(b"\0")
            with self.arrived:
                for text in messages:
                    message = json.loads(text)
                    if "id" in message:
                        self.answers[message["id"]] = message
                    else:
                        self.events.append(message)
                self.arrived.notify_all()
        with self.arrived:
            self.answers[None] = True
            self.arrived.notify_all()

    def send(self, method, session=None, timeout=30, **parameters):
        self.next_id += 1
        message = {"id": self.next_id, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.write_end, json.dumps(message).encode() + b"\0")
        with self.arrived:
            there = self.arrived.wait_for(lambda: self.next_id in self.answers or None in self.answers, timeout)
            answer = self.answers.pop(self.next_id, None)
        if not there or answer is None:
            raise Gone(f"{method}: no answer")
        if "error" in answer:
            raise Gone(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def open(self, url, width=1280, height=900):
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session)
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.send(f"{domain}.enable")
        page.size(width, height)
        page.go(url)
        return page

    def close(self):
        try:
            self.send("Browser.close", timeout=5)
        except (Gone, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.write_end)
        shutil.rmtree(self.profile, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Page:
    KEYS = {"Enter": (13, "\r"), "Tab": (9, ""), " ": (32, " ")}

    def __init__(self, browser, session):
        self.browser, self.session = browser, session

    def send(self, method, **parameters):
        return self.browser.send(method, session=self.session, **parameters)

    def go(self, url):
        self.send("Page.navigate", url=url)
        self.until("document.readyState === 'complete'", "the page to load")

    # The value of an expression; promises are awaited.
    def ask(self, expression, gesture=False):
        told = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True,
                         userGesture=gesture)
        if "exceptionDetails" in told:
            raise Gone(f"{expression}: {told['exceptionDetails'].get('exception', {}).get('description')}")
        return told["result"].get("value")

    def until(self, expression, what, timeout=20.0):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            value = self.ask(expression)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"waited {timeout:.0f} s for {what}")

    # A real click in the middle of the element: counts as a user's gesture.
    def click(self, selector):
        spot = self.ask(f"""(() => {{ const e = document.querySelector({json.dumps(selector)});
            e.scrollIntoView({{block: "center"}}); const r = e.getBoundingClientRect();
            return [r.x + r.width / 2, r.y + r.height / 2]; }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=spot[0], y=spot[1], button="left", clickCount=1)

    def type(self, text):
        self.send("Input.insertText", text=text)

    def press(self, key):
        code, text = self.KEYS[key] if key in self.KEYS else (ord(key.upper()), key)
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, text=text)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def size(self, width, height):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, **features):
        self.send("Emulation.setEmulatedMedia",
                  features=[{"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def screenshot(self, path):
        shot = self.send("Page.captureScreenshot", captureBeyondViewport=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))

    # What the page complained of: exceptions, console errors, violations of its policy, failed loads.
    def complaints(self):
        found = []
        for event in list(self.browser.events):
            if event.get("sessionId") != self.session:
                continue
            parameters = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                found.append(details.get("exception", {}).get("description") or details["text"])
            elif event["method"] == "Log.entryAdded" and parameters["entry"]["level"] == "error":
                found.append(parameters["entry"]["text"] + " " + parameters["entry"].get("url", ""))
            elif event["method"] == "Runtime.consoleAPICalled" and parameters["type"] == "error":
                found.append(" ".join(str(one.get("value", one.get("description"))) for one in parameters["args"]))
        return found
