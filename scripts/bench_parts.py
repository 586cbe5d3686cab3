# SPDX-License-Identifier: Apache-2.0
"""What the benchmarks of the stores share: private stores, servers, callers, the API, figures."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Another binary than the one of this tree, e.g. a copy that stays while this one is built again.
BINARY = Path(os.environ.get("BENCH_BINARY", ROOT / "build/release/parley"))
POSTGRES = "/usr/lib/postgresql/15/bin"


def say(text):
    print(text, file=sys.stderr, flush=True)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))] if ordered else float("nan")


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def until(condition, seconds, what, pause=0.02):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(pause)
    raise SystemExit(f"waited {seconds} s in vain for {what}")


class Stores:
    """A private Postgres and Redis, migrated and seeded with the shipped organizations; `settings` for what is run."""

    def __init__(self, place, settings=None):
        self.settings = settings or {}
        self.place = Path(place)
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir(parents=True)
        os.chmod(self.place, 0o755)
        self.urls = {}
        self.start()
        self.parley("migrate")
        self.parley("seed")

    def start(self):
        printed = subprocess.run([ROOT / "scripts/stores", "start", self.place], check=True, capture_output=True,
                                 text=True, timeout=120).stdout
        self.urls = dict(line.split("=", 1) for line in printed.splitlines())

    def stop(self):
        subprocess.run([ROOT / "scripts/stores", "stop", self.place], check=False, timeout=60)

    def parley(self, *arguments):
        done = subprocess.run([BINARY, *arguments], env=self.environment(), capture_output=True, text=True, cwd=ROOT)
        if done.returncode != 0:
            raise SystemExit(f"parley {' '.join(arguments)}: {done.stderr}")

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
        return {**kept, **self.settings, **self.urls}

    def query(self, statement):
        url = self.urls["PARLEY_MIGRATION_DATABASE_URL"].replace("user=parley_owner", "user=postgres")
        done = subprocess.run(["psql", "-X", "-A", "-t", "-F", "\t", "-c", statement, url], check=True,
                              capture_output=True, text=True, timeout=60)
        return [line.split("\t") for line in done.stdout.splitlines()]

    def postgres_pids(self):
        postmaster = int((self.place / "stores/postgres/data/postmaster.pid").read_text().split()[0])
        children = subprocess.run(["pgrep", "-P", str(postmaster)], capture_output=True, text=True).stdout.split()
        return [postmaster, *map(int, children)]

    def redis_pids(self):
        return [int((self.place / "stores/redis/pid").read_text())]

    def pids(self, store):
        return self.postgres_pids() if store == "postgres" else self.redis_pids()

    def signal(self, store, number):
        for pid in self.pids(store):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass

    def restart(self, store):
        if store == "postgres":
            user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
            subprocess.run([*user, f"{POSTGRES}/pg_ctl", "-D", self.place / "stores/postgres/data", "-m", "fast", "-w",
                            "stop"], check=False, capture_output=True, timeout=60)
        else:
            socket_path = self.urls["PARLEY_REDIS_URL"].removeprefix("unix://")
            subprocess.run(["redis-cli", "-s", socket_path, "shutdown", "nosave"], check=False, capture_output=True,
                           timeout=20)
        self.start()


class Server:
    """One `parley serve` with ports and a state directory of its own."""

    next_rtp = 12000

    def __init__(self, stores, name, ready=True, **settings):
        self.state = stores.place / name
        self.http = free_port()
        self.sip = free_port(socket.SOCK_DGRAM)
        self.key = "bench-key-of-the-demo-organization"
        self.installation = "bench-key-of-the-installation"
        first = Server.next_rtp
        Server.next_rtp = 12000 + (Server.next_rtp - 12000 + 400) % 6000
        self.environment = {
            **stores.environment(), "PARLEY_STATE_DIR": str(self.state), "PARLEY_HTTP_PORT": str(self.http),
            "PARLEY_SIP_PORT": str(self.sip), "PARLEY_RTP_PORTS": f"{first}-{first + 399}",
            "PARLEY_API_DEMO_KEY": self.key,
            "PARLEY_API_INSTALLATION_KEY": self.installation, "PARLEY_RECORDING_ENABLED": "false", **settings}
        self.log = open(stores.place / f"{name}.log", "ab")
        self.started = 0.0
        self.process = None
        self.start(ready)

    def start(self, ready=True):
        self.started = time.monotonic()
        self.process = subprocess.Popen([BINARY, "serve"], cwd=ROOT, env=self.environment, stdout=self.log,
                                        stderr=self.log, preexec_fn=os.setpgrp)
        if ready:
            until(self.ready, 30, "readiness", 0.002)
        return time.monotonic() - self.started

    def ready(self):
        if self.process.poll() is not None:
            raise SystemExit(f"the server ended with {self.process.returncode}; see {self.log.name}")
        return self.get("/readyz")[0] == 200

    def get(self, path, method="GET", body=None, key=None, timeout=5, headers=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.http}{path}", method=method)
        request.add_header("Authorization", f"Bearer {key or self.key}")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, data, timeout=timeout) as answer:
                text = answer.read().decode()
                kind = answer.headers.get_content_type()
                return answer.status, json.loads(text) if kind == "application/json" and text else text
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except (OSError, ValueError):
            return 0, None

    def metric(self, name):
        text = self.get("/metrics")[1] or ""
        found = re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", text, re.M)
        return sum(map(float, found))

    def lift_limit(self):
        """One key may then ask as often as it likes."""
        told = self.get("/v1/settings/rate_limit", "PUT", {"value": {"requests_per_second": 1e6, "burst": 1e6}},
                        key=self.installation)
        if told[0] not in (200, 201):
            raise SystemExit(f"the limit was not lifted: {told}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()

    def cpu_seconds(self, thread=None):
        """Of the process, or of the threads whose name begins with `thread`."""
        ticks = 0
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            stat = (task / "stat").read_text()
            name = stat[stat.index("(") + 1:stat.rindex(")")]
            fields = stat[stat.rindex(")") + 2:].split()
            if thread is None or name.startswith(thread):
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def callers(server, calls, questions, rate=10, number="demo", extra=()):
    """`calls` callers at a time who ask `questions` each; a process whose output is JSON."""
    says = [part for question in questions for part in ("--say", question)]
    command = [BINARY, "call", f"sip:{number}@127.0.0.1:{server.sip}", "--json", "--calls", str(calls),
               "--concurrency", str(calls), "--rate", str(rate), *says, *extra]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env=server.environment)


def reports(process, timeout=300):
    out, errors = process.communicate(timeout=timeout)
    try:
        told = json.loads(out)
    except ValueError:
        raise SystemExit(f"the callers said: {errors[-2000:]}") from None
    return told if isinstance(told, list) else [told]


def machine():
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} cores, {model[1] if model else 'unknown'}"


class Results:
    def __init__(self, name):
        self.told = {"name": name, "machine": machine(), "results": []}

    def add(self, metric, value, unit, n):
        self.told["results"].append({"metric": metric, "value": round(value, 4), "unit": unit, "n": n})
        say(f"  {metric} = {value:.4g} {unit} (n = {n})")

    def print(self):
        print(json.dumps(self.told, indent=2))
