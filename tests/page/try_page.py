#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The page /try in headless Chromium against a real server, with a spoken question as its microphone.

try_page.py --parley PROGRAM [--chromium PROGRAM] [--axe axe.min.js] [--shots DIR]
"""
import argparse
import array
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest
import wave

sys.path.insert(0, os.path.dirname(__file__))
import page_parts  # noqa: E402
from chromium import Chromium  # noqa: E402
from served import KEY, Served  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RATE = 16000
GIVEN = None

RECOGNISED = "[...document.querySelectorAll('.turn:not(.greeting)')]"


def microphone(path, *parts):
    """A WAV of pauses (seconds) and sentences."""
    sound = array.array("h")
    for part in parts:
        if isinstance(part, (int, float)):
            sound.extend([0] * int(part * RATE))
            continue
        spoken = path + ".part.wav"
        subprocess.run(["flite", "-voice", "slt", "-t", part, "-o", spoken], check=True)
        with wave.open(spoken) as file:
            assert (file.getframerate(), file.getnchannels()) == (RATE, 1)
            # As loud as a voice is in a browser, not as a file.
            sound.extend(sample // 4 for sample in array.array("h", file.readframes(file.getnframes())))
        os.unlink(spoken)
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.tobytes())
    return path


def loudest(path, channel):
    with wave.open(path) as file:
        samples = array.array("h", file.readframes(file.getnframes()))
        return max(abs(sample) for sample in samples[channel::file.getnchannels()])


class TryPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Served(GIVEN.parley, ROOT)
        cls.folder = tempfile.TemporaryDirectory(prefix="parley-page-sound-")

    @classmethod
    def tearDownClass(cls):
        cls.server.close()
        cls.folder.cleanup()

    def browser(self, *flags):
        browser = Chromium(GIVEN.chromium, flags)
        self.addCleanup(browser.close)
        return browser

    def shot(self, page, name):
        os.makedirs(GIVEN.shots, exist_ok=True)
        page.screenshot(os.path.join(GIVEN.shots, name + ".png"))

    def text(self, page, selector):
        return page.ask(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''")

    def link(self, page, name):
        return page.ask(f"""(() => {{ const e = document.querySelector('#chain [data-name="{name}"]');
            return {{state: e.dataset.state, text: e.innerText}}; }})()""")

    def enter_key(self, page, key=KEY):
        page.click("#key")
        page.type(key)
        page.press("Enter")

    def accessible(self, page, where):
        if not GIVEN.axe:
            return
        with open(GIVEN.axe, encoding="utf-8") as file:
            page.ask(file.read() + "; true")
        found = page.ask("axe.run(document).then((r) => r.violations.map((v) => "
                         "v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 120) + ' ' + n.failureSummary).join(' | ')))")
        self.assertEqual(found, [], f"accessibility, {where}")

    def fits(self, page, width, name):
        page.size(width, 800)
        self.assertLessEqual(page.ask("document.documentElement.scrollWidth"), width, "the page is wider than a phone")
        self.shot(page, name)

    def test_a_call_from_key_to_replay(self):
        sound = microphone(os.path.join(self.folder.name, "ask.wav"), 6.5, "what are your hours", 4.0,
                           "what is your address", 40)
        browser = self.browser("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
                               f"--use-file-for-fake-audio-capture={sound}%noloop")
        page = browser.open(self.server.url + "/try")
        page.until("document.getElementById('server').dataset.state === 'ok'", "the server to be shown as ready")
        self.shot(page, "1-idle")
        self.accessible(page, "before the call")

        self.enter_key(page)
        page.until("!document.getElementById('call').disabled", "the organization to be there")
        self.assertIn("Northwind", self.text(page, "#organization"))
        self.assertNotIn(KEY, page.ask("location.href"))

        page.click("#call")
        call_id = page.until("document.getElementById('call-id').innerText.replace('Call ', '')", "the call to be up")
        page.until("document.querySelector('.greeting')?.innerText.includes('Thank you for calling')", "the greeting")
        page.until("+document.getElementById('agent-level').getAttribute('aria-valuenow') > -40", "the agent's voice")
        page.until("!document.getElementById('partial').hidden", "a live transcript", 15)
        page.until(f"{RECOGNISED}[0]?.innerText.includes('hours are')", "the answer", 15)
        page.until(f"{RECOGNISED}[0]?.querySelector('.waterfall tr.e2e .ms')?.innerText.endsWith('ms')", "the waterfall")
        first = page.ask(f"{RECOGNISED}[0].innerText")
        self.assertIn("what are your hours", first)
        self.assertIn("business_hours", first)
        self.assertIn("LLM time to first token", first)
        for name in ("Microphone", "Socket", "Voice detection", "Recogniser", "Router", "Voice", "Speaker"):
            self.assertIn(self.link(page, name)["state"], ("ok", "busy"), name)
        self.assertIn("without a language model", self.link(page, "Model")["text"])
        self.shot(page, "2-answer")
        self.accessible(page, "during the call")

        # The second question comes in the middle of the first answer.
        page.until(f"!!{RECOGNISED}[0].querySelector('.unheard')", "the first answer to be cut", 15)
        page.until(f"{RECOGNISED}[1]?.innerText.includes('address')", "the second answer", 15)
        page.press("0")
        page.until("document.getElementById('typed').value === '0'", "the key to be shown")
        page.until(f"{RECOGNISED}.some((t) => t.querySelector('kbd')?.innerText === '0')", "the key to be heard", 15)
        self.shot(page, "3-interrupted")

        page.ask("document.getElementById('hang-up').focus()")
        page.press("Enter")
        page.until("document.getElementById('status').innerText === 'You hung up.'", "the end of the call")
        page.until("!document.getElementById('replay').hidden", "the recording", 15)
        page.until("document.getElementById('recording').duration > 8", "the recording's length")
        page.ask("document.getElementById('recording').play()")
        page.until("document.getElementById('recording').currentTime > 0.3", "the replay")
        self.shot(page, "4-replay")
        page.media(prefers_color_scheme="dark", prefers_reduced_motion="reduce")
        self.assertEqual(page.ask("getComputedStyle(document.querySelector('.fill')).transitionDuration"), "0s")
        self.shot(page, "5-dark")
        self.accessible(page, "after the call, dark")
        self.fits(page, 360, "6-phone-dark")
        page.media(prefers_color_scheme="light")
        self.fits(page, 360, "7-phone")
        self.accessible(page, "on a phone")
        self.assertEqual(page.complaints(), [])

        record = self.server.record(call_id)
        self.assertEqual((record["transport"], record["end_reason"]), ("browser", "caller_hung_up"))
        self.assertEqual(record["turns"][0]["decision"]["pattern"], "business_hours")
        self.assertTrue(record["turns"][0]["reply"]["interrupted"])
        self.assertEqual(record["turns"][1]["decision"]["pattern"], "address")
        wav = os.path.join(self.folder.name, "recording.wav")
        with open(wav, "wb") as file:
            file.write(self.server.get(record["recording"]))
        self.assertGreater(loudest(wav, 0), 500, "the caller on the left")
        self.assertGreater(loudest(wav, 1), 500, "the agent on the right")
        malformed = [json.loads(line) for line in self.server.log if '"call.media"' in line and call_id in line]
        self.assertEqual(malformed[0]["malformed"], 0, "the page keeps to the protocol")

    def expect_reason(self, page, reason, remedy):
        page.until(f"document.getElementById('reason').innerText.includes({json.dumps(reason)})", f"“{reason}”")
        self.assertIn(remedy, self.text(page, "#reason"))
        link = self.link(page, "Microphone")
        self.assertEqual(link["state"], "broken")
        self.assertIn(reason, link["text"])

    def no_microphone(self, browser, reason, remedy, name, prepare="null"):
        before = len(self.server.calls())
        page = browser.open(self.server.url + "/try")
        page.ask(prepare)
        self.enter_key(page)
        page.until("!document.getElementById('call').disabled", "the organization to be there")
        page.click("#call")
        self.expect_reason(page, reason, remedy)
        page.until("!document.getElementById('call').hidden", "the button to call again")
        self.assertEqual(len(self.server.calls()), before, "nobody was called")
        self.shot(page, name)
        self.accessible(page, name)
        self.assertEqual(page.complaints(), [])

    def test_a_microphone_that_is_denied_says_so(self):
        browser = self.browser("--use-fake-device-for-media-stream", "--deny-permission-prompts")
        self.no_microphone(browser, "told not to let this page use the microphone", "allow the microphone", "8-denied")

    def test_no_microphone_or_one_that_another_program_holds_says_so(self):
        fails = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '%s')); null"
        self.no_microphone(self.browser(), "There is no microphone", "Plug one in", "9-none", fails % "NotFoundError")
        self.no_microphone(self.browser(), "cannot be opened", "close other programs", "10-held",
                           fails % "NotReadableError")

    def test_a_page_that_is_not_secure_says_so_at_once(self):
        browser = self.browser("--host-resolver-rules=MAP parley.example 127.0.0.1")
        page = browser.open(f"http://parley.example:{self.server.port}/try")
        self.expect_reason(page, "only to https://", "http://localhost")

    def test_a_wrong_key_and_a_server_that_is_gone_are_told(self):
        page = self.browser().open(self.server.url + "/try")
        self.enter_key(page, "no-key-of-this-server")
        page.until("document.getElementById('reason').innerText.includes('does not know the key')", "the wrong key")
        self.assertTrue(page.ask("document.getElementById('call').disabled"))
        page.send("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1,
                  uploadThroughput=-1)
        page.until("document.getElementById('server').innerText === 'The server does not answer'", "the server gone", 15)
        self.assertEqual(self.link(page, "Recogniser")["state"], "broken")

    def test_everything_is_reached_by_keyboard_in_reading_order(self):
        page = self.browser().open(self.server.url + "/try#key=" + KEY)
        page.until("!document.getElementById('call').disabled", "the organization to be there")
        order = []
        for _ in range(6):
            page.press("Tab")
            order.append(page.ask("document.activeElement.id || document.activeElement.className "
                                  "|| document.activeElement.tagName"))
            outline = page.ask("getComputedStyle(document.activeElement).outlineStyle")
            self.assertEqual(outline, "solid", f"focus is seen at {order[-1]}")
        self.assertEqual(order, ["skip", "key", "use-key", "organization", "call", "SUMMARY"])
        page.press("Enter")
        self.assertTrue(page.ask("document.getElementById('keypad-box').open"))

    def test_the_parts_of_the_page_are_right(self):
        page = self.browser().open(self.server.url + "/try")
        page_parts.check_chain(self, page)
        page_parts.check_stages(self, page)
        page_parts.check_resampler(self, page)
        page_parts.check_player(self, page)

    def test_a_key_behind_the_hash_does_not_stay_in_the_address(self):
        page = self.browser().open(self.server.url + "/try#key=" + KEY)
        page.until("!document.getElementById('call').disabled", "the organization to be there")
        self.assertEqual(page.ask("location.href"), self.server.url + "/try")


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--parley", required=True)
    options.add_argument("--chromium", default="chromium")
    options.add_argument("--axe", default="")
    options.add_argument("--shots", default=os.path.join(tempfile.gettempdir(), "parley-page-shots"))
    GIVEN, rest = options.parse_known_args()
    if GIVEN.axe and not os.path.exists(GIVEN.axe):
        print(f"{GIVEN.axe} is not there (scripts/fetch_axe): accessibility is NOT checked", file=sys.stderr)
        GIVEN.axe = ""
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
