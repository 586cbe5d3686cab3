#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the sipp scenarios of tests/wire/sip against a server that owns the numbers demo and +15550100.

    run_sipp.py --server "build/release/parley serve --config …" --env PARLEY_SIP_PORT={sip_port} --call-limit 50
    run_sipp.py --target 127.0.0.1:5060 hold cancel

The server counts as up when it answers OPTIONS with 200. Ports are taken from 25060-25199.
"""
import argparse
import concurrent.futures
import os
import random
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import raw_calls

SCENARIOS = Path(__file__).parent / "sip"
PORTS = range(25060, 25200)
MEDIA_PORTS = 4  # sipp takes RTP and RTCP for audio and video

# name: (scenario file, number that is called, further arguments of sipp)
CALLS = {
    "options": ("options", "demo", []),
    "invite_bye": ("invite_bye", "demo", []),
    "other_number": ("invite_bye", "+15550100", []),
    "escaped_number": ("invite_bye", "%2B15550100", []),
    "tcp": ("invite_bye", "demo", ["-t", "t1"]),
    "tcp_server_bye": ("server_bye", "demo", ["-t", "t1"]),
    "tcp_hold": ("hold", "demo", ["-t", "t1"]),
    "late_ack": ("late_ack", "demo", []),
    "no_ack": ("no_ack", "demo", []),
    "cancel": ("cancel", "demo", []),
    "hold": ("hold", "demo", []),
    "offerless_reinvite": ("offerless_reinvite", "demo", []),
    "delayed_offer": ("delayed_offer", "demo", []),
    "move": ("move", "demo", []),
    "require_unknown": ("require_unknown", "demo", []),
    "unknown_number": ("unknown_number", "nobody", []),
    "server_bye": ("server_bye", "demo", []),
    "pcma": ("pcma", "demo", []),
    "event_96": ("event_96", "demo", []),
    "no_codec": ("no_codec", "demo", []),
    "record_route": ("record_route", "demo", []),
    "compact": ("compact", "demo", []),
    "unknown_dialog": ("unknown_dialog", "demo", []),
    "other_method": ("other_method", "demo", []),
    "broken_sdp": ("broken_sdp", "demo", []),
    "other_body": ("other_body", "demo", []),
}
FULL = "full"  # needs every slot, so it runs alone


class PortRange:
    """Free ports, each handed out once; starts anywhere, so that two runs on one machine seldom meet."""

    def __init__(self):
        self._lock = threading.Lock()
        self._next = random.randrange(len(PORTS))

    def take(self, count=1):
        with self._lock:
            for _ in range(2 * len(PORTS)):
                first = PORTS[self._next % len(PORTS)]
                self._next += 1
                run = range(first, first + count)
                if run[-1] in PORTS and all(self._is_free(port) for port in run):
                    self._next += count - 1
                    return first
        raise SystemExit("no free ports in 25060-25199")

    @staticmethod
    def _is_free(port):
        for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
            with socket.socket(socket.AF_INET, kind) as probe:
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    return False
        return True


def options_status(target, wait_s):
    """Status of the answer to one OPTIONS; None when there is none in time."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.settimeout(wait_s)
        probe.connect(target)
        host, port = probe.getsockname()
        mark = random.getrandbits(48)
        try:
            probe.send(
                f"OPTIONS sip:{target[0]}:{target[1]} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{mark:x};rport\r\n"
                f"From: <sip:probe@{host}>;tag={mark:x}\r\nTo: <sip:{target[0]}>\r\nCall-ID: {mark:x}\r\n"
                f"CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n".encode()
            )
            return int(probe.recv(65536).split(b" ", 2)[1])
        except (OSError, ValueError, IndexError):
            return None


def wait_for_options(target, wanted, patience_s, alive=lambda: True):
    give_up = time.monotonic() + patience_s
    while time.monotonic() < give_up and alive():
        if options_status(target, 0.5) == wanted:
            return True
        time.sleep(0.05)
    return False


