"""From an empty folder to a policy in force and its first amendment, in twelve commands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from journeys.afternoon import ROOT, Afternoon, installed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """By night the wheel in an environment of its own, by day the command that is developed."""
    if os.environ.get("RATIFIED_NIGHTLY"):
        return installed(tmp_path_factory.mktemp("wheel"))
    return ROOT / ".venv/bin/ratified"


@pytest.fixture
def afternoon(tmp_path: Path, program: Path) -> Afternoon:
    return Afternoon(tmp_path, program)


def begun(afternoon: Afternoon) -> None:
    """Init, and the draft on main."""
    made = afternoon.ratified("init", "policies", "--answers", "answers.yml", here=False)
    assert made.code == 0, made
    afternoon.git("add", "--all")
    afternoon.git("commit", "--quiet", "--message", "policy: Begin")


def adopted(afternoon: Afternoon) -> None:
    first = afternoon.ratified("adopt")
    assert first.code == 0, first
    afternoon.merge("adopt", by="bo")
    second = afternoon.ratified("adopt")
    assert second.code == 0, second
    afternoon.merge("take-on-1", by="cem")


def test_a_company_of_six_in_two_zones(afternoon: Afternoon) -> None:
    begun(afternoon)
    adopted(afternoon)
    assert set(afternoon.status().values()) == {"approved"}

    page = afternoon.root / "docs/policy/review.md"
    afternoon.git("switch", "--quiet", "--create", "amend")
    page.write_text(page.read_text("utf-8") + "\nReviews are friendly.\n", encoding="utf-8")
    afternoon.git("commit", "--quiet", "--all", "--message", "policy: Friendly reviews")
    afternoon.git("switch", "--quiet", "main")
    afternoon.merge("amend", by="bo")
    found = afternoon.ratified("check")
    assert (found.code, found.out.strip().split("\n")[-1].split(",")[0]) == (0, "0 errors"), found
    assert set(afternoon.status().values()) == {"approved"}
    assert len(afternoon.commands) <= 12
