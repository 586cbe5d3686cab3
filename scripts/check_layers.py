#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The house rules that a text search can see: layers, homes of libraries, file length, mirrored tests, clocks, names.

check_layers.py [ROOT]   prints FILE:LINE: what is wrong, and exits 1 when anything is.
"""
import re
import sys
from pathlib import Path

MAX_LINES = 400
CODE = (".cpp", ".hpp", ".c", ".h")
SUFFIXES = "Manager Handler Helper Util Utils Processor Service Controller Base Impl Data Info".split()
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
INCLUDE = re.compile(r'\s*#\s*include\s*[<"]([^">]+)[">]')
NAMED_TYPE = re.compile(r"(?<!<)(?<!, )\b(?:class|struct|enum class|concept|using)\s+(\w+)\b(?!::)")
IMPURE = ("thread", "mutex", "shared_mutex", "condition_variable", "future", "sys/socket.h", "poll.h", "unistd.h")
# What each line of code may not contain: pattern, folders where it may, what to say.
BANNED = [
    (re.compile(r"\b(?:system_clock|steady_clock|high_resolution_clock|Clock)::now\s*\("), ("src/async",),
     "reads a clock; take a Clock or an Instant as argument"),
    (re.compile(r"\bdetached\b"), ("src/app",), "a detached coroutine has no owner; start it in a TaskGroup"),
    (re.compile(r"co_await\s*\(?[^;]*(?:\|\||&&)"), ("src/async", "include/parley/async"),
     "|| and && on awaitables lose errors; use within()"),
    (re.compile(r"\benable_shared_from_this\b"), (), "an object has one owner"),
    (re.compile(r"\bstatic\b[^;(]*\binstance\s*\(\s*\)"), (), "no singletons; hand the object in"),
]
BANNED_IN_TESTS = [
    (re.compile(r"\bsleep_for\b|\bsleep_until\s*\(\s*std::|\bu?sleep\s*\("), (),
     "a test that sleeps; advance a ManualClock"),
]


def read_table(path):
    """Sections of `key...: value value` lines; a line without a colon is a list of keys."""
    sections, current = {}, None
    for line in path.read_text().splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), {})
            continue
        keys, _, values = line.partition(":")
        for key in keys.split():
            current[key] = values.split()
    return sections


def cmake_modules(text):
    modules = {}
    text = re.sub(r"#.*", "", text)
    for name, rest in re.findall(r"\bparley_module\(\s*(\w+)([^)]*)\)", text):
        uses = re.search(r"\bUSES\b(.*?)(?=\b(?:LIBRARIES|PRECOMPILE)\b|$)", rest, re.S)
        modules[name] = set(uses[1].split()) if uses else set()
    return modules


def code_lines(text):
    """Lines with comments and string contents blanked, so that prose cannot offend."""
    def blank(match):
        found = match[0]
        return found if found.startswith("#") else re.sub(r"[^\n]", " ", found)
    pattern = r'#\s*include[^\n]*|R"(\w*)\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*[\s\S]*?\*/'
    return re.sub(pattern, blank, text).splitlines()


class Tree:
    def __init__(self, root):
        self.root = root
        self.bad = []
        table = read_table(root / "scripts/layers.txt")
        self.allowed = {name: set(uses) | {name} for name, uses in table["modules"].items()}
        self.pure = set(table["pure"])
        self.homes = table["libraries"]

    def report(self, path, line, message):
        self.bad.append(f"{path.relative_to(self.root)}:{line}: {message}")

    def files(self, *folders):
        for folder in folders:
            for path in sorted((self.root / folder).rglob("*")):
                if path.is_file() and path.suffix in (*CODE, ".py", ".sh", ".cmake", ""):
                    yield path

    def check_table(self):
        cmake = self.root / "CMakeLists.txt"
        declared = cmake_modules(cmake.read_text())
        for name in sorted(declared.keys() ^ (self.allowed.keys() - {"app"})):
            where = "layers.txt" if name in declared else "CMakeLists.txt"
            self.report(cmake, 1, f"module {name} is missing in {where}")
        for name in sorted(declared.keys() & self.allowed.keys()):
            row = self.allowed[name] - {name}
            if declared[name] != row:
                difference = " ".join(sorted(declared[name] ^ row))
                self.report(cmake, 1, f"module {name}: USES and layers.txt differ in: {difference}")
        for folder in ("src", "include/parley"):
            for path in sorted((self.root / folder).glob("*")):
                # console is the operator's web page, not C++.
                if path.is_dir() and path.name not in self.allowed and path.name != "console":
                    self.report(path, 1, "folder has no row in layers.txt")

    def home_of(self, include):
        best = max((prefix for prefix in self.homes if include.startswith(prefix)), key=len, default=None)
        return (best, self.homes[best]) if best else (None, None)

    def check_include(self, path, number, include, public):
        module = path.relative_to(self.root / ("include/parley" if public else "src")).parts[0]
        allowed = self.allowed.get(module, set())
        ours = re.match(r"parley/(\w+)/", include)
        if ours:
            if "*" not in allowed and ours[1] not in allowed:
                self.report(path, number, f"{module} may not use {ours[1]}")
            return
        if include.startswith("../"):
            self.report(path, number, "includes by a path that climbs; include parley/<module>/…")
        if (path.parent / include).is_file() or (self.root / "src" / module / include).is_file():
            return
        library, homes = self.home_of(include)
        if library and module not in homes:
            self.report(path, number, f"{include}: {library} has its home in {' '.join(homes) or 'no module'}")
        elif library and public and library != "boost/asio":
            self.report(path, number, f"{include}: a library's header in a public header")
        if module in self.pure and include in IMPURE:
            self.report(path, number, f"{module} is pure and may not include <{include}>")

    def check_banned(self, path, number, line, rules):
        where = str(path.relative_to(self.root))
        for pattern, homes, message in rules:
            if pattern.search(line) and not any(where.startswith(home + "/") for home in homes):
                self.report(path, number, message)

    def check_code(self):
        for path in self.files("src", "include"):
            if path.suffix not in CODE:
                continue
            public = path.is_relative_to(self.root / "include")
            for number, line in enumerate(code_lines(path.read_text()), 1):
                include = INCLUDE.match(line)
                if include:
                    self.check_include(path, number, include[1], public)
                    continue
                self.check_banned(path, number, line, BANNED)
                for name in NAMED_TYPE.findall(line):
                    suffix = next((s for s in SUFFIXES if name.endswith(s)), None)
                    if suffix:
                        self.report(path, number, f"{name}: '{suffix}' says nothing; name the thing")
        for path in self.files("tests"):
            if path.suffix in CODE:
                for number, line in enumerate(code_lines(path.read_text()), 1):
                    self.check_banned(path, number, line, BANNED_IN_TESTS)

    def check_text(self):
        for path in self.files("src", "include", "tests", "scripts"):
            if "corpus" in path.parts:
                continue
            lines = path.read_text(errors="replace").splitlines()
            if len(lines) > MAX_LINES:
                self.report(path, len(lines), f"longer than {MAX_LINES} lines")
            for number, line in enumerate(lines, 1):
                if UNFINISHED.search(line):
                    self.report(path, number, "unfinished; finish it or open an issue")
            head = "\n".join(lines[:3])
            if path.suffix in (*CODE, ".py", ".sh") and "SPDX-License-Identifier: Apache-2.0" not in head:
                self.report(path, 1, "no SPDX line at the top")

    def check_mirror(self):
        listing = self.root / "scripts/untested.txt"
        excused, used = {}, set()
        for number, line in enumerate(listing.read_text().splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                name, _, reason = line.partition(":")
                excused[name.strip()] = number
                if not reason.strip():
                    self.report(listing, number, "no reason given")
        for path in sorted((self.root / "src").rglob("*.cpp")):
            inner = path.relative_to(self.root / "src")
            test = self.root / "tests" / inner.with_name(inner.stem + "_test.cpp")
            name = f"src/{inner}"
            # A line may name a whole folder: src/app/
            line = next((key for key in excused if name == key or key.endswith("/") and name.startswith(key)), None)
            used.add(line)
            if not test.exists() and line is None:
                self.report(path, 1, f"has no {test.relative_to(self.root)}")
            if test.exists() and line == name:
                self.report(listing, excused[name], f"{name} has a test now")
        for name, number in excused.items():
            if name not in used:
                self.report(listing, number, f"{name} does not exist")

    def check(self):
        self.check_table()
        self.check_code()
        self.check_text()
        self.check_mirror()
        return self.bad


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()
    bad = Tree(root).check()
    print("\n".join(bad) if bad else "house rules hold")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
