"""One word, one meaning: each class name is defined once, and no private word is left in names or in
what people read.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
SOURCES = [*sorted((ROOT / "src/ratified").rglob("*.py")), *sorted((ROOT / "macros").rglob("*.py"))]
FORBIDDEN = {
    *("docket", "hands", "trial", "atlas", "charge", "lasting", "learned", "shown", "stating", "chronicle"),
    *("ledger", "heed", "mend"),
}
"""Words that mean something in this project alone, compared without capitals and leading underscores."""
PARTICIPLES = {
    *("Amended", "Approved", "Asked", "Changed", "Contained", "Counted", "Dated", "Decided", "Declared"),
    *("Done", "Ended", "Exercised", "Filled", "Followed", "Found", "Generated", "Given", "Happened", "Held"),
    *("Judged", "Kept", "Known", "Landed", "Looked", "Made", "Marked", "Measured", "Merged", "Named", "Opened"),
    *("Owned", "Parted", "Placed", "Planned", "Proposed", "Ratified", "Reached", "Refused", "Revoked", "Said"),
    *("Seen", "Shown", "Signed", "Stood", "Taken", "Timed", "Told", "Touched", "Traced", "Trusted"),
    *("Withdrawn", "Written"),
}
"""A participle says what happened to a thing and not what the thing is."""
READ_BY_PEOPLE = ["src/ratified", "docs", "runbooks", "macros", "README.md", "CONTRIBUTING.md", "SECURITY.md"]
TEXTS = {".css", ".html", ".js", ".json", ".md", ".py", ".txt", ".yml"}
OLD_WORDS = re.compile(r"\b(?:mend(?:s|ed|ing)?|heed(?:s|ed|ing)?)\b", re.IGNORECASE)


def nodes() -> Iterator[tuple[Path, ast.AST]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield path, node


def identifiers(node: ast.AST) -> Iterator[str]:
    """The names that a node gives or uses."""
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
            yield name
        case ast.keyword(arg=str(name)):
            yield name
        case ast.ImportFrom(module=str(module)):
            yield from module.split(".")
        case ast.alias(name=name, asname=other):
            yield from (*name.split("."), *([other] if other else []))
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case _:
            pass


def test_each_class_name_means_one_thing() -> None:
    made = defaultdict(list)
    for path, node in nodes():
        if isinstance(node, ast.ClassDef) and path.is_relative_to(ROOT / "src"):
            made[node.name.lstrip("_")].append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert len(made) > 600
    assert {name: places for name, places in made.items() if len(places) > 1} == {}


def test_no_class_name_is_a_bare_participle() -> None:
    found = [node.name for _, node in nodes() if isinstance(node, ast.ClassDef)]
    assert [name for name in found if name.lstrip("_") in PARTICIPLES] == []


def test_no_identifier_is_a_word_of_our_own() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path, node in nodes()
        for name in identifiers(node)
        if name.strip("_").lower() in FORBIDDEN
    }
    assert sorted(found) == []
    assert [path for path in SOURCES if path.stem.strip("_").lower() in FORBIDDEN] == []


@pytest.mark.parametrize("place", READ_BY_PEOPLE)
def test_no_page_and_no_message_asks_anybody_to_heed_or_to_mend(place: str) -> None:
    top = ROOT / place
    files = [path for path in ([top] if top.is_file() else sorted(top.rglob("*"))) if path.suffix in TEXTS]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if OLD_WORDS.search(line)
    ]
    assert files
    assert found == []
