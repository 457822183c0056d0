"""The YAML head of a Markdown file, read as strictly as data: MkDocs itself passes broken ones in silence.

Where a head begins and ends is what MkDocs takes for it (mkdocs/utils/meta.py): `---` on the first line, then
a line `---` or `...` that is followed by a line break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ratified.model.place import Place
from ratified.source.fault import ReadingFault
from ratified.source.yaml_reader import YamlFile, read_yaml


@dataclass(frozen=True, slots=True)
class FrontMatterSplit:
    """A Markdown file in two: its head as read, and its text with empty lines in place of the head."""

    head: YamlFile
    body: str


_KEY = re.compile(r"[A-Za-z][\w-]*:(?: |$)")


def unopened(lines: list[str]) -> bool:
    """Whether a page begins with keys and closes them with `---`, as some generators of policies want it. A single line
    is a heading.
    """
    end = next((number for number, line in enumerate(lines) if not line.strip() or line.rstrip() == "---"), 0)
    return end > 1 and lines[end].rstrip() == "---" and _KEY.match(lines[0]) is not None


def part(path: str, text: str) -> FrontMatterSplit:
    """Split front matter from text. A page without a head has an empty one with a fault that says so."""
    lines = text.split("\n")
    if lines[0].rstrip(" \t") != "---":
        what, help_ = "no front matter", "start with ---, a 'title:' line, and ---"
        if unopened(lines):
            what = "keys that look like front matter, without a line --- above them"
            help_ = "put --- above them, and see that one is 'title:'"
        return FrontMatterSplit(YamlFile(faults=[ReadingFault("shape", Place(path), what, help_)]), text)
    inner = enumerate(lines[1:-1], 1)
    end = next((number for number, line in inner if line.rstrip(" \t") in {"---", "..."}), None)
    if end is None:
        open_ = ReadingFault(
            "shape", Place(path), "front matter that never ends", "close it with a line --- and a line break"
        )
        return FrontMatterSplit(YamlFile(faults=[open_]), "")
    head = read_yaml(path, "\n".join(lines[1:end]) + "\n", first_line=2)
    return FrontMatterSplit(head, "\n" * (end + 1) + "\n".join(lines[end + 1 :]))
