"""Lists as they are written into a new data file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.analysis.new_record import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def flow(texts: Iterable[str]) -> str:
    """A list on one line."""
    return f"[{', '.join(map(quoted, texts))}]"


def listed(key: str, rows: Sequence[str], indent: int) -> list[str]:
    """A key with a list below it, a line each; the rows are YAML already."""
    return [f"{key}:\n", *(f"{' ' * indent}- {row}\n" for row in rows)]
