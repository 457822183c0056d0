"""GOV: what is in force on a day, and whether it was through an audit period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from conftest import TODAY
from periods import Company
from ratified.approval.record import ProposedChange
from ratified.model.landing import Identity
from ratified.rules import RULES
from records import ADOPTED, DRAFT, ONCALL, PEOPLE, REGISTER, ROLES, Edits, Past, told, where, with_verdict
from written_records import TWO

if TYPE_CHECKING:
    from ratified.model.finding import Finding

GOV = ["GOV-01", "GOV-02", "GOV-03", "GOV-04", "GOV-05", "GOV-06"]
HELEN = Identity("Helen Castellano", "helen@example.com")
LIMITS = "data/limits.yml"


@pytest.fixture(scope="module")
def past() -> Past:
    """The starter, adopted as a whole on 5 October 2026; not to be changed."""
    return Past()


def levels(findings: list[Finding]) -> list[tuple[str | None, str]]:
    return [(f.document, f.level) for f in findings]


def touching(*documents: str) -> dict[str, ProposedChange]:
    """A pull request that changes these documents."""
    return {id_: ProposedChange(id_, (HELEN,), ("dana",), ("dana",)) for id_ in documents}


def test_an_adopted_and_approved_company_is_silent(past: Past) -> None:
    assert {code: past.finds(code) for code in GOV} == {code: [] for code in GOV}
    assert set(GOV) <= {rule.code for rule in RULES}


# GOV-01


def test_a_draft_is_told_once_at_its_status() -> None:
    past = Past(adopted="")
    (found,) = past.finds("GOV-01")
    assert str(found.place) == f"{REGISTER}:{past.line(REGISTER, 'status: draft')}:9"
    assert (found.message, found.level) == ("the register is a draft: nothing is in force", "warning")
    assert [f for code in GOV[1:] for f in past.finds(code)] == []


def test_an_adoption_that_has_not_landed_is_told() -> None:
    past = Past(adopted="")
    (found,) = past.finds("GOV-01", edits={REGISTER: (DRAFT, ADOPTED)})
    assert found.message == "the register is adopted here and not on the main branch: nothing is in force"
    assert past.finds("GOV-01", edits={REGISTER: (DRAFT, ADOPTED)}, proposed={}) == []


def test_to_write_draft_again_ends_nothing(past: Past) -> None:
    (found,) = past.finds("GOV-01", edits={REGISTER: (ADOPTED, DRAFT)})
    assert (
        found.message
        == "the register says draft, but commit 000000001a adopted it, and that stays until an approver merges this"
    )


# GOV-02: adopted on 5 October 2026; the roster lasts 90 days, what has 365 days lapses after 5 October 2027


def test_an_approval_lasts_through_its_last_day_and_not_a_day_longer(past: Past) -> None:
    roster = f"{where(past, 'ROSTER')} ROSTER"
    since = "Priya Raman approved it on 2026-10-05"
    assert told(past.finds("GOV-02", date(2026, 12, 3))) == []
    assert told(past.finds("GOV-02", date(2026, 12, 4))) == told(past.finds("GOV-02", date(2027, 1, 3)))
    assert told(past.finds("GOV-02", date(2027, 1, 3))) == [f"{roster} lapses after 2027-01-03: {since}"]
    assert levels(past.finds("GOV-02", date(2027, 1, 3))) == [("ROSTER", "warning")]
    assert told(past.finds("GOV-02", date(2027, 1, 4))) == [
        f"{roster} has lapsed: {since}, and that held until 2027-01-03"
    ]
    assert levels(past.finds("GOV-02", date(2027, 1, 4))) == [("ROSTER", "error")]


def test_whoever_may_renew_it_is_named(past: Past) -> None:
    (found,) = past.finds("GOV-02", date(2027, 1, 4))
    assert found.help.startswith("review it, then get `ratified reaffirm ROSTER` merged by ")
    assert "Dana Okafor" in found.help


def test_records_have_no_cadence_and_never_lapse(past: Past) -> None:
    lapsed = {f.document for f in past.finds("GOV-02", date(2028, 1, 1))}
    assert lapsed == {*past.record().verdicts} - {"EVENTS"}


def test_a_reaffirmation_renews_and_another_documents_does_not() -> None:
    past = Past()
    dated = past.text(ONCALL).split("\n")
    line = next(line for line in dated if line.startswith("reviewed:"))
    past.lands("2026-12-20", {ONCALL: (line, "reviewed: 2026-12-20")})
    assert past.finds("GOV-02", date(2027, 1, 4)) == []
    past = Past()
    past.lands("2026-12-20", {LIMITS: past.text(LIMITS) + "# more\n"})
    assert levels(past.finds("GOV-02", date(2027, 1, 4))) == [("ROSTER", "error")]


def test_a_pull_request_may_touch_what_has_lapsed_and_is_held_to_the_rest(past: Past) -> None:
    day = date(2027, 10, 6)
    others = [(id_, "error") for id_ in past.record().verdicts if id_ not in {"EVENTS", "POL-IR"}]
    found = levels(past.finds("GOV-02", day, proposed=touching("POL-IR")))
    assert sorted(map(str, found)) == sorted(map(str, others))


def test_an_edit_that_nobody_landed_renews_nothing(past: Past) -> None:
    record = with_verdict(past.record(date(2027, 1, 4)), "ROSTER", verdict="pending")
    assert levels(past.finds("GOV-02", date(2027, 1, 4), record=record)) == [("ROSTER", "error")]
    assert past.finds("GOV-04", date(2027, 1, 4), record=record) == []


def test_a_change_nobody_approved_is_not_also_stale() -> None:
    past = Past()
    past.lands("2026-11-10", {ONCALL: past.text(ONCALL) + "# more\n"}, merged_by=None)
    assert [f.document for f in past.finds("GOV-02", date(2027, 1, 4))] == []


# GOV-03


def gapped(*days: str, adopted: str = "2025-02-03") -> Past:
    """Adopted on a day, with the limits of the policy changed and approved on each of these."""
    past = Past(adopted)
    for day in days:
        past.lands(day, {LIMITS: past.text(LIMITS) + f"# {day}\n"})
    return past


def gaps(past: Past, as_of: date = TODAY, document: str = "POL-IR") -> list[str]:
    return told([f for f in past.finds("GOV-03", as_of) if f.document == document])


def test_a_gap_inside_a_period_is_found_with_the_days_nobody_answers_for() -> None:
    past = gapped("2026-05-04")
    (found,) = [f for f in past.finds("GOV-03") if f.document == "POL-IR"]
    assert told([found]) == [
        f"{where(past, 'POL-IR')} POL-IR was approved on 2025-02-03 and again on 2026-05-04: from 2026-02-04 to "
        "2026-05-03, in the period 2026, no approval held"
    ]
    assert (found.level, found.subject) == ("error", "POL-IR")


def test_a_renewal_on_the_day_after_the_last_leaves_no_gap() -> None:
    assert gaps(gapped("2026-02-04")) == []
    assert len(gaps(gapped("2026-02-05"))) == 1


def test_a_gap_that_ended_before_the_period_is_of_no_period() -> None:
    assert gaps(gapped("2025-12-31", adopted="2024-12-30")) == []
    assert len(gaps(gapped("2026-01-02", adopted="2024-12-30"))) == 1


def test_what_is_after_the_day_asked_about_is_not_known() -> None:
    past = gapped("2026-05-04")
    assert gaps(past, date(2026, 5, 3)) == []
    assert len(gaps(past, date(2026, 5, 4))) == 1


def test_a_lapse_that_nobody_ended_is_stale_and_no_gap() -> None:
    assert gaps(gapped(), TODAY) == []
    assert ("POL-IR", "error") in levels(gapped().finds("GOV-02"))


def test_nothing_counts_before_the_adoption() -> None:
    assert gaps(gapped(adopted="2026-09-01")) == []


def test_a_landing_that_nobody_approved_closes_no_gap() -> None:
    past = Past("2025-02-03")
    past.lands("2025-12-01", {LIMITS: past.text(LIMITS) + "# pushed\n"}, merged_by=None)
    past.lands("2026-05-04", {LIMITS: past.text(LIMITS) + "# merged\n"}, by="ben")
    assert len(gaps(past)) == 1


def test_a_shorter_cadence_counts_from_the_day_it_was_approved() -> None:
    past = Past("2025-06-02")
    shorter = past.text(REGISTER).replace(
        "executive-sponsor], review_every: 365d", "executive-sponsor], review_every: 100d"
    )
    past.lands("2026-03-02", {REGISTER: shorter})
    past.lands("2026-03-10", {LIMITS: past.text(LIMITS) + "# more\n"})
    (found,) = gaps(past)
    assert found.endswith(
        "approved on 2025-06-02 and again on 2026-03-10: from 2026-03-02 to 2026-03-09, "
        "in the period 2026, no approval held"
    )


def test_two_periods_and_two_gaps_are_told_apart() -> None:
    past = gapped("2026-05-04")
    period = '  - {id: "2026", starts: 2026-01-01, ends: 2026-12-31, report: type-2}\n'
    more = '  - {id: "2026-03", starts: 2026-03-01, ends: 2026-03-31, report: type-2}\n'
    edits = {REGISTER: (period, period + more)}
    found = [f.message.split(", ")[1] for f in past.finds("GOV-03", edits=edits) if f.document == "POL-IR"]
    assert found == ["in the period 2026", "in the period 2026-03"]


def test_a_period_that_somebody_names_is_asked_about_instead() -> None:
    past = gapped("2026-05-04")
    named = Company(past=past)
    assert [f.document for f in named.finds("GOV-03", period="2026-05-04..2026-12-31") if f.document == "POL-IR"] == []
    (found,) = [f for f in named.finds("GOV-03", period="2026-03-01..2026-03-31") if f.document == "POL-IR"]
    assert found.message.endswith("in the period 2026-03-01..2026-03-31, no approval held")


# GOV-04


def test_an_edit_here_is_a_warning(past: Past) -> None:
    record = with_verdict(past.record(), "RB-05", verdict="pending")
    (found,) = past.finds("GOV-04", record=record)
    assert told([found]) == [f"{where(past, 'RB-05')} RB-05 is edited here, not approved"]
    assert (found.level, found.document) == ("warning", "RB-05")
    assert "Dana Okafor" in found.help


def test_what_was_wrong_before_the_edit_is_told_instead(past: Past) -> None:
    record = with_verdict(past.record(), "RB-05", verdict="pending", why="direct")
    assert past.finds("GOV-04", record=record) == []


def test_what_a_pull_request_changes_is_no_edit_here(past: Past) -> None:
    record = with_verdict(past.record(), "RB-05", verdict="pending")
    assert past.finds("GOV-04", record=replace(record, proposed=touching("RB-05"))) == []


# GOV-05

LEFT = {PEOPLE: ("  - id: priya\n", "  - id: priya\n    left: 2026-11-21\n")}


def test_an_only_approver_who_left_is_told_for_each_document_in_force(past: Past) -> None:
    found = past.finds("GOV-05", edits=LEFT)
    assert {f.document for f in found} == {*past.record().verdicts}
    first = next(f for f in found if f.document == "POL-IR")
    assert told([first]) == [
        f"{where(past, 'POL-IR')} POL-IR is in force by one approval, of Priya Raman, who left on 2026-11-21"
    ]
    assert first.level == "warning"


def test_the_last_day_is_worked(past: Past) -> None:
    assert past.finds("GOV-05", date(2026, 11, 21), edits=LEFT) == []


def test_an_approver_who_handed_the_role_over_is_told(past: Past) -> None:
    over: Edits = {
        ROLES: ("{person: priya, as: primary, since: 2021-03-01}", "{person: ben, as: primary, since: 2026-11-01}")
    }
    found = past.finds("GOV-05", edits=over)
    assert {f.message.partition("who ")[2] for f in found} == {"holds no role that approves it any more"}
    gone = {PEOPLE: past.text(PEOPLE).replace("id: priya\n", "id: prya\n"), **over}
    assert {f.message.partition("who ")[2] for f in past.finds("GOV-05", edits=gone)} == {
        "is not in data/people.yml any more"
    }


def test_an_earlier_approval_by_anybody_is_enough() -> None:
    past = Past()
    past.lands("2026-11-10", {LIMITS: past.text(LIMITS) + "# more\n"}, merged_by="marcus")
    past.lands("2026-11-11", {LIMITS: past.text(LIMITS) + "# more\n"}, merged_by="priya")
    assert "POL-IR" not in {f.document for f in past.finds("GOV-05", edits=LEFT)}


# GOV-06

TITLE = {ROLES: ("    title: Engineering Lead\n", "    title: Head of Engineering\n")}


def reorganised(*landings: tuple[str, dict[str, tuple[str, str]] | None]) -> Past:
    """Adopted on 5 January 2026; each landing changes the roles, or is a review of the policy."""
    past = Past("2026-01-05")
    for day, edits in landings:
        past.lands(day, edits or {LIMITS: past.text(LIMITS) + f"# {day}\n"})
    return past


def test_a_reorganisation_without_a_review_is_found_at_the_promise() -> None:
    past = reorganised(("2026-03-02", TITLE))
    (found,) = past.finds("GOV-06")
    assert told([found]) == [
        f"{REGISTER}:{past.line(REGISTER, 'review_after:')} engineering-lead became Head of Engineering on 2026-03-02, "
        "and no policy has been approved since; it was due by 2026-04-01"
    ]
    assert (found.level, found.subject) == ("warning", past.landings[-1].commit.id)


def test_there_are_thirty_days_for_the_review() -> None:
    past = reorganised(("2026-03-02", TITLE))
    assert past.finds("GOV-06", date(2026, 4, 1)) == []
    assert len(past.finds("GOV-06", date(2026, 4, 2))) == 1


def test_a_review_in_time_settles_it() -> None:
    assert reorganised(("2026-03-02", TITLE), ("2026-04-01", None)).finds("GOV-06") == []


def test_a_late_review_inside_a_period_is_told_with_its_day() -> None:
    (found,) = reorganised(("2026-03-02", TITLE), ("2026-04-02", None)).finds("GOV-06")
    assert found.message.endswith("and the policy was approved only on 2026-04-02; it was due by 2026-04-01")


def test_a_late_review_outside_every_period_ends_it() -> None:
    past = reorganised(("2026-03-02", TITLE), ("2026-04-02", None))
    edits = {REGISTER: ("starts: 2026-01-01", "starts: 2026-04-02")}
    assert past.finds("GOV-06", edits=edits) == []


def test_a_review_in_the_same_landing_settles_it() -> None:
    past = Past("2026-01-05")
    past.lands("2026-03-02", {**TITLE, LIMITS: past.text(LIMITS) + "# more\n"})
    assert past.finds("GOV-06") == []


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ({ROLES: ("  - id: finance-lead\n    title: Finance Lead\n", "  - id: money-lead\n    title: Money Lead\n")},
         "the role money-lead came and the role finance-lead went on "),
        (TITLE, "engineering-lead became Head of Engineering on "),
    ],
)  # fmt: skip
def test_roles_that_come_and_go_are_a_reorganisation(edits: dict[str, tuple[str, str]], words: str) -> None:
    past = Past("2026-01-05")
    past.lands("2026-03-02", edits)
    (found,) = past.finds("GOV-06")
    assert found.message.startswith(words)


def test_another_holder_is_no_reorganisation() -> None:
    past = reorganised()
    past.lands(
        "2026-03-02",
        {ROLES: ("{person: helen, as: primary, since: 2021-11-15}", "{person: ben, as: primary, since: 2026-03-01}")},
        by="ben",
    )
    assert past.finds("GOV-06") == []


def test_a_reorganisation_that_nobody_approved_is_another_finding() -> None:
    past = Past("2026-01-05")
    past.lands("2026-03-02", TITLE, merged_by=None)
    assert past.finds("GOV-06") == []
    assert [f.document for f in past.finds("APR-01")] == ["AUTHORITY"]


# GOV-06 after a Sev-1: INC-2026-002 was closed on 2026-08-18


SEV_1 = "level: sev-1, criteria: [S1-C1]"


def shaken(*reviews: str, worst: str = SEV_1, adopted: str = "2026-01-05") -> Company:
    """A company with the demo's Sev-1, whose policy was approved on these days besides."""
    past = Past(adopted)
    for day in reviews:
        past.lands(day, {LIMITS: past.text(LIMITS) + f"# {day}\n"})
    company = Company(past=past)
    company.kept.change(TWO, SEV_1, worst)
    return company


