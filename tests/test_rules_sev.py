"""SEV rules: each fires at its line after one change to the real files, and is silent beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Starter
    from ratified.check.judgement import Judgement

DATA = "data/severities.yml"
POLICY = "docs/policy/severity.md"
OUTAGE = "runbooks/RB-05-outage.md"
UNCHANGED = "The check is recorded even when nothing changes."
HEADING = "## The levels"


def found(starter: Starter, code: str) -> tuple[list[str], list[str]]:
    """Where one rule fires, and what it says there, from one judgement."""
    findings = starter.findings(code)
    return [f"{f.place.path}:{f.place.line}" for f in findings], [f.message for f in findings]


def messages(starter: Starter, code: str) -> list[str]:
    return found(starter, code)[1]


@pytest.fixture
def judged(starter: Starter) -> Judgement:
    return starter.judge()


def test_the_starter_has_no_finding_on_severity(judged: Judgement) -> None:
    assert [f for f in judged.findings if f.code.startswith("SEV")] == []


# SEV-01


def low_level_says(starter: Starter, *texts: str) -> Starter:
    """Leave the lowest level with these criteria only."""
    lines = (starter.root / DATA).read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if "{id: S4-C" not in line and "no_runbook:" not in line]
    at = next(n for n, line in enumerate(kept) if "Nothing was lost" in line) + 2
    added = [f'      - {{id: S4-C{n}, short: Short, text: "{text}"}}' for n, text in enumerate(texts, 1)]
    starter.write(DATA, "\n".join(kept[:at] + added + kept[at:]))
    return starter


def test_a_level_of_soft_words_only_is_found_at_its_criteria(starter: Starter) -> None:
    low_level_says(starter, "Minor or moderate impact on the business", "Some customers are affected")
    places, says = found(starter, "SEV-01")
    assert places == [f"{DATA}:{starter.line(DATA, 'S4-C1')}"]
    assert says == [
        'sev-4 rests on vague words only: S4-C1 "Minor or moderate impact on the business",'
        ' S4-C2 "Some customers are affected"'
    ]


@pytest.mark.parametrize("fact", ["Serious impact on 10 customers", "A minor host is lost", "Confirmed harm"])
def test_one_criterion_with_a_fact_is_enough(starter: Starter, fact: str) -> None:
    low_level_says(starter, "Minor impact", fact)
    assert starter.places("SEV-01") == []


def test_what_a_criterion_covers_is_a_fact(starter: Starter) -> None:
    low_level_says(starter, "Minor impact").change(DATA, 'Short, text: "M', 'Short, covers: [outage], text: "M')
    assert starter.places("SEV-01") == []


def test_a_level_with_no_criteria_is_found(starter: Starter) -> None:
    low_level_says(starter)
    starter.change(DATA, "closed.\n    criteria:\n", "closed.\n    criteria: []\n")
    places, says = found(starter, "SEV-01")
    assert places == [f"{DATA}:{starter.line(DATA, 'criteria: []')}"]
    assert says == ["sev-4 has no criteria"]


# SEV-02


def test_an_outage_that_no_criterion_covers_is_found(starter: Starter) -> None:
    starter.change(DATA, '30 minutes", covers: [outage, availability]', '30 minutes", covers: [availability]')
    starter.change(DATA, '60 minutes", covers: [outage, availability]', '60 minutes", covers: [availability]')
    places, says = found(starter, "SEV-02")
    assert places == [f"{DATA}:{starter.line(DATA, '  - id: sev-1')}"]
    assert says == ["no criterion of any level covers outage"]


def test_an_anchor_may_stand_at_any_level(starter: Starter) -> None:
    starter.change(DATA, '30 minutes", covers: [outage, availability]', '30 minutes", covers: [availability]')
    assert starter.places("SEV-02") == []


def test_the_top_level_must_cover_every_loss_itself(starter: Starter) -> None:
    starter.change(DATA, "covers: [exfiltration, personal-data, confidentiality, privacy]", "covers: [exfiltration]")
    places, says = found(starter, "SEV-02")
    assert places == [f"{DATA}:{starter.line(DATA, 'S1-C1')}"]
    assert says == ["no criterion of sev-1, the most severe level, covers confidentiality"]


# SEV-03


def test_a_missing_target_is_found_at_its_level(starter: Starter) -> None:
    starter.change(DATA, "      name_commander: 60m\n", "")
    places, says = found(starter, "SEV-03")
    assert places == [f"{DATA}:{starter.line(DATA, 'acknowledge: 30m')}"]
    assert says == ["sev-2 has no target for name_commander"]


def test_a_level_with_no_targets_at_all_is_found_at_the_level(starter: Starter) -> None:
    text = (starter.root / DATA).read_text(encoding="utf-8")
    starter.write(DATA, text[: text.rindex("    targets:\n")])
    places, says = found(starter, "SEV-03")
    assert places == [f"{DATA}:{starter.line(DATA, '- id: sev-4')}"]
    assert "acknowledge, name_commander, escalate, contain, update, recover, review" in says[0]


def test_none_is_an_answer_and_the_eighth_target_is_free(starter: Starter) -> None:
    starter.change(DATA, "      acknowledge: 2bd\n", "      acknowledge: none\n")
    starter.change(DATA, "      recheck_severity: 4h\n", "")
    assert starter.places("SEV-03") == []


# SEV-04


def test_a_less_severe_level_with_the_tighter_target_is_found_there(starter: Starter) -> None:
    starter.change(DATA, "      contain: 24h\n", "      contain: 3h\n")
    places, says = found(starter, "SEV-04")
    assert places == [f"{DATA}:{starter.line(DATA, 'contain: 3h')}"]
    assert says == ["contain of sev-2 is 3 hours, tighter than 4 hours of sev-1"]


def test_fewer_business_days_at_the_less_severe_level_are_found(starter: Starter) -> None:
    starter.change(DATA, "review: 10bd\n      decide_containment: 1bd", "review: 4bd\n      decide_containment: 1bd")
    assert starter.places("SEV-04") == [f"{DATA}:{starter.line(DATA, 'review: 4bd')}"]


def test_a_time_after_none_is_tighter(starter: Starter) -> None:
    starter.change(DATA, "name_commander: none\n      escalate: none", "name_commander: 4h\n      escalate: none")
    assert messages(starter, "SEV-04") == ["name_commander of sev-4 is 4 hours, tighter than none of sev-3"]


def test_equal_targets_and_those_that_only_may_be_tighter_pass(starter: Starter) -> None:
    starter.change(DATA, "      contain: 24h\n", "      contain: 4h\n")
    starter.change(DATA, "      recover: 10bd\n", "      recover: 3bd\n")
    assert starter.places("SEV-04") == []


# SEV-05


def test_a_typed_time_that_is_no_target_is_an_error_at_its_line(starter: Starter) -> None:
    typed = 'A {{ severity("sev-1") }} is checked again after 20 minutes.'
    starter.change(POLICY, UNCHANGED, f"{UNCHANGED}\n\n{typed}")
    found = starter.findings("SEV-05")
    line = starter.line(POLICY, "after 20 minutes")
    assert [(str(f.place), f.level) for f in found] == [(f"{POLICY}:{line}:{typed.index('20') + 1}", "error")]
    assert found[0].message == '"20 minutes" is typed beside Sev-1, and no target there is 20 minutes'


@pytest.mark.parametrize("typed", ["Sev-1: 15 minutes", "SEV 1: fifteen minutes", "sev1: a 15-minute limit"])
def test_a_typed_time_that_equals_a_target_is_a_warning(starter: Starter, typed: str) -> None:
    starter.change(POLICY, UNCHANGED, f"{UNCHANGED}\n\n{typed}")
    found = starter.findings("SEV-05")
    assert [(f.place.line, f.level) for f in found] == [(starter.line(POLICY, typed), "warning")]
    assert found[0].help == 'write {{ target("sev-1", "acknowledge") }}'


def test_a_time_is_found_in_runbooks_tables_and_beside_the_target_macro(starter: Starter) -> None:
    row = "| Who | When |\n|---|---|\n| Sev-2 | two business days |\n"
    starter.change(POLICY, HEADING, f"{row}\n{HEADING}")
    old = 'update the channel every {{ target("sev-2", "update") }}, even when'
    starter.change(OUTAGE, old, old.replace(", even", " or 90 minutes, even"))
    assert starter.places("SEV-05") == [
        f"{POLICY}:{starter.line(POLICY, '| Sev-2 |')}",
        f"{OUTAGE}:{starter.line(OUTAGE, 'or 90 minutes')}",
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "Every check takes 20 minutes.",
        "Sev-1 is rare, and `20 minutes` is code.",
        "Sev-1 affects 20 customers and Sev-12 lasts.",
        "## Sev-1 in the first 20 minutes",
    ],
)
def test_times_elsewhere_code_other_numbers_and_headings_pass(starter: Starter, typed: str) -> None:
    starter.change(POLICY, UNCHANGED, f"{UNCHANGED}\n\n{typed}")
    assert starter.places("SEV-05") == []


@pytest.mark.parametrize(
    "typed", ["Sev-3: 1 day", "Sev-1: 1.5 hours", "Sev-1: 99999999999999 years", "Sev-3: 4 business hours"]
)
def test_a_day_is_no_business_day_and_what_data_cannot_say_equals_no_target(starter: Starter, typed: str) -> None:
    starter.change(POLICY, UNCHANGED, f"{UNCHANGED}\n\n{typed}")
    assert [f.level for f in starter.findings("SEV-05")] == ["error"]


def test_one_day_equals_24_hours(starter: Starter) -> None:
    starter.change(POLICY, UNCHANGED, f"{UNCHANGED}\n\nSev-2 is contained within one day.")
    assert [f.help for f in starter.findings("SEV-05")] == ['write {{ target("sev-2", "contain") }}']


# SEV-06


@pytest.mark.parametrize("key", ["tie_break: highest-match-wins", "when_unsure: higher"])
def test_a_missing_rule_for_ties_or_doubt_is_found(starter: Starter, key: str) -> None:
    starter.change(DATA, f"{key}\n", "")
    found = starter.findings("SEV-06")
    assert [(f.place.path, f.place.line, f.level) for f in found] == [(DATA, 2, "warning")]
    assert found[0].help == f"add {key}"


# SEV-07


def test_business_days_without_a_calendar_are_found_once(starter: Starter) -> None:
    starter.change(DATA, "calendar: company\n", "")
    places, says = found(starter, "SEV-07")
    assert places == [f"{DATA}:2"]
    what = says[0]
    assert f"first review of sev-1 ({DATA}:{starter.line(DATA, 'recover: 24h') + 1}:15)" in what
    assert what.endswith("but no calendar is named")


def test_an_unknown_calendar_is_found_at_its_line(starter: Starter) -> None:
    starter.change(DATA, "calendar: company\n", "calendar: moon\n")
    places, says = found(starter, "SEV-07")
    assert places == [f"{DATA}:{starter.line(DATA, 'calendar: moon')}"]
    assert says[0].endswith("but the calendar 'moon' is unknown")


def test_where_nothing_counts_business_days_no_calendar_is_needed(starter: Starter) -> None:
    for path in ("severities", "escalation", "limits", "intake"):
        file = starter.root / f"data/{path}.yml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("bd", "d").replace("calendar: company\n", ""), encoding="utf-8")
    assert starter.places("SEV-07") == []
