"""Eight policies that were written elsewhere are in force the same afternoon, every word as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from foreign_policies import POLICIES, put
from journeys.afternoon import ANSWERS, Afternoon

if TYPE_CHECKING:
    from pathlib import Path

COMPANIES = {
    "policies alone": (ANSWERS.replace("[incident-response]", "[approvals]"), ()),
    "policies and incidents": (
        ANSWERS.replace("[incident-response]", "[approvals, incident-response]"),
        ("--class", "handbook"),
    ),
}


@pytest.mark.nightly
@pytest.mark.parametrize(("answers", "more"), COMPANIES.values(), ids=COMPANIES.keys())
def test_eight_policies_with_foreign_front_matter(
    answers: str, more: tuple[str, ...], tmp_path: Path, program: Path
) -> None:
    company = Afternoon(tmp_path, program, answers)
    put(tmp_path / "foreign", dict(POLICIES))
    assert company.ratified("init", "policies", "--answers", "answers.yml", here=False).code == 0
    taken = company.ratified("import", "../foreign", "--owner", "security-lead", *more)
    assert taken.code == 0, taken
    assert company.ratified("owners", "--write").code == 0
    company.git("add", "--all")
    company.git("commit", "--quiet", "--message", "policy: Begin")
    first = company.ratified("adopt")
    assert first.code == 0, first
    company.merge("adopt", by="bo")
    assert company.ratified("adopt").code == 0
    company.merge("take-on-1", by="cem")
    found = company.ratified("check")
    assert (found.code, found.out.strip().split("\n")[-1].split(",")[0]) == (0, "0 errors"), found
    assert len(company.commands) <= 12
    verdicts = company.status()
    assert set(verdicts.values()) == {"approved"}
    assert sum(id_.startswith("POL-") for id_ in verdicts) == 8 + ("POL-IR" in verdicts)
    built = company.ratified("site", "build")
    assert built.code == 0, built
