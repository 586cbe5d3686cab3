#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Clients that misbehave at the browser's door of a real server: each is refused or closed with a reason, and a call
that is up meanwhile feels nothing.

bad_clients.py --parley PROGRAM
"""
import argparse
import os
import sys
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from raw_socket import BINARY, RawSocket, Refused  # noqa: E402
from served import Served  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GIVEN = None


class BadClients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Served(GIVEN.parley, ROOT, PARLEY_CALLS_NO_MEDIA_AT_FIRST_MS="6000")
        cls.healthy = RawSocket(cls.server.port)
        cls.healthy.hello()
        cls.healthy.listen(0.5)
        # Longer than all that follows; hangs up when the class is through.
        cls.through = threading.Event()

        def keep_calling():
            while not cls.through.is_set() and cls.healthy.closed is None:
                cls.healthy.talk(4)
                cls.healthy.say({"type": "dtmf", "digit": "5"})  # or the agent ends it for silence

        cls.caller = threading.Thread(target=keep_calling)
        cls.caller.start()

    @classmethod
    def tearDownClass(cls):
        cls.through.set()
        cls.caller.join()
        try:
            assert cls.healthy.closed is None, f"the healthy call was closed: {cls.healthy.closed}"
            figures = cls.healthy.told("media")[-1]
            assert figures["malformed"] == 0 and figures["dropped_ms"] == 0, figures
            assert cls.healthy.audio > 50, "the healthy call heard the agent"
            cls.healthy.say({"type": "hang_up"})
            cls.healthy.listen(3)
            assert cls.healthy.told("ended")[0]["reason"] == "caller_hung_up"
        finally:
            cls.server.close()

    def open(self, **how):
        client = RawSocket(self.server.port, **how)
        self.addCleanup(client.close)
        return client

    def call(self, **how):
        client = self.open(**how)
        client.hello()
        client.listen(0.3)
        self.assertTrue(client.told("ready"), client.events)
        return client

    def refused(self, client, code, close_code):
        client.listen(8)
        self.assertEqual([one["code"] for one in client.told("refused")], [code])
        self.assertTrue(client.told("refused")[0]["remedy"])
        self.assertEqual(client.closed, (close_code, code))

    def ended(self, client, reason, close):
        client.listen(5)
        self.assertEqual([one["reason"] for one in client.told("ended")], [reason])
        self.assertTrue(client.told("ended")[0]["remedy"])
        self.assertEqual(client.closed, close)
        self.assertEqual(self.server.record(client.told("ready")[0]["call_id"])["end_reason"], reason)

    def test_a_page_of_another_site(self):
        with self.assertRaises(Refused) as refused:
            self.open(origin="http://evil.example")
        self.assertEqual(refused.exception.status, 403)
        self.open(origin=f"http://127.0.0.1:{self.server.port}")

    def test_audio_before_hello(self):
        client = self.open()
        client.frame(BINARY, bytes(640))
        self.refused(client, "bad_message", 1002)

    def test_broken_json_and_a_wrong_first_message(self):
        for first in ('{"type":"hello"', "\x00", "[1,2]", '{"type":"dtmf","digit":"1"}', "[" * 4000):
            client = self.open()
            client.say(first)
            self.refused(client, "bad_message", 1002)

    def test_a_wrong_key(self):
        client = self.open()
        client.hello(key="guessed")
        self.refused(client, "unauthorized", 1008)

    def test_a_rate_that_is_not_taken(self):
        client = self.open()
        client.hello(sample_rate=48000)
        self.refused(client, "bad_sample_rate", 1008)

    def test_nothing_at_all(self):
        self.refused(self.open(), "no_hello", 1008)

    def test_a_second_hello(self):
        client = self.call()
        client.hello()
        self.ended(client, "rejected", (1002, "bad_message"))

    def test_fifty_messages_that_make_no_sense(self):
        client = self.call()
        for _ in range(50):
            client.say("{")
        self.ended(client, "rejected", (1002, "bad_message"))

    def test_audio_that_is_none(self):
        client = self.call()
        for _ in range(50):
            client.frame(BINARY, b"odd")
        self.ended(client, "rejected", (1008, "bad_audio"))

    def test_48_khz_that_was_declared_as_16(self):
        client = self.call()
        client.talk(4, samples=960)
        self.assertEqual([one["code"] for one in client.told("notice")], ["too_fast"])
        self.ended(client, "rejected", (1008, "too_fast"))

    def test_no_audio(self):
        client = self.call()
        client.listen(5.6)
        self.assertEqual([one["code"] for one in client.told("notice")], ["no_audio"])
        self.ended(client, "no_media", (1000, "no_media"))

    def test_a_message_that_is_too_long(self):
        client = self.call()
        client.frame(BINARY, bytes(70 * 1024))
        client.listen(5)
        self.assertEqual(client.closed[0], 1009)

    def test_a_flood(self):
        client = self.call()
        for _ in range(3000):
            client.frame(BINARY, bytes(2))
        client.listen(5)
        self.assertIn(client.closed[0], (1008, None))
        record = self.server.record(client.told("ready")[0]["call_id"])
        self.assertIsNotNone(record["end_reason"])

    def test_a_client_that_does_not_listen(self):
        client = self.call()
        end = time.monotonic() + 60
        call_id = client.told("ready")[0]["call_id"]
        while time.monotonic() < end and not self.ended_at(call_id):
            for _ in range(200):  # sends in time and asks, but plays and acknowledges nothing
                client.frame(BINARY, bytes(640))
                time.sleep(0.02)
            client.say({"type": "dtmf", "digit": "0"})
        client.listen(3)
        self.assertEqual(client.closed, (1008, "too_slow"))
        self.assertEqual(self.server.record(call_id)["end_reason"], "no_media")

    def ended_at(self, call_id):
        return next(one["ended_at"] for one in self.server.calls() if one["id"] == call_id)

    def test_a_socket_that_breaks(self):
        client = self.call()
        client.talk(0.2)
        client.wire.close()
        record = self.server.record(client.told("ready")[0]["call_id"])
        self.assertEqual(record["end_reason"], "caller_hung_up")


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--parley", required=True)
    GIVEN, rest = options.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
