"""A class may leave out families of rules that have nothing to say about its pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ratified.cli.main import main
from ratified.rules import BY_CODE
from ratified.rules.families import OF_EVERY_PAGE
from test_clauses_by_class import CLAUSE, REGISTER, told
from test_policies_alone import FILES, adopt

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Starter

PAGE = "docs/handbook.md"
LAYOUT = "  layout: {approvers"
CLASS = "  handbook: {approvers: [security-lead], review_every: 365d"
ROW = "  - {id: HB, title: Handbook, class: handbook, owner: security-lead, pages: [docs/handbook.md]}\n"
TEXT = """\
---
title: Handbook
---

{{ clause("HB-1.1", "CC6.1") }} Everybody must answer a Sev-1 promptly, within 20 minutes. TODO

Ask the {{ role("nobody") }}, see {{ clause_ref("HB-9.9") }}.
"""


def handbook(starter: Starter, not_asked: str = "", text: str = TEXT) -> Starter:
    """The starter with a handbook, whose class leaves families out."""
    said = f", not_asked: [{not_asked}]" if not_asked else ""
    starter.change(REGISTER, LAYOUT, f"{CLASS}{said}}}\n{LAYOUT}")
    starter.change(REGISTER, "  - {id: START-HERE,", f"{ROW}  - {{id: START-HERE,")
    return starter.write(PAGE, text)


def on_the_page(starter: Starter) -> set[str]:
    found = [f for f in starter.judge().findings if f.place.path == PAGE]
    return {f"{f.code} {f.place.line}:{f.place.column}" for f in found}


def codes(found: set[str]) -> set[str]:
    return {one.partition(" ")[0] for one in found}


def test_every_family_is_asked_unless_a_class_leaves_it_out(starter: Starter) -> None:
    assert codes(on_the_page(handbook(starter))) == {
        *("COV-10", "GOV-07", "GOV-12", "SEV-05", "ROL-01", "RUN-04"),
    }


@pytest.mark.parametrize(
    ("not_asked", "left"),
    [
        ("COV", {"GOV-07", "GOV-12", "SEV-05"}),
        ("GOV", {"COV-10", "SEV-05"}),
        ("SEV, NOT", {"COV-10", "GOV-07", "GOV-12"}),
        ("COV, GOV, NOT, ROL, RUN, SEV", set()),
    ],
)
def test_a_family_left_out_says_nothing_of_its_pages_but_what_leads_nowhere(
    starter: Starter, not_asked: str, left: set[str]
) -> None:
    assert codes(on_the_page(handbook(starter, not_asked))) == {"ROL-01", "RUN-04", *left}


def test_pages_of_other_classes_and_data_are_asked_all_the_same(starter: Starter) -> None:
    handbook(starter, "COV, GOV, SEV", "---\ntitle: Handbook\n---\n\nWords.\n")
    line = starter.add("docs/policy/intake.md", "They act promptly.")
    starter.change("data/severities.yml", "      acknowledge: 15m\n", "")
    assert starter.places("GOV-07") == [f"docs/policy/intake.md:{line}"]
    assert len(starter.places("SEV-03")) == 1


def test_how_clauses_are_held_is_said_by_clauses_alone(starter: Starter) -> None:
    handbook(starter, "GOV, COV", "---\ntitle: Handbook\n---\n\n{{ clause() }} Words.\n")
    assert told(starter.findings("GOV-10")) == [(f"{PAGE}:5:4", "a clause without an id")]


def test_clauses_of_a_class_without_coverage_are_not_listed(
    starter: Starter, capsys: pytest.CaptureFixture[str]
) -> None:
    handbook(starter, "COV", f"---\ntitle: Handbook\n---\n\n{CLAUSE}").committed()
    assert main(["coverage", "--repo", str(starter.root), "--as-of", "2026-11-22", "--format", "json"]) == 0
    assert "AC-1.1" not in capsys.readouterr().out


def test_what_git_says_of_the_document_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = FILES[REGISTER].replace("claimed}\n", "claimed, not_asked: [GOV]}\n", 1)
    page = f"{FILES['docs/access.md']}\nTODO\n"
    adopt(tmp_path, {**FILES, REGISTER: register, "docs/access.md": page})
    main(["check", "--repo", str(tmp_path), "--as-of", "2028-01-01", "--format", "json"])
    rows = json.loads(capsys.readouterr().out)["findings"]
    found = {(row["code"], row["document"]) for row in rows if row["code"].startswith("GOV-")}
    assert ("GOV-02", "POL-AC") in found, "the approval has lapsed"
    assert "GOV-12" not in {code for code, _ in found}


@pytest.mark.parametrize(
    ("not_asked", "message", "help_"),
    [
        (
            "APR",
            "not_asked, entry 1: 'APR' is not one of its values",
            "write 'COV', 'GOV', 'NOT', 'ROL', 'RUN' or 'SEV'",
        ),
        ("COV, COVE", "not_asked, entry 2: 'COVE' is not one of its values", "write 'COV'"),
        ("COV, COV", "not_asked: 'COV' appears twice", "write it once"),
    ],
)
def test_nonsense_is_refused_where_it_stands(starter: Starter, not_asked: str, message: str, help_: str) -> None:
    handbook(starter, not_asked)
    (found,) = starter.findings("SIT-06")
    assert (found.place.line, found.message, found.help) == (starter.line(REGISTER, "  handbook:"), message, help_)


def test_a_class_without_pages_leaves_nothing_out(starter: Starter) -> None:
    starter.change(
        REGISTER,
        "  roster: {approvers: [security-lead]",
        "  roster: {approvers: [security-lead], not_asked: [COV, RUN]",
    )
    (found,) = starter.findings("GOV-15")
    assert found.message == "class roster leaves out COV and RUN, and no document of it has pages"
    line = starter.line(REGISTER, "  roster:")
    assert str(found.place) == f"{REGISTER}:{line}:51"


def test_explain_says_of_which_pages_a_rule_is_not_asked(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    handbook(starter, "COV, SEV")
    where = ["explain", "--repo", str(starter.root)]
    place = f"{REGISTER}:{starter.line(REGISTER, '  handbook:')}:79"
    assert main([*where, "SEV-05"]) == 0
    said = capsys.readouterr().out.rpartition("\n\n")[2]
    assert said == f"**Not asked of some pages.** {place} leaves SEV out for pages of the class handbook.\n"
    assert main([*where, "COV-04"]) == main([*where, "GOV-07"]) == main(where) == 0
    assert "ot asked" not in capsys.readouterr().out.replace("**Asked of**", "").replace("alone is not asked", "")


def test_what_is_asked_of_every_page_is_a_rule() -> None:
    assert BY_CODE.keys() >= OF_EVERY_PAGE