class Run:
    def __init__(self, options, ports, target, folder):
        self.options, self.ports, self.target, self.folder = options, ports, target, Path(folder)

    def command(self, name, scenario, number, extra):
        port, media = self.ports.take(), self.ports.take(MEDIA_PORTS)
        return [
            self.options.sipp, "-sf", str(SCENARIOS / f"{scenario}.xml"), f"{self.target[0]}:{self.target[1]}",
            "-s", number, "-i", "127.0.0.1", "-p", str(port), "-mp", str(media), "-nostdin",
            "-timeout", f"{self.options.timeout}s", "-timeout_error", "-trace_err",
            "-error_file", str(self.folder / f"{name}.err"), "-trace_logs", "-log_file", str(self.folder / f"{name}.log"),
        ] + (extra if "-m" in extra else extra + ["-m", "1"])

    def call(self, name, scenario, number, extra):
        """None when the scenario passed, else what went wrong."""
        # A port may be taken by others between the look and sipp's bind: sipp then ends with 255 or -1 at once.
        for _ in range(3):
            done = subprocess.run(self.command(name, scenario, number, extra), stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, text=True)
            if "Address already in use" not in done.stderr:
                break
        if done.returncode != 0:
            errors = self.folder / f"{name}.err"
            return (done.stderr + (errors.read_text() if errors.exists() else ""))[-3000:] or f"exit {done.returncode}"
        log = self.folder / f"{name}.log"
        if self.options.answers_late and log.exists() and log.read_text().strip():
            return log.read_text()
        return None

    def raw(self, name):
        try:
            raw_calls.CALLS[name](self.target)
        except (AssertionError, OSError) as fault:
            return f"{type(fault).__name__}: {fault}"
        return None

    def full(self):
        """Takes every call slot, then expects one more call to be refused with 503."""
        count = str(self.options.call_limit)
        wait_for_options(self.target, 200, self.options.full_within)
        with concurrent.futures.ThreadPoolExecutor(1) as others:
            holding = others.submit(self.call, "occupy", "occupy", "demo",
                                    ["-m", count, "-l", count, "-r", "200", "-rp", "1000"])
            wait_for_options(self.target, 503, self.options.full_within, lambda: not holding.done())
            return self.call(FULL, FULL, "demo", []) or holding.result()


def run_all(options, ports, target):
    names = options.only or [*CALLS, *raw_calls.CALLS, FULL]
    failures = {}

    def report(name, fault):
        print(f"{'FAILED' if fault else 'passed'}  {name}", flush=True)
        if fault:
            failures[name] = fault

    with tempfile.TemporaryDirectory() as folder:
        run = Run(options, ports, target, folder)
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            calls = {pool.submit(run.call, name, *CALLS[name]): name for name in names if name in CALLS}
            calls.update({pool.submit(run.raw, name): name for name in names if name in raw_calls.CALLS})
            for call in concurrent.futures.as_completed(calls):
                report(calls[call], call.result())
        if FULL in names:
            report(FULL, run.full())
    for name, fault in failures.items():
        print(f"\n--- {name}\n{fault}", file=sys.stderr)
    return 1 if failures else 0


def start_server(options, port):
    fill = lambda text: text.replace("{sip_port}", str(port))
    environment = dict(os.environ)
    for pair in options.env:
        key, _, value = fill(pair).partition("=")
        environment[key] = value
    return subprocess.Popen(shlex.split(fill(options.server)), env=environment, start_new_session=True)


def main():
    known = [*CALLS, *raw_calls.CALLS, FULL]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="*", metavar="SCENARIO", help=f"of: {' '.join(known)}")
    parser.add_argument("--server", help="command that starts the server; {sip_port} is replaced")
    parser.add_argument("--env", action="append", default=[], metavar="KEY=VALUE", help="for the server; {sip_port} is replaced")
    parser.add_argument("--target", help="HOST:PORT of a server that runs already, instead of --server")
    parser.add_argument("--call-limit", type=int, default=50, help="calls that the server takes at once")
    parser.add_argument("--full-within", type=float, default=4, help="seconds for the slots to fill up")
    parser.add_argument("--answers-late", action="store_true", help="the server rings before it answers: a CANCEL must win")
    parser.add_argument("--timeout", type=int, default=100, help="seconds for one scenario")
    parser.add_argument("--start-within", type=float, default=120, help="seconds for the server to come up")
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--sipp", default="sipp")
    options = parser.parse_args()
    for name in options.only:
        if name not in known:
            parser.error(f"no scenario {name}")
    if bool(options.server) == bool(options.target):
        parser.error("either --server or --target is needed")

    ports = PortRange()
    if options.target:
        host, _, port = options.target.rpartition(":")
        return run_all(options, ports, (host, int(port)))
    port = ports.take()
    server = start_server(options, port)
    try:
        if not wait_for_options(("127.0.0.1", port), 200, options.start_within, lambda: server.poll() is None):
            print("the server does not answer OPTIONS", file=sys.stderr)
            return 1
        status = run_all(options, ports, ("127.0.0.1", port))
        if server.poll() is not None:
            print(f"the server ended with {server.returncode}", file=sys.stderr)
            return 1
        return status
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
