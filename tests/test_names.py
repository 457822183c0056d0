"""One word, one meaning: each class name is defined once, and no private word is left in names or in
what people read.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ratified.rules import RULES

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
OUR_OWN = re.compile(
    r"(?<![\w/`:-])(?:we are current|on course|landings?(?! page| host)|landed|promises? (?:met|kept|broken)|"
    r"(?:a|an|another|each|its|no|other|our|own|the|their|this|your)\s+forges?|statements? of (?:none|no incident)|"
    r"(?:what|so it) stood|stood on|(?:stands?|stays?) on the bill|derived? (?:it )?again|nothing here shows|"
    r"made (?:it|that|them) up|stamps?(?!:)|vanish(?:es)?|inside out|so nobody landed|letter for letter|"
    r"wording was not seen|was not (?:read|seen)|, recalled|(?:low|no) certainty of|suspect:|shows besides|"
    r"ran out after|no set day|deciders reached|told within|in the promised time|what was promised|"
    r"nobody judged|would be written up|promises? (?:of the|nothing)|"
    r"nobody who may$|how the site lays)(?![\w-])",
    re.IGNORECASE,
)
"""Words and turns that a reader from the field stumbles over; decisions/0050 has what is said instead."""
SPOKEN = {"title", "aria-label", "alt", "placeholder"}
VERBATIM = {"code", "pre", "script", "style"}
OPENED = ("rules", "cli")
"""Where a docstring of a decorated function is a page or a help text that people read."""


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


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module that people read, each with its line: what has two words and is no docstring, but for
    the docstrings that are pages of rules and help of commands."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    opened = path.relative_to(ROOT / "src/ratified").parts[0] in OPENED
    own = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            page = opened and isinstance(node, ast.FunctionDef) and bool(node.decorator_list)
            for number, part in enumerate(node.body):
                if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant) and not (page and not number):
                    own.add(part.value)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and len(node.value.split()) > 1
            and node not in own
        ):
            yield node.lineno, node.value


def test_no_message_and_no_page_of_a_rule_has_a_word_of_our_own() -> None:
    files = sorted((ROOT / "src/ratified").rglob("*.py"))
    texts = [(path, line, text) for path in files for line, text in prose(path)]
    assert len(texts) > 5000
    assert sum("**How to fix it.**" in text for _, _, text in texts) == len(RULES)
    found = [
        f"{path.relative_to(ROOT)}:{line}: {match[0]}" for path, line, text in texts for match in OUR_OWN.finditer(text)
    ]
    assert found == []


def test_no_page_and_no_guide_as_it_is_written_has_a_word_of_our_own() -> None:
    places = [*(ROOT / "src/ratified/site/content").rglob("*.md"), *(ROOT / "docs").rglob("*.md")]
    places += [*(ROOT / "runbooks").glob("*.md"), *(ROOT / "guides").glob("*.md"), ROOT / "README.md"]
    texts = [(path, path.read_text(encoding="utf-8")) for path in places]
    assert len(texts) > 40
    found = [f"{path.relative_to(ROOT)}: {match[0]}" for path, text in texts for match in OUR_OWN.finditer(text)]
    assert found == []


class SiteWords(HTMLParser):
    """What a page shows and a screen reader speaks; not what it shows verbatim: code, and texts of the past."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.verbatim += tag in VERBATIM
        self.texts += [text for name, text in attrs if name in SPOKEN and text]

    def handle_endtag(self, tag: str) -> None:
        self.verbatim -= tag in VERBATIM

    def handle_data(self, data: str) -> None:
        if not self.verbatim:
            self.texts.append(data)


@pytest.mark.parametrize("sites", ["demo_site", "mixed_host"])
def test_no_built_page_has_a_word_of_our_own(sites: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(sites)
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) > 200
    found = []
    for page in pages:
        words = SiteWords()
        words.feed(page.read_text(encoding="utf-8"))
        text = re.sub(r"\s+", " ", " ".join(words.texts))
        found += [f"{page.relative_to(folder)}: {match[0]}" for match in OUR_OWN.finditer(text)]
    assert found == []
