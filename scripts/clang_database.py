#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""clang_database.py BUILD OUT: rewrites BUILD/compile_commands.json, made for g++ and ccache, into one that clang's
tools accept, in OUT. Prints the files of our own that it holds."""
import json
import shlex
import sys
from pathlib import Path

KEPT = ("-D", "-I", "-std=", "-mavx")


def clang_arguments(command):
    words = shlex.split(command)
    kept = []
    for index, word in enumerate(words):
        # cmake_pch.hxx is an -include of g++'s own precompiled header: clang parses the real headers.
        if word == "-isystem":
            kept += [word, words[index + 1]]
        elif word.startswith(KEPT):
            kept.append(word)
    return kept


def main():
    build, out = Path(sys.argv[1]), Path(sys.argv[2])
    root = Path(__file__).resolve().parent.parent
    entries, names = [], []
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = Path(entry["file"])
        ours = any(path.is_relative_to(root / folder) for folder in ("src", "tests"))
        if not ours or path.suffix != ".cpp" or str(path) in names:
            continue
        names.append(str(path))
        entries.append({"directory": entry["directory"], "file": str(path),
                        "arguments": ["clang++", "-xc++", *clang_arguments(entry["command"]), "-c", str(path)]})
    out.mkdir(parents=True, exist_ok=True)
    (out / "compile_commands.json").write_text(json.dumps(entries, indent=1))
    print("\n".join(names))


if __name__ == "__main__":
    main()
