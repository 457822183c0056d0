"""What a case is: a file, the path it plays, and where it must be refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = "---\ntitle: A page\n---\n"


@dataclass(frozen=True)
class Case:
    """A hostile file, made when asked for where it is big. `wants` lists its faults in order: `line:column kind`."""

    name: str
    path: str
    content: str | bytes | Callable[[], str]
    wants: tuple[str, ...]

    @property
    def data(self) -> bytes:
        content = self.content() if callable(self.content) else self.content
        return content if isinstance(content, bytes) else content.encode("utf-8")


def each(words: str) -> list[str]:
    """The words of a line."""
    return words.split()


def people(name: str, content: str | bytes | Callable[[], str], *wants: str) -> Case:
    return Case(name, "data/people.yml", content, wants)


def person(title: str, /, *wants: str, **fields: str) -> Case:
    """One person with these fields: id on 2:7, name 3:9, kind 4:9, started 5:12, emails 6:11, more below."""
    usual = {"id": "dana", "name": "Dana", "kind": "bot", "started": "2024-01-01", "emails": "[d@example.com]"}
    rows = "\n  ".join(f"{key}: {value}" for key, value in (usual | fields).items())
    return people(title, f"people:\n- {rows}\n", *wants)


def limits(name: str, rows: str, *wants: str) -> Case:
    """Rows of limits; they begin on line 2."""
    return Case(name, "data/limits.yml", "limits:\n" + rows, wants)


def text(value: str, *wants: str) -> Case:
    """A limit whose text is this value, on line 2 from column 23."""
    return limits(f"text {value[:20]}", f"  - {{id: a, count: 1, text: {value}}}\n", *wants)


def page(name: str, content: str | bytes | Callable[[], str], *wants: str) -> Case:
    return Case(name, "docs/page.md", content, wants)


def body(name: str, content: str | Callable[[], str], *wants: str) -> Case:
    """A page whose text, after three lines of front matter, begins on line 4."""
    return page(name, (lambda: HEAD + content()) if callable(content) else HEAD + content, *wants)


def runbook(name: str, content: str, *wants: str) -> Case:
    return Case(name, "runbooks/RB-01.md", content, wants)
