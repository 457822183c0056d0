"""Somebody joins, somebody leaves, and the sponsor leaves with a deputy in place; nobody edits a file by hand."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from journeys.afternoon import PEOPLE, Afternoon
from journeys.test_first_afternoon import adopted, begun
from ratified.cli.options import today

if TYPE_CHECKING:
    from pathlib import Path

_BRANCH = re.compile(r"^Branch (\S+): .*\n  to be merged by (.+?)(?: or .+)?, who thereby approves (.+)$", re.MULTILINE)


@pytest.fixture
def company(tmp_path: Path, program: Path) -> Afternoon:
    """A company of six, in force."""
    made = Afternoon(tmp_path, program)
    begun(made)
    adopted(made)
    return made


def landed(company: Afternoon, *words: str, by: str = "finn") -> list[tuple[str, str, str]]:
    """A change, merged as it says: its branches, by whom, and what that approves."""
    found = company.ratified(*words, by=by)
    assert found.code == 0, found
    ids = {name: id_ for id_, name in PEOPLE.items()}
    said = [(branch, ids[name], documents) for branch, name, documents in _BRANCH.findall(found.out)]
    for branch, merger, _ in said:
        company.merge(branch, by=merger)
    return said


@pytest.mark.nightly
def test_they_come_and_go_and_everything_stays_approved(company: Afternoon) -> None:
    day = today()
    newcomer = ["--login", "gusm", "--account", "8127", "--key", str(company.keys / "gus.pub")]
    roles = ["--role", "on-call-engineer:deputy", "--role", "operations-lead:deputy", "--rotation", "first-line"]
    assert landed(company, "join", "Gus Meyer", "--email", "gus@harbour.example", *newcomer, *roles) == [
        ("join-gus-1", "ada", "AUTHORITY"),
        ("join-gus-2", "cem", "ROSTER"),
    ]
    assert landed(company, "leave", "eve", "--on", str(day), "--to", "gus") == [
        ("leave-eve-1", "cem", "ROSTER"),
        ("leave-eve-2", "ada", "AUTHORITY"),
    ]
    refused = company.ratified("leave", "ada", "--on", str(day), by="finn")
    assert refused.code == 2
    assert "Bo Castillo alone may approve AUTHORITY, and once they are gone nobody can; give Executive" in refused.err
    sponsor = ["--login", "hanai", "--account", "8128", "--key", str(company.keys / "hana.pub")]
    for role in ("executive-sponsor", "communications-lead", "legal-counsel"):
        sponsor += ["--role", f"{role}:deputy"]
    assert landed(company, "join", "Hana Ito", "--email", "hana@harbour.example", *sponsor) == [
        ("join-hana", "ada", "AUTHORITY")
    ]
    assert landed(company, "leave", "ada", "--on", str(day), "--to", "hana") == [("leave-ada", "bo", "AUTHORITY")]
    assert set(company.status().values()) == {"approved"}
    for as_of in (day, day + timedelta(days=1)):
        found = company.ratified("check", "--as-of", str(as_of))
        assert (found.code, found.out.strip().split("\n")[-1].split(",")[0]) == (0, "0 errors"), found
    owners = (company.root / ".github/CODEOWNERS").read_text("utf-8")
    assert ("@adal" in owners, "@boc" in owners, "@hanai" in owners) == (False, True, True)
    signers = (company.root / "data/trust/allowed_signers").read_text("utf-8")
    assert f'ada namespaces="git",valid-before="{day + timedelta(days=1):%Y%m%d}Z" ssh-ed25519 ' in signers
    late = company.ratified("leave", "hana", "--on", str(day + timedelta(days=1)), by="finn")
    assert "Bo Castillo alone may approve AUTHORITY" in late.err
