#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The compose files and the Dockerfile without a Docker engine: their syntax, and that they fit the server.

compose_test.py PARLEY      PARLEY: the binary, whose settings every PARLEY_ variable must be one of
"""
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "docker"
PARLEY = None
SERVICE_KEYS = set("""image build command entrypoint environment volumes healthcheck restart depends_on ports ulimits
cap_drop cap_add security_opt read_only tmpfs stop_grace_period network_mode""".split())


class Loader(yaml.SafeLoader):
    """YAML of Compose: !reset empties what another file has said."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.YAMLError(f"{twice} twice in {node.start_mark}")
        return super().construct_mapping(node, deep)


Loader.add_constructor("!reset", lambda loader, node: ())


def load(name):
    return yaml.load((DOCKER / name).read_text(), Loader)


def interpolate(text, given):
    """${NAME:-default} and ${NAME}; a variable without a default would be mandatory."""
    def value(match):
        name, has_default, default = match[1], match[2], match[3]
        if not has_default:
            raise AssertionError(f"{name} is mandatory")
        return given.get(name) or default
    return re.sub(r"\$\{(\w+)(:-)?([^}]*)\}", value, text)


def settings():
    printed = yaml.safe_load(subprocess.run([PARLEY, "config", "print"], check=True, capture_output=True).stdout)
    names = {"PARLEY_CONFIG"}
    for key, value in printed.items():
        inner = value if isinstance(value, dict) else {None: None}
        names |= {f"PARLEY_{key}_{name}".upper() if name else f"PARLEY_{key}".upper() for name in inner}
    return names


def dockerfile_steps():
    text = re.sub(r"^#.*\n", "", (DOCKER / "Dockerfile").read_text(), flags=re.M)
    return [line.split(None, 1) for line in text.replace("\\\n", " ").splitlines() if line.strip()]