def test_an_incident_of_the_most_severe_level_without_a_review_of_the_policy_is_found_at_the_promise() -> None:
    company = shaken()
    (found,) = company.finds("GOV-06", date(2026, 9, 18))
    assert told([found]) == [
        f"{REGISTER}:{company.past.line(REGISTER, 'review_after:')} INC-2026-002, a Sev-1, was closed on 2026-08-18, "
        "and no policy has been approved since; it was due by 2026-09-17"
    ]
    assert (found.level, found.subject) == ("warning", "INC-2026-002")
    assert company.finds("GOV-06", date(2026, 9, 17)) == []


def test_a_review_within_thirty_days_of_the_closing_settles_a_sev_1() -> None:
    assert shaken("2026-09-17").finds("GOV-06") == []
    (found,) = shaken("2026-09-18").finds("GOV-06")
    assert found.message.endswith("and the policy was approved only on 2026-09-18; it was due by 2026-09-17")


def test_a_review_before_the_closing_is_none() -> None:
    assert len(shaken("2026-08-18").finds("GOV-06")) == 1  # at nine UTC, hours before it was closed


@pytest.mark.parametrize("adopted", ["2026-08-19", "2026-10-05"])
def test_an_incident_of_the_most_severe_level_before_the_adoption_shook_nothing(adopted: str) -> None:
    assert shaken(adopted=adopted).finds("GOV-06") == []


def test_a_lower_level_needs_no_review_and_an_open_incident_none_yet() -> None:
    assert shaken(worst="level: sev-2, criteria: [S2-C1]").finds("GOV-06") == []
    company = shaken()
    company.kept.without(TWO, "    closed: ").change(TWO, "status: closed", "status: declared")
    assert company.finds("GOV-06") == []


def test_a_named_period_asks_for_the_reviews_that_were_due_in_it() -> None:
    assert len(shaken().finds("GOV-06", period="2026-09-17..2026-09-30")) == 1
    assert shaken().finds("GOV-06", period="2026-08-01..2026-09-16") == []
