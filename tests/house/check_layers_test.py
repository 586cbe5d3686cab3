#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants one violation at a time in a small clean tree and expects exactly that finding."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts/check_layers.py"
SPDX = "// SPDX-License-Identifier: Apache-2.0\n"
CLEAN = {
    "CMakeLists.txt": "parley_module(core)\nparley_module(async USES core PRECOMPILE)\n"
                      "parley_module(telephony USES core async\n  LIBRARIES re)\n",
    "scripts/layers.txt": "[modules]\ncore:\nasync: core\ntelephony: core async\napp: *\n[pure]\ncore\n"
                          "[libraries]\nboost/asio: async telephony app\nre.h re_: telephony\ngtest/:\n",
    "scripts/untested.txt": "# reasons\n",
    "include/parley/core/ids.hpp": SPDX + "#pragma once\n#include <string>\n",
    "src/core/ids.cpp": SPDX + '#include "parley/core/ids.hpp"\n// detached, steady_clock::now() in prose is fine\n',
    "tests/core/ids_test.cpp": SPDX + '#include "parley/core/ids.hpp"\n#include <gtest/gtest.h>\n',
    "src/telephony/sip.cpp": SPDX + '#include <re.h>\n#include "re_local.hpp"\n#include "parley/async/clock.hpp"\n',
    "src/telephony/re_local.hpp": SPDX,
    "tests/telephony/sip_test.cpp": SPDX,
    "include/parley/async/clock.hpp": SPDX + "#include <boost/asio/awaitable.hpp>\n",
    "src/async/clock.cpp": SPDX + "auto t = std::chrono::steady_clock::now();\n",
    "tests/async/clock_test.cpp": SPDX,
    "src/app/main.cpp": SPDX + '#include "parley/telephony/sip.hpp"\nauto d = asio::detached;\n',
    "tests/app/main_test.cpp": SPDX,
}


def findings(changes):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**CLEAN, **changes}.items():
            if text is None:
                continue
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        done = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True)
        lines = done.stdout.splitlines()
        assert done.stderr == "", done.stderr
        assert (done.returncode == 0) == (lines == ["house rules hold"]), done
        return [] if done.returncode == 0 else lines


class CheckLayers(unittest.TestCase):
    def expect(self, name, text, place, words):
        lines = findings({name: text})
        self.assertEqual(len(lines), 1, lines)
        self.assertTrue(lines[0].startswith(place + ":"), lines)
        self.assertIn(words, lines[0])

    def plant(self, name, line, words):
        text = CLEAN.get(name, SPDX)
        number = len(text.splitlines()) + 1
        self.expect(name, text + line + "\n", f"{name}:{number}", words)

    def test_a_clean_tree_has_no_findings(self):
        self.assertEqual(findings({}), [])

    def test_a_module_may_not_use_one_that_its_row_does_not_name(self):
        self.plant("src/core/ids.cpp", '#include "parley/async/clock.hpp"', "core may not use async")
        self.plant("src/telephony/sip.cpp", '#include "parley/app/main.hpp"', "telephony may not use app")

    def test_asio_in_a_pure_module(self):
        self.plant("src/core/ids.cpp", "#include <boost/asio/post.hpp>", "boost/asio has its home in async")

    def test_threads_in_a_pure_module(self):
        self.plant("src/core/ids.cpp", "#include <thread>", "core is pure")

    def test_a_library_outside_its_home(self):
        self.plant("src/async/clock.cpp", "#include <re_types.h>", "re_ has its home in telephony")

    def test_a_library_that_only_tests_may_use(self):
        self.plant("src/app/main.cpp", "#include <gtest/gtest.h>", "no module")

    def test_a_library_in_a_public_header(self):
        self.plant("include/parley/telephony/sip.hpp", "#include <re.h>", "public header")

    def test_an_include_that_climbs(self):
        self.plant("src/telephony/sip.cpp", '#include "../core/secret.hpp"', "climbs")

    def test_arrows_that_differ_from_cmake(self):
        more = CLEAN["CMakeLists.txt"].replace("USES core async", "USES core")
        self.expect("CMakeLists.txt", more, "CMakeLists.txt:1", "differ in: async")
        self.expect("CMakeLists.txt", CLEAN["CMakeLists.txt"] + "parley_module(net USES core)\n", "CMakeLists.txt:1",
                    "net is missing in layers.txt")

    def test_a_folder_without_a_row(self):
        self.assertTrue(any("no row" in line for line in findings({"src/util/x.hpp": SPDX})))

    def test_a_clock_read_outside_async(self):
        self.plant("src/core/ids.cpp", "auto t = std::chrono::system_clock::now();", "reads a clock")

    def test_detached_outside_app(self):
        self.plant("src/telephony/sip.cpp", "co_spawn(home, f(), asio::detached);", "no owner")

    def test_operators_on_awaitables(self):
        self.plant("src/telephony/sip.cpp", "auto x = co_await (a() || b());", "lose errors")

    def test_names_that_say_nothing(self):
        for suffix in ("Manager", "Helper", "Impl", "Data"):
            self.plant("src/core/ids.cpp", f"class Call{suffix} final {{", suffix)
        self.assertEqual(findings({"src/core/ids.cpp": CLEAN["src/core/ids.cpp"] +
                                   "template <class Handler>\nstruct Database {};\n"}), [])

    def test_shared_from_this_and_singletons(self):
        self.plant("src/core/ids.cpp", "class A : std::enable_shared_from_this<A> {};", "one owner")
        self.plant("src/core/ids.cpp", "static A& instance();", "singletons")

    def test_a_long_file(self):
        text = SPDX + "int x;\n" * 400
        self.expect("src/core/ids.cpp", text, "src/core/ids.cpp:401", "longer than 400")

    def test_unfinished_work(self):
        self.plant("src/core/ids.cpp", "// TO" "DO later", "unfinished")
        self.plant("tests/core/ids_test.cpp", "// FIX" "ME later", "unfinished")

    def test_a_source_without_its_test(self):
        self.expect("tests/core/ids_test.cpp", None, "src/core/ids.cpp:1", "has no tests/core/ids_test.cpp")

    def test_the_list_of_untested_files_stays_true(self):
        place = "scripts/untested.txt:1"
        self.expect("scripts/untested.txt", "src/core/ids.cpp: because\n", place, "has a test now")
        self.expect("scripts/untested.txt", "src/core/gone.cpp: because\n", place, "does not exist")

    def test_a_test_that_sleeps(self):
        self.plant("tests/core/ids_test.cpp", "std::this_thread::sleep_for(1s);", "ManualClock")

    def test_a_missing_licence_line(self):
        self.expect("src/telephony/re_local.hpp", "int x;\n", "src/telephony/re_local.hpp:1", "SPDX")


if __name__ == "__main__":
    unittest.main()
