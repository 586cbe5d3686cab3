#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every relative link in the Markdown files leads to a file that exists; docs/one-call.md links the code it tells of."""
import re
import sys
from pathlib import Path

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def anchor_of(heading):
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower().replace("`", ""))
    return kept.replace(" ", "-")


def anchors(path):
    return {anchor_of(line.lstrip("#")) for line in path.read_text().splitlines() if line.startswith("#")}


def prose(text):
    return re.sub(r"```.*?```", lambda m: "\n" * m[0].count("\n"), text, flags=re.S)


def check_links(root, bad):
    for path in sorted(root.rglob("*.md")):
        if path.relative_to(root).parts[0] in ("build", ".parley", ".git"):
            continue
        for number, line in enumerate(prose(path.read_text()).splitlines(), 1):
            for link in (a or b for a, b in LINK.findall(line)):
                if re.match(r"[a-z]+:", link):
                    continue
                name, _, anchor = link.partition("#")
                target = path.parent / name if name else path
                if not target.exists():
                    bad.append(f"{path.relative_to(root)}:{number}: {link} does not exist")
                elif anchor and target.suffix == ".md" and anchor not in anchors(target):
                    bad.append(f"{path.relative_to(root)}:{number}: {link}: no such heading")


def check_story(root, bad):
    """Each section of one-call.md names at least one file of src or include."""
    story = root / "docs/one-call.md"
    for section in re.split(r"^(?=## )", story.read_text(), flags=re.M)[1:]:
        title = section.splitlines()[0]
        if not re.search(r"\]\(\.\./(src|include)/", section):
            bad.append(f"docs/one-call.md: '{title}' links no file of the code")


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()
    bad = []
    check_links(root, bad)
    check_story(root, bad)
    print("\n".join(bad) if bad else "every link leads somewhere")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