class Compose(unittest.TestCase):
    def environments(self, *files):
        merged = {}
        for name in files:
            for service, parts in load(name)["services"].items():
                merged.setdefault(service, {}).update(parts.get("environment", {}))
        return merged

    def test_services_are_made_of_known_keys_and_hang_together(self):
        compose = load("compose.yaml")
        self.assertEqual(set(compose), {"name", "services", "volumes"})
        for name, service in compose["services"].items():
            self.assertLessEqual(set(service), SERVICE_KEYS, name)
            self.assertTrue("image" in service, name)
            for other, how in service.get("depends_on", {}).items():
                target = compose["services"][other]
                if how["condition"] == "service_healthy":
                    self.assertIn("healthcheck", target, f"{name} waits for {other} to be healthy")
                else:
                    self.assertEqual(how["condition"], "service_completed_successfully")
            for volume in service.get("volumes", []):
                source = volume.split(":")[0]
                if source.startswith("."):
                    self.assertTrue((DOCKER / source).is_file(), volume)
                else:
                    self.assertIn(source, compose["volumes"], volume)
        for name, service in load("compose.host.yaml")["services"].items():
            self.assertLessEqual(set(service), SERVICE_KEYS, name)
            self.assertIn(name, compose["services"])

    def test_every_variable_of_the_server_is_one_of_its_settings(self):
        known = settings()
        self.assertIn("PARLEY_SIP_PORT", known)
        for files in (["compose.yaml"], ["compose.yaml", "compose.host.yaml"]):
            for service, environment in self.environments(*files).items():
                for name in environment:
                    if service in ("server", "prepare"):
                        self.assertIn(name, known, f"{service} of {files}")
        for step in dockerfile_steps():
            if step[0] == "ENV":
                self.assertIn(step[1].split("=")[0], known)
        for name in re.findall(r"\bPARLEY_[A-Z_]+", (DOCKER / ".env.example").read_text()):
            self.assertIn(name, known)

    def check_values(self, given, *files):
        """The server itself judges the environment that the files would give it."""
        for service in ("server", "prepare"):
            environment = {name: interpolate(str(value), given)
                           for name, value in self.environments(*files)[service].items()}
            for step in dockerfile_steps():
                if step[0] == "ENV":
                    name, value = step[1].split("=", 1)
                    environment.setdefault(name, value)
            environment["PARLEY_CONFIG"] = str(ROOT / "config/debian/parley.yaml")
            environment["PARLEY_ORGANIZATIONS_DIR"] = str(ROOT / "config/organizations")
            checked = subprocess.run([PARLEY, "config", "check"], env=environment, capture_output=True, text=True)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_the_values_are_accepted_with_nothing_set_and_with_everything_set(self):
        example = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", (DOCKER / ".env.example").read_text(), re.M))
        self.assertGreater(len(example), 8)
        for files in (["compose.yaml"], ["compose.yaml", "compose.host.yaml"]):
            self.check_values({}, *files)
            self.check_values(example, *files)

    def test_what_the_example_names_is_used_and_nothing_else_can_be_set(self):
        used = set(re.findall(r"\$\{(\w+)", (DOCKER / "compose.yaml").read_text() + (DOCKER / "compose.host.yaml").read_text()))
        self.assertEqual(used, set(re.findall(r"^#([A-Z_]+)=", (DOCKER / ".env.example").read_text(), re.M)))
        for line in (DOCKER / ".env.example").read_text().splitlines():
            self.assertTrue(not line or line.startswith("#"), f"mandatory: {line}")

    def test_the_published_ports_are_those_the_server_uses(self):
        server = load("compose.yaml")["services"]["server"]
        published = [interpolate(port, {}) for port in server["ports"]]
        rtp = server["environment"]["PARLEY_RTP_PORTS"]
        for expected in ("5060:5060/udp", "5060:5060/tcp", f"{rtp}:{rtp}/udp", "8080:8080/tcp"):
            self.assertIn(f"127.0.0.1:{expected}", published)
        first, last = map(int, rtp.split("-"))
        self.assertGreaterEqual((last - first + 1) // 2, server["environment"]["PARLEY_CALLS_LIMIT"])

    def test_on_the_host_network_nothing_is_published_by_the_server(self):
        server = load("compose.host.yaml")["services"]["server"]
        self.assertEqual((server["network_mode"], server["ports"]), ("host", ()))

    def test_a_stop_leaves_calls_the_time_that_the_unit_leaves_them(self):
        minutes = re.search(r"TimeoutStopSec=(\d+)min", (ROOT / "config/parley.service").read_text())[1]
        self.assertEqual(load("compose.yaml")["services"]["server"]["stop_grace_period"], f"{minutes}m")
        demo = (ROOT / "config/organizations/demo.yaml").read_text()
        longest = re.search(r"call_minutes: (\d+)", demo)
        self.assertGreater(int(minutes), int(longest[1]) if longest else 30)

    def test_passwords_of_both_sides_agree(self):
        services = load("compose.yaml")["services"]
        for variable in ("OWNER_PASSWORD", "SERVING_PASSWORD"):
            given = services["postgres"]["environment"][variable]
            urls = "".join(services["prepare"]["environment"].values())
            self.assertIn(given, urls)


class Dockerfile(unittest.TestCase):
    def test_it_runs_as_an_ordinary_user_and_says_how_it_is_and_how_it_ends(self):
        steps = dockerfile_steps()
        words = [step[0] for step in steps]
        final = words[len(words) - words[::-1].index("FROM"):]
        self.assertEqual(steps[words.index("USER")][1], "parley")
        self.assertLess(final.index("RUN"), final.index("USER"))
        for word in ("HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT", "VOLUME"):
            self.assertIn(word, final)
        self.assertTrue(all(step[1].startswith("debian:bookworm-slim") for step in steps if step[0] == "FROM"))

    def test_what_is_copied_is_there(self):
        for step in dockerfile_steps():
            if step[0] == "COPY" and not step[1].startswith("--from"):
                self.assertTrue((ROOT / step[1].split()[0]).exists(), step[1])

    def test_the_health_check_tells_the_living_from_the_dead(self):
        import http.server
        import threading
        status = 200

        class Live(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status if self.path == "/livez" else 404)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Live)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        environment = {"PATH": "/usr/bin:/bin", "PARLEY_HTTP_PORT": str(server.server_port)}

        def healthy():
            return subprocess.run([DOCKER / "health_check"], env=environment, capture_output=True).returncode == 0
        self.assertTrue(healthy())
        status = 503
        self.assertFalse(healthy())
        server.shutdown()
        server.server_close()
        self.assertFalse(healthy())


if __name__ == "__main__":
    PARLEY = str(Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=1)
