"""ESC-10: the policy, the matrix, its triggers and the rotations name one next person, after one time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Starter

ESCALATION, LIMITS, ONCALL = "data/escalation.yml", "data/limits.yml", "data/oncall.yml"
SILENT = "trigger: commander-silent, from: on-call-engineer, to: security-lead, within: 15m"
NEXT = "to: security-lead, within: 15m, channels: [pager, phone], if_no_ack: {after: 5m, to: operations-lead}"


def found(starter: Starter) -> list[str]:
    assert {f.level for f in starter.findings("ESC-10")} <= {"warning"}
    return [f"{f.place} {f.message}" for f in starter.findings("ESC-10")]


def test_the_starter_is_silent(starter: Starter) -> None:
    assert found(starter) == []


@pytest.mark.parametrize(
    ("old", "new", "says", "key"),
    [
        ("after: 5m", "after: 10m", "Operations Lead is asked after 10 minutes", "after: "),
        ("to: operations-lead", "to: legal-counsel", "Legal Counsel is asked after 5 minutes", "to: legal-counsel"),
    ],
)
def test_a_silent_commanders_row_that_says_another_next(
    starter: Starter, old: str, new: str, says: str, key: str
) -> None:
    starter.change(ESCALATION, NEXT, NEXT.replace(old, new))
    line = starter.line(ESCALATION, "t-commander-silent")
    text = (starter.root / ESCALATION).read_text("utf-8").split("\n")[line - 1]
    column = text.rindex(key) + len(key.partition(": ")[0]) + 3
    assert found(starter) == [
        f"{ESCALATION}:{line}:{column} t-commander-silent: when Security Lead does not answer, {says}; by s1-security "
        "it is Operations Lead after 5 minutes"
    ]


def test_a_trigger_as_urgent_as_a_level_says_the_same_next(starter: Starter) -> None:
    fraud = "to: finance-lead, within: 15m, channels: [phone, chat], if_no_ack: {after: 15m, to: executive-sponsor}"
    other = "to: legal-counsel, within: 15m, channels: [phone, pager], if_no_ack: {after: 10m, to: outside-counsel}"
    starter.change(ESCALATION, fraud, other)
    line = starter.line(ESCALATION, "t-payment-fraud")
    assert [one.partition(" ")[2] for one in found(starter)] == [
        "t-payment-fraud: when Legal Counsel does not answer, Outside Counsel is asked after 10 minutes; by s1-legal "
        "it is Outside Counsel after 15 minutes"
    ]
    assert starter.places("ESC-10")[0].startswith(f"{ESCALATION}:{line}")
    starter.change(ESCALATION, other, other.replace("within: 15m", "within: 45m"))
    assert found(starter) == []


def test_a_limit_and_the_rows_of_its_trigger_have_one_time(starter: Starter) -> None:
    starter.change(LIMITS, "{id: commander-silent, within: 15m", "{id: commander-silent, within: 20m")
    line = starter.line(ESCALATION, "t-commander-silent")
    text = (starter.root / ESCALATION).read_text("utf-8").split("\n")[line - 1]
    assert found(starter) == [
        f"{ESCALATION}:{line}:{text.index('within: ') + 9} t-commander-silent says within 15 minutes, and the limit "
        "commander-silent says 20 minutes"
    ]


def test_a_silent_commanders_row_calls_whom_the_matrix_falls_back_to(starter: Starter) -> None:
    starter.change(ESCALATION, SILENT, SILENT.replace("to: security-lead", "to: legal-counsel"))
    assert [one.partition(" ")[2] for one in found(starter)][-1:] == [
        "Security Lead is named for when a commander is silent; the matrix asks Incident Commander, Legal Counsel, "
        "Operations Lead"
    ]
    assert "t-commander-silent calls Legal Counsel; rows to Incident Commander fall back to Security Lead" in [
        one.partition(" ")[2] for one in found(starter)
    ]
    starter.change(ESCALATION, SILENT.replace("to: security-lead", "to: legal-counsel"), SILENT)
    assert found(starter) == []


@pytest.mark.parametrize(
    ("later", "says"),
    [
        (
            "{after: 5m, to: legal-counsel}",
            "Legal Counsel is asked after 5 minutes; by s1-commander it is Security Lead after 5",
        ),
        (
            "{after: 15m, to: security-lead}",
            "Security Lead is asked after 15 minutes; by s1-commander it is Security Lead after",
        ),
        ("{after: 5m, to: security-lead}", None),
        ("{after: 10m, to: security-lead}", None),
    ],
)
def test_a_rotation_says_the_same_next_as_the_matrix(starter: Starter, later: str, says: str | None) -> None:
    row = "    role: incident-commander\n"
    starter.change(ONCALL, row, f"{row}    if_no_ack: {later}\n")
    expected = f"commander: when Incident Commander does not answer, {says}"
    assert [one.partition(" ")[2].startswith(expected) for one in found(starter)] == ([True] if says else [])
    assert [one.partition(":")[0] for one in found(starter)] == ([ONCALL] if says else [])


def test_the_time_of_a_rotation_counts_from_the_first_page(starter: Starter) -> None:
    row = "    role: incident-commander\n"
    starter.change(ONCALL, row, f"{row}    backup_after: 5m\n    if_no_ack: {{after: 5m, to: security-lead}}\n")
    assert found(starter) == []  # ten minutes, as s2-commander says
    starter.change(ONCALL, f"{row}    backup_after: 5m\n", f"{row}    backup_after: 7m\n")
    assert "Security Lead is asked after 12 minutes" in found(starter)[0]


@pytest.mark.parametrize(
    ("sentence", "there"),
    [
        ('After {{ limit("commander-silent") }} the {{ role("legal-counsel") }} commands.', True),
        ('After {{ limit("commander-silent") }} a deputy commands. The {{ role("legal-counsel") }} is told.', False),
        ('After {{ limit("commander-silent") }} the {{ role("operations-lead") }} commands.', False),
        ('After {{ limit("staff-report") }} the {{ role("legal-counsel") }} commands.', False),
    ],
)
def test_a_sentence_names_whom_the_matrix_asks(starter: Starter, sentence: str, there: bool) -> None:
    line = starter.add("runbooks/RB-05-outage.md", sentence)
    what = "Legal Counsel is named for when a commander is silent; the matrix asks Incident Commander, Security Lead, "
    place = f"runbooks/RB-05-outage.md:{line}:{sentence.index('role(') + 1}"
    assert found(starter) == ([f"{place} {what}Operations Lead"] if there else [])
