"""ESC rules: each fires at its line after one change to the real files, and is silent beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Starter

DATA = "data/escalation.yml"
LEVELS = "data/severities.yml"
CONTRACTS = "data/contracts.yml"


def found(starter: Starter, code: str) -> tuple[list[str], list[str]]:
    """Where one rule fires, and what it says there, from one judgement."""
    findings = starter.findings(code)
    return [f"{f.place.path}:{f.place.line}" for f in findings], [f.message for f in findings]


def messages(starter: Starter, code: str) -> list[str]:
    return found(starter, code)[1]


def row(starter: Starter, row_id: str) -> tuple[str, str]:
    """The whole line of a row, and where it stands."""
    line = starter.line(DATA, f"{{id: {row_id},")
    return (starter.root / DATA).read_text(encoding="utf-8").split("\n")[line - 1], f"{DATA}:{line}"


def edit(starter: Starter, row_id: str, old: str, new: str) -> str:
    """Change a part of one row; answers where the row stands."""
    text, place = row(starter, row_id)
    assert text.count(old) == 1
    starter.change(DATA, text, text.replace(old, new))
    return place


def drop(starter: Starter, row_id: str) -> None:
    starter.change(DATA, row(starter, row_id)[0] + "\n", "")


def test_the_starter_has_no_finding_on_escalation(starter: Starter) -> None:
    assert [f for f in starter.judge().findings if f.code.startswith("ESC")] == []


# ESC-01


def test_a_level_that_nobody_is_told_of_is_found(starter: Starter) -> None:
    drop(starter, "s4-security")
    places, says = found(starter, "ESC-01")
    assert places == [f"{DATA}:{starter.line(DATA, 'id: s1-commander')}"]
    assert says == ["no row for sev-4: nobody is told"]


def test_a_high_level_that_does_not_reach_legal_is_found_at_its_first_row(starter: Starter) -> None:
    drop(starter, "s2-legal")
    places, says = found(starter, "ESC-01")
    assert places == [row(starter, "s2-commander")[1]]
    assert says == ["no row of sev-2 reaches legal-counsel, the legal part"]


def test_a_low_level_that_promises_hours_must_reach_the_deciders_too(starter: Starter) -> None:
    starter.change(LEVELS, "escalate: 2bd", "escalate: 12h")
    places, says = found(starter, "ESC-01")
    assert places == [row(starter, "s3-security")[1]] * 3
    assert says[0] == "no row of sev-3 reaches engineering-lead, the engineering part"


def test_a_trigger_row_to_legal_is_no_severity_row_but_more_rows_do_no_harm(starter: Starter) -> None:
    edit(starter, "s2-executive", "severity: sev-2", "trigger: extortion")
    assert messages(starter, "ESC-01") == ["no row of sev-2 reaches executive-sponsor, the executive part"]
    edit(starter, "t-extortion-executive", "trigger: extortion", "severity: sev-2")
    assert messages(starter, "ESC-01") == []


def test_a_trigger_without_a_row_is_found_at_the_trigger(starter: Starter) -> None:
    drop(starter, "t-vendor-source")
    places, says = found(starter, "ESC-01")
    assert places == [f"{DATA}:{starter.line(DATA, '{id: vendor-source')}"]
    assert says == ["no row for vendor-source: nobody is told"]


def test_one_of_two_rows_is_enough_for_a_trigger(starter: Starter) -> None:
    drop(starter, "t-extortion-executive")
    assert starter.places("ESC-01") == []


# ESC-02


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("trigger: vendor-source, ", "", "t-vendor-source has neither severity nor trigger"),
        ("trigger: vendor-source", "trigger: vendor", "t-vendor-source: no trigger 'vendor'"),
        ("trigger: vendor-source", "severity: sev-9", "t-vendor-source: no severity 'sev-9'"),
        (
            "trigger: vendor-source",
            "trigger: vendor-source, severity: sev-3",
            "t-vendor-source has both severity sev-3 and trigger vendor-source",
        ),
        ("within: 60m, ", "", "t-vendor-source has no within"),
    ],
)
def test_a_row_without_one_condition_and_a_time_is_found(starter: Starter, old: str, new: str, what: str) -> None:
    place = edit(starter, "t-vendor-source", old, new)
    places, says = found(starter, "ESC-02")
    assert places == [place]
    assert says == [what]


def test_a_row_may_name_either_a_severity_or_a_trigger(starter: Starter) -> None:
    edit(starter, "t-vendor-source", "trigger: vendor-source", "severity: sev-1")
    assert starter.places("ESC-02") == []


def test_a_row_without_a_time_is_not_reported_again_where_the_path_goes_on(starter: Starter) -> None:
    edit(starter, "s1-commander", "within: 10m, ", "")
    assert len(starter.places("ESC-02")) == 1
    assert starter.places("ESC-03") == starter.places("ESC-07") == []


# ESC-03


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("first_responder: on-call-engineer", "first_responder: night-desk"),
        ("to: executive-sponsor, within: 90m", "to: treasurer, within: 90m"),
        ("from: security-lead, to: people-lead", "from: guard, to: people-lead"),
        ("{after: 15m, to: executive-sponsor}", "{after: 15m, to: treasurer}"),
    ],
)
def test_a_role_that_does_not_exist_is_left_to_the_rule_on_roles(starter: Starter, old: str, new: str) -> None:
    starter.change(DATA, old, new)
    assert starter.places("ESC-03") == []
    assert starter.places("ROL-01") == [f"{DATA}:{starter.line(DATA, new)}"]


def test_an_unknown_role_on_the_way_does_not_make_the_rest_unreachable(starter: Starter) -> None:
    edit(starter, "s1-commander", "to: incident-commander", "to: captain")
    assert starter.places("ESC-03") == []


def test_a_fallback_to_the_role_that_asks_is_found(starter: Starter) -> None:
    place = edit(starter, "t-vendor-source", "to: legal-counsel", "to: incident-commander")
    places, says = found(starter, "ESC-03")
    assert places == [place]
    assert says == ["t-vendor-source falls back to incident-commander, who is the one asking"]


def test_a_fallback_to_the_role_that_did_not_answer_is_found(starter: Starter) -> None:
    place = edit(starter, "t-vendor-source", "to: legal-counsel", "to: vendor-manager")
    places, says = found(starter, "ESC-03")
    assert places == [place]
    assert says == ["the fallbacks of t-vendor-source go round: Vendor Manager -> Vendor Manager"]


def test_two_roles_that_fall_back_to_each_other_are_found_at_both(starter: Starter) -> None:
    edit(starter, "s1-security", "to: operations-lead", "to: incident-commander")
    assert starter.places("ESC-03") == [row(starter, "s1-commander")[1], row(starter, "s1-security")[1]]


def test_the_same_two_roles_in_rows_of_different_severities_are_no_circle(starter: Starter) -> None:
    edit(starter, "s2-engineering", "to: operations-lead", "to: executive-sponsor")
    edit(starter, "s1-executive", "to: legal-counsel", "to: engineering-lead")
    assert starter.places("ESC-03") == []


def test_a_role_that_tells_itself_is_found(starter: Starter) -> None:
    place = edit(starter, "t-vendor-source", "to: vendor-manager", "to: incident-commander")
    places, says = found(starter, "ESC-03")
    assert places == [place]
    assert says == ["t-vendor-source has incident-commander tell themselves"]


def test_a_row_that_tells_who_knew_before_is_found(starter: Starter) -> None:
    place = edit(starter, "s1-communications", "to: communications-lead", "to: on-call-engineer")
    places, says = found(starter, "ESC-03")
    assert places == [place]
    assert says == [
        "s1-communications tells on-call-engineer, who knew before:"
        " On-call Engineer -> Incident Commander -> On-call Engineer"
    ]


def test_a_row_that_starts_at_a_role_nobody_told_is_found(starter: Starter) -> None:
    place = edit(starter, "s2-executive", "from: incident-commander", "from: support-lead")
    places, says = found(starter, "ESC-03")
    assert places == [place]
    assert says == ["s2-executive starts at support-lead, whom no row of sev-2 reaches"]


def test_a_second_way_to_a_role_is_no_circle(starter: Starter) -> None:
    edit(starter, "s1-communications", "to: communications-lead", "to: security-lead")
    assert starter.places("ESC-03") == []


# ESC-04


def test_a_row_without_a_fallback_is_found(starter: Starter) -> None:
    place = edit(starter, "t-law-enforcement", ", if_no_ack: {after: 15m, to: outside-counsel}", "")
    places, says = found(starter, "ESC-04")
    assert places == [place]
    assert says == ["t-law-enforcement does not say who is next when legal-counsel does not answer"]


def test_an_outside_role_is_a_fallback(starter: Starter) -> None:
    edit(starter, "t-law-enforcement", "to: outside-counsel", "to: insurer")
    assert starter.places("ESC-04") == []


# ESC-05


def test_legal_after_half_the_shortest_window_is_found(starter: Starter) -> None:
    starter.change(CONTRACTS, "within: 48h", "within: 6h")
    places, says = found(starter, "ESC-05")
    assert places == [row(starter, "s2-legal")[1]]
    window = f"ct-021-dpa ({CONTRACTS}:{starter.line(CONTRACTS, 'within: 6h')})"
    assert says == [
        "at sev-2 legal-counsel knows after 30 minutes + 20 minutes + 10 minutes + 90 minutes + 1 hour,"
        f" more than half of the 6 hours that {window} gives"
    ]


def test_exactly_half_the_window_is_in_time(starter: Starter) -> None:
    starter.change(CONTRACTS, "within: 48h", "within: 7h")
    assert starter.places("ESC-05") == []


def test_a_level_that_reaches_privacy_only_is_measured_to_privacy(starter: Starter) -> None:
    edit(starter, "s3-security", "to: security-lead", "to: privacy-officer")
    assert starter.places("ESC-05") == [row(starter, "s3-security")[1]]


def test_a_contract_that_has_ended_burns_no_clock(starter: Starter) -> None:
    starter.change(CONTRACTS, "within: 48h", "within: 6h").change(CONTRACTS, "2028-01-31", "2026-11-21")
    assert starter.places("ESC-05") == []


# ESC-06


def test_personal_data_that_does_not_reach_privacy_is_found_at_its_trigger(starter: Starter) -> None:
    edit(starter, "t-personal-data", "to: privacy-officer", "to: people-lead")
    assert starter.places("ESC-06") == [f"{DATA}:{starter.line(DATA, '{id: personal-data')}"]


def test_a_missing_trigger_for_personal_data_is_found(starter: Starter) -> None:
    starter.change(DATA, '  - {id: personal-data, text: "Personal data may be involved"}\n', "")
    places, says = found(starter, "ESC-06")
    assert places == [f"{DATA}:{starter.line(DATA, '{id: extortion,')}"]
    assert says == ["no trigger personal-data"]


def test_privacy_may_be_told_by_anyone(starter: Starter) -> None:
    edit(starter, "t-personal-data", "from: incident-commander", "from: on-call-engineer")
    assert starter.places("ESC-06") == []


def test_privacy_that_learns_after_half_the_shortest_window_is_found(starter: Starter) -> None:
    place = edit(starter, "t-personal-data", "within: 30m", "within: 3d")
    places, says = found(starter, "ESC-06")
    assert places == [place]
    insurer = f"data/notifications.yml:{starter.line('data/notifications.yml', 'clock: insurer')}"
    assert says == [
        "t-personal-data: privacy-officer knows after 3 days + 15 minutes,"
        f" more than half of the 24 hours that insurer ({insurer}) gives"
    ]


def test_privacy_may_learn_at_exactly_half_the_window(starter: Starter) -> None:
    edit(starter, "t-personal-data", "within: 30m", "within: 705m")
    assert starter.places("ESC-06") == []
    edit(starter, "t-personal-data", "within: 705m", "within: 706m")
    assert len(starter.places("ESC-06")) == 1


# ESC-07


def test_a_chain_that_takes_longer_than_promised_is_found_with_its_sum(starter: Starter) -> None:
    place = edit(starter, "s1-legal", "after: 15m", "after: 16m")
    places, says = found(starter, "ESC-07")
    assert places == [place]
    assert says == [
        "at sev-1 legal-counsel knows after 15 minutes + 10 minutes + 5 minutes + 15 minutes + 16 minutes,"
        " but escalate sets a target of 1 hour"
    ]


def test_a_slow_start_breaks_the_promise_of_a_commander(starter: Starter) -> None:
    place = edit(starter, "s2-commander", "after: 10m", "after: 11m")
    places, says = found(starter, "ESC-07")
    assert places == [place]
    assert says == [
        "at sev-2 incident-commander knows after 30 minutes + 20 minutes + 11 minutes,"
        " but name_commander sets a target of 1 hour"
    ]


def test_business_days_in_a_chain_are_held_against_hours(starter: Starter) -> None:
    starter.change(LEVELS, "escalate: 2bd", "escalate: 30h")
    assert messages(starter, "ESC-07") == [
        "at sev-3 security-lead knows after 1 business day + 4 hours + 4 hours, but escalate sets a target of 30 hours"
    ]


def test_a_chain_that_takes_exactly_as_long_as_promised_passes(starter: Starter) -> None:
    edit(starter, "s1-legal", "within: 15m", "within: 20m")
    edit(starter, "s1-legal", "after: 15m", "after: 10m")
    assert starter.places("ESC-07") == []


def test_a_shorter_way_to_the_same_role_counts(starter: Starter) -> None:
    edit(starter, "s1-legal", "after: 15m", "after: 45m")
    edit(starter, "s1-communications", "to: communications-lead", "to: legal-counsel")
    assert starter.places("ESC-07") == []


def test_none_promises_nothing(starter: Starter) -> None:
    edit(starter, "s4-security", "within: 5bd", "within: 50bd")
    assert starter.places("ESC-07") == []


# ESC-08


@pytest.mark.parametrize(
    ("row_id", "old", "new", "what"),
    [
        (
            "s1-legal",
            "[pager, phone]",
            "[pager, bridge]",
            "s1-legal calls legal-counsel by bridge; the channels of that role are pager, phone",
        ),
        ("s1-legal", "[pager, phone]", "[pager, pager]", "s1-legal calls by pager; two kinds are needed"),
        ("s1-legal", "channels: [pager, phone], ", "", "s1-legal calls by no channel; two kinds are needed"),
    ],
)
def test_a_row_needs_two_channels_that_the_role_has(
    starter: Starter, row_id: str, old: str, new: str, what: str
) -> None:
    place = edit(starter, row_id, old, new)
    places, says = found(starter, "ESC-08")
    assert places == [place]
    assert says == [what]


def test_other_channels_of_the_role_and_unknown_roles_pass(starter: Starter) -> None:
    edit(starter, "s1-commander", "[pager, phone]", "[bridge, phone]")
    edit(starter, "t-vendor-source", "to: vendor-manager", "to: buyer")
    assert starter.places("ESC-08") == []


# ESC-09


def test_a_fallback_to_the_person_who_did_not_answer_is_found(starter: Starter) -> None:
    place = edit(starter, "s1-privacy", "after: 15m, to: legal-counsel", "after: 15m, to: on-call-engineer")
    assert messages(starter, "ESC-09") == []
    starter.change("data/roles.yml", "{person: ingrid, as: primary", "{person: caleb, as: primary")
    starter.change(
        "data/roles.yml",
        "{person: caleb, as: deputy, since: 2024-01-15}",
        "{person: ingrid, as: deputy, since: 2024-01-15}",
    )
    assert place not in found(starter, "ESC-09")[0]
    places, says = found(starter, "ESC-09")
    assert places == [row(starter, id_)[1] for id_ in ("s2-privacy", "t-personal-data")]
    assert says[0] == "s2-privacy: when Privacy Officer does not answer, Legal Counsel is asked, who is Caleb Osei too"


def test_people_who_take_turns_are_nobody_in_particular(starter: Starter) -> None:
    starter.change("data/oncall.yml", "{after: 5m, to: incident-commander}", "{after: 5m, to: on-call-engineer}")
    assert messages(starter, "ESC-09") == []
    starter.change("data/oncall.yml", "      - {primary: noor, backup: aiko}\n", "")
    assert messages(starter, "ESC-09") == [
        "first-line: when On-call Engineer does not answer, On-call Engineer is asked, who is Aiko Tanaka too"
    ]
