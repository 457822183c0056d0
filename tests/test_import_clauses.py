"""`ratified import --clauses`: ids for rules that have none, offered as a diff and taken only when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from foreign_policies import REGISTER, company, put
from ratified.cli.main import main
from ratified.policy import read_book
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """\
---
title: Access Control
---

Why access is controlled.

## Who

Everybody must use an account of their own.
They shall not share it.

- A guest must be registered.
- It is pleasant.

| must | shall |
|---|---|
| a | b |

## When

{{ clause("AC-4.2") }} Access must end on the last day.

Nothing else.

### Later

Keys shall be handed back.\r
"""
ROW = "documents:\n  - {id: POL-ACCESS-CONTROL, title: Access, class: policy, owner: sponsor, pages: [docs/a.md]}\n"
OFFERED = """\
--- a/docs/a.md
+++ b/docs/a.md
@@ -6,10 +6,10 @@
~
 ## Who
~
-Everybody must use an account of their own.
+{{ clause("AC-5.1") }} Everybody must use an account of their own.
 They shall not share it.
~
-- A guest must be registered.
+- {{ clause("AC-5.2") }} A guest must be registered.
 - It is pleasant.
~
 | must | shall |
@@ -24,4 +24,4 @@
~
 ### Later
~
-Keys shall be handed back.
+{{ clause("AC-4.3") }} Keys shall be handed back.

3 ids offered; nothing was written. Take what you like of it by hand, or all of it:
""".replace("~\n", " \n")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The company with one policy, some rules of which have ids."""
    register = REGISTER.replace("documents: []   # none yet\n", ROW)
    return put(company(tmp_path / "repo", register=register), {"docs/a.md": PAGE.encode()})


def run(root: Path, *words: str) -> int:
    return main(["import", *words, "--repo", str(root)])


def test_ids_are_offered_in_the_scheme_that_stands_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "--clauses", "POL-ACCESS-CONTROL") == 0
    command = f"    ratified import --clauses POL-ACCESS-CONTROL --write --repo {root}\n"
    assert capsys.readouterr().out == OFFERED + command
    assert (root / "docs/a.md").read_bytes() == PAGE.encode()


def test_what_is_taken_is_the_offer_and_is_asked_for_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "--clauses", "POL-ACCESS-CONTROL", "--write") == 0
    capsys.readouterr()
    text = (root / "docs/a.md").read_bytes().decode()
    book = read_book(WorkTree(root)).book
    assert book is not None
    assert list(book.clause) == ["AC-4.2", "AC-4.3", "AC-5.1", "AC-5.2"]
    for id_ in ("AC-4.3", "AC-5.1", "AC-5.2"):
        text = text.replace(f'{{{{ clause("{id_}") }}}} ', "")
    assert text == PAGE
    assert run(root, "--clauses", "POL-ACCESS-CONTROL", "--write") == 0
    assert "has no rule outside of a clause, so there is nothing to offer" in capsys.readouterr().out


def test_a_scheme_of_the_company_s_own_starts_where_nothing_has_its_numbers(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "--clauses", "POL-ACCESS-CONTROL", "--scheme", "ZZ-{n}.{m}") == 0
    out = capsys.readouterr().out
    assert [line.split('"')[1] for line in out.split("\n") if line.startswith("+") and "clause" in line] == [
        *("ZZ-1.1", "ZZ-1.2", "ZZ-2.1"),
    ]
    assert "--scheme 'ZZ-{n}.{m}' --write" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--clauses", "POL-ACCESS"], "there is no document 'POL-ACCESS'; the register lists them"),
        (["--clauses", "POL-ACCESS-CONTROL", "--scheme", "a{n}"], "'a{n}' is no scheme for ids; write two to five"),
        (["--write"], "name the files or folders to import, or a document with --clauses DOC"),
        (["docs", "--clauses", "POL-ACCESS-CONTROL"], "name the files or folders to import, or a document with"),
        ([], "name the files or folders to import, or a document with --clauses DOC"),
    ],
)
def test_what_cannot_be_offered_is_said(
    root: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert run(root, *words) == 2
    assert said in capsys.readouterr().err


def test_a_class_without_clauses_and_a_page_that_shows_its_braces_get_none(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = PAGE.replace("---\n\nWhy", "render_macros: false\n---\n\nWhy").encode()
    put(root, {"docs/a.md": text})
    assert run(root, "--clauses", "POL-ACCESS-CONTROL", "--write") == 2
    assert "docs/a.md shows its braces as they are written; take `render_macros: false` out" in capsys.readouterr().err
    assert (root / "docs/a.md").read_bytes() == text
    register = (root / "data/register.yml").read_text("utf-8")
    put(root, {"data/register.yml": register.replace("policy: {", "policy: {clauses: none, ").encode()})
    assert run(root, "--clauses", "POL-ACCESS-CONTROL") == 2
    assert "documents of the class policy have no clauses; write `clauses: offered`" in capsys.readouterr().err
