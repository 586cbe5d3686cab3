#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants broken links and expects them to be found."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts/check_docs.py"
CLEAN = {
    "README.md": "# Title\n[story](docs/one-call.md#1-it-rings) [out](https://example.org/x) [top](#title)\n"
                 "```\n[not](a-link.md)\n```\n",
    "docs/one-call.md": "# One call\n## 1. It rings\nSee [call](../src/call/call.cpp).\n",
    "src/call/call.cpp": "",
}


def findings(changes):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**CLEAN, **changes}.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        done = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True)
        assert done.stderr == "", done.stderr
        return [] if done.returncode == 0 else done.stdout.splitlines()


class CheckDocs(unittest.TestCase):
    def test_true_links_pass(self):
        self.assertEqual(findings({}), [])

    def test_a_link_to_nothing(self):
        self.assertEqual(findings({"docs/a.md": "\n[x](gone.md)\n"}), ["docs/a.md:2: gone.md does not exist"])

    def test_a_link_to_a_heading_that_is_gone(self):
        self.assertEqual(findings({"docs/a.md": "[x](../README.md#gone)\n"}),
                         ["docs/a.md:1: ../README.md#gone: no such heading"])

    def test_a_part_of_the_story_without_code(self):
        story = CLEAN["docs/one-call.md"] + "## 2. It talks\nIt just does.\n"
        self.assertEqual(findings({"docs/one-call.md": story}),
                         ["docs/one-call.md: '## 2. It talks' links no file of the code"])


if __name__ == "__main__":
    unittest.main()
