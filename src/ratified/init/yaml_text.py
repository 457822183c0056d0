"""Values as they are written into a new data file, so that they read back as themselves."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ratified.source.scalars import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/()'+;?!@-]*")


def value(text: str) -> str:
    """A text, in quotes where it needs them."""
    read, doubt = plain(text)
    bare = _PLAIN.fullmatch(text) and isinstance(read, str) and doubt is None and text == text.strip()
    return text if bare else json.dumps(text, ensure_ascii=False)


def flow(texts: Iterable[str]) -> str:
    """A list on one line."""
    return f"[{', '.join(map(value, texts))}]"


def listed(key: str, rows: Sequence[str], indent: int) -> list[str]:
    """A key with a list below it, a line each; the rows are YAML already."""
    return [f"{key}:\n", *(f"{' ' * indent}- {row}\n" for row in rows)]
