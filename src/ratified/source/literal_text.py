"""A text put into YAML so that it reads back character by character, and a person can read it there, too."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ratified.source.scalars import is_word
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN = re.compile(r"[A-Za-z][\w./()-]*(?: [\w./()&-]+)*", re.ASCII)


def scalar(text: str) -> str:
    """A text as a value on one line: without quotes where nobody can take it for anything else."""
    return text if _PLAIN.fullmatch(text) and is_word(text) else json.dumps(text, ensure_ascii=False)


def kept_as_text(name: str, lines: Sequence[str]) -> list[str]:
    """The lines of a key of `extra:`, indented by two, whose value is the text of these lines."""
    key, text = scalar(name), "\n".join(lines)
    if len(lines) == 1:
        return [f"  {key}: {json.dumps(text, ensure_ascii=False)}"]
    block = [f"  {key}: |2-", *(f"    {line}" for line in lines)]
    read = read_yaml("-", "\n".join(("extra:", *block)) + "\n")
    inside = read.value["extra"] if isinstance(read.value, Mapping) and not read.faults else None
    if isinstance(inside, Mapping) and inside.get(name) == text:
        return block
    return [f"  {key}: {json.dumps(text, ensure_ascii=False)}"]
