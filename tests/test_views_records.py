"""Records on pages: counts that tie out, names for ids, a course drawn to scale, and no markup from a record."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TODAY
from ratified.clock import moment
from ratified.incident import outcome_name
from ratified.model.data_entry import DataEntry
from ratified.model.governance import DismissedEvent
from ratified.site.company_macros import LAYOUTS
from ratified.views import PageContext, Safe, UnknownNameError, make_site_map, view
from ratified.views.records.course_figures import elapsed
from ratified.views.records.incident_course import steps
from test_views import Words, every_text, shown_by_the_engine, urls_of
from traces import IDS, SEV1, SEV2, SEV3, exercise, incident, judged_by, starter, traced, with_target
from verdict_samples import everything_approved

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratified.model.action import Action
    from ratified.model.exercise import Exercise
    from ratified.model.incident import Incident
    from ratified.model.people import Holder
    from ratified.policy import Book

EVIL = "|</title><script>alert(1)</script>`x` {{ 7*7 }} *y* [z](w) \"'"
PAGES = {"docs/incidents/index.md": "incidents/", "docs/corrective-actions.md": "corrective-actions/"}
INCIDENT = ("incident_facts", "incident_course", "incident_trace", "incident_response", "incident_review")
EXERCISE = ("exercise_facts", "exercise_attendance", "exercise_decisions", "exercise_report")


def kept(*incidents: Incident, **parts: Any) -> Book:
    """This repository's book with these records in it."""
    return dataclasses.replace(starter(), incidents=incidents, **parts)


def page_context(book: Book, page: str = "docs/incidents/index.md", **stood: Book) -> PageContext:
    kept: tuple[Incident | Exercise, ...] = (*book.incidents, *book.exercises)
    records = {record.at().path: f"records/{record.id}/" for record in kept}
    standing = judged_by(everything_approved(starter()), book, **stood)
    return PageContext(
        book,
        TODAY,
        make_site_map(book, {**urls_of(book), **PAGES, **records}, shown_by_the_engine(book)),
        page,
        standing,
    )


def everything() -> Book:
    """The four incidents and the exercise of the demo."""
    return kept(*(incident(id_) for id_ in IDS), exercises=(exercise(),))


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    layouts = LAYOUTS
    return lambda name, of, *args: str(layouts[name](view(name, of, *args)))


@pytest.fixture
def said(laid_out: Callable[..., str]) -> Callable[..., str]:
    return lambda name, of, *args: " ".join(Words(laid_out(name, of, *args)).text.split())


def plain(text: Safe) -> str:
    return Words(f"<p>{text}</p>").text


def renumbered(id_: str, new: str, **update: Any) -> Incident:
    return incident(id_).model_copy(update={"id": new, **update})


# The list


def test_the_counts_of_incidents_tie_out_in_words_and_in_tables(said: Callable[..., str]) -> None:
    text = said("incident_list", page_context(everything()))
    assert text.startswith(
        "4 declared + 0 set aside + 0 drafts = 4 records. Of those declared, 0 open and 4 closed. "
        "From the first number of each year to its last there are 4, each a record: none is missing. "
        "Beside them, no events were judged and dismissed. "
    )
    assert "Sev-1 0 1 1 Sev-2 0 1 1 Sev-3 0 2 2 Sev-4 0 0 0 All 0 4 4" in text
    assert "2026: 3 INC-2026-001 to INC-2026-003 3 0 0 3, none missing" in text
    assert "2025: 1 INC-2025-001 to INC-2025-001 1 0 0 1, none missing" in text


def test_every_incident_is_in_the_list_newest_first_with_what_became_of_its_promises() -> None:
    rows = view("incident_list", page_context(everything())).rows
    assert [plain(row.record.text) for row in rows] == ["INC-2026-003", "INC-2026-002", "INC-2026-001", "INC-2025-001"]
    assert plain(rows[1].record.href) == "../records/INC-2026-002/"
    assert plain(rows[1].kept) == "31 of 33 targets met; 2 deviations accepted"


def test_drafts_and_what_was_set_aside_count_beside_the_declared_ones(said: Callable[..., str]) -> None:
    aside = ("classification:\n", "set_aside: {at: 2026-04-15T09:00Z, by: dana, reason: A drill}\nclassification:\n")
    draft = renumbered(SEV1, "INC-2026-002", status="draft")
    opened = renumbered(SEV3, "INC-2026-003", status="declared")
    text = said("incident_list", page_context(kept(incident(SEV2, aside), draft, opened)))
    assert text.startswith("1 declared + 1 set aside + 1 draft = 3 records. Of those declared, 1 open and 0 closed. ")
    assert "each a record: none is missing" in text
    assert "2026: 3 INC-2026-001 to INC-2026-003 1 1 1 3, none missing" in text
    assert "Set aside A drill" in text


def test_a_missing_number_is_named_and_nothing_ties_out(said: Callable[..., str]) -> None:
    text = said("incident_list", page_context(kept(renumbered(SEV1, "INC-2026-002"), renumbered(SEV2, "INC-2026-004"))))
    assert "The numbers do not reconcile: missing: INC-2026-001, INC-2026-003." in text
    assert "2, does not tie out" in text
    assert "none is missing" not in text


def test_a_number_given_twice_does_not_tie_out(said: Callable[..., str]) -> None:
    text = said("incident_list", page_context(kept(incident(SEV2), renumbered(SEV1, SEV2))))
    assert "The numbers do not reconcile: 1 number given twice." in text


def test_an_incident_that_was_lowered_counts_by_its_most_severe_level() -> None:
    lowered = (
        "  impact:\n    text: A release",
        "    - {at: 2026-08-18T10:50-04:00, level: sev-3, criteria: [S3-C4], by: aiko, role: on-call-engineer}\n"
        "  impact:\n    text: A release",
    )
    triggers = ("  triggers:\n    - {id: personal-data, at: 2026-08-18T09:48-04:00}\n", "")
    levels = view("incident_list", page_context(kept(incident(SEV1, triggers, lowered)))).levels
    assert [str(row.all) for row in levels] == ["1", "0", "0", "0", "1"]


def test_without_a_record_the_pages_say_so_and_what_to_run(said: Callable[..., str]) -> None:
    of = page_context(starter())
    assert said("incident_list", of) == "No incident has been recorded. Run: ratified new incident"
    assert said("exercise_list", of) == "No exercise has been recorded. Run: ratified new exercise"
    assert said("action_table", of).startswith("No corrective action has been recorded. ")
    assert said("dismissed_events", of) == "No event has been dismissed."
    assert said("nil_statements", of) == "No nil-incident attestation has been signed."
    assert said("trend_reviews", of) == "No trend review has been recorded."


def test_a_dismissed_event_that_lacks_its_reason_says_so(said: Callable[..., str]) -> None:
    found = DismissedEvent(id="EV-1", detected_at="2026-11-02T09:00Z", source="monitoring")
    events = starter().events.model_copy(update={"dismissed": (found,)})
    text = said("dismissed_events", page_context(kept(events=events)))
    assert text.endswith("EV-1 Monitoring 2026-11-02 09:00Z no reason was written nobody was named")


def test_an_id_that_nobody_has_is_a_sentence() -> None:
    with pytest.raises(UnknownNameError, match="there is no incident 'INC-2026-009'; write one of: INC-2025-001"):
        view("incident_facts", page_context(everything()), "INC-2026-009")


# One incident


def test_people_stand_on_pages_by_their_names(said: Callable[..., str]) -> None:
    of = page_context(everything())
    whole = " ".join(said(name, of, SEV1) for name in INCIDENT)
    for name in ("Aiko Tanaka, On-call Engineer", "Dana Okafor, Incident Commander", "accepted by Priya Raman on"):
        assert name in whole
    assert "Called Ingrid Solberg, Legal Counsel by pager no answer" in whole
    assert not {"aiko", "ingrid", "caleb", "yusuf", "tomas"} & {*whole.replace(",", " ").split()}


def test_the_trace_on_the_page_is_that_of_the_command() -> None:
    of = page_context(everything())
    shown = view("incident_trace", of, SEV1)
    found = traced(incident(SEV1), today=of.book)
    rows = [row for stage in shown.stages for row in stage.rows]
    applied = [row for row in found.rows if row.outcome != "not applicable"]
    assert [plain(row.then.promised) for row in rows] == [row.then.promised for row in applied]
    assert [plain(row.then.outcome.words) for row in rows] == [outcome_name(row.outcome) for row in applied]
    assert [plain(row.happened) for row in rows] == [row.happened for row in applied]
    apart = {name for one in shown.apart for name in plain(one.names).replace(" (sev-1)", "").split(", ")}
    assert apart == {row.id for row in found.rows if row.outcome == "not applicable"}


def test_todays_answer_stands_beside_that_of_then_where_it_differs(said: Callable[..., str]) -> None:
    then = with_target(starter(), "sev-1", acknowledge=starter().level["sev-1"].targets.acknowledge)
    strict = with_target(starter(), "sev-1", contain=starter().level["sev-1"].targets.acknowledge)
    book = dataclasses.replace(strict, incidents=(incident(SEV1),))
    text = said("incident_trace", page_context(book, _2020_01_01=then), SEV1)
    assert "Under today's policy, 1 of them would have a different outcome." in text
    assert "✓ met Today: ✗ missed within 4 hours of declaration Today: within 15 minutes of declaration" in text


def test_a_draft_has_no_promises_and_a_course_of_what_it_knows(said: Callable[..., str]) -> None:
    of = page_context(kept(incident(SEV2, ("status: closed", "status: draft"))))
    assert said("incident_facts", of, SEV2).startswith("Draft Sev-2")
    assert said("incident_trace", of, SEV2) == "A draft: nobody has declared it, so no target applies yet."
    lines = view("incident_course", of, SEV2).lines
    assert {line.outcome for line in lines} == {None}


def test_without_a_history_no_page_says_what_was_promised(said: Callable[..., str]) -> None:
    of = dataclasses.replace(page_context(everything()), judged=None)
    assert (
        said("incident_trace", of, SEV1) == "The history was not evaluated, so what was in force cannot be determined."
    )
    assert "met" not in said("incident_course", of, SEV1).split()
    assert "of today" in said("exercise_attendance", of, "EX-2026-01")


def test_a_review_that_was_not_held_says_so(said: Callable[..., str]) -> None:
    book = kept(incident(SEV1).model_copy(update={"review": None, "deviations": (), "corrective_actions": ()}))
    assert said("incident_review", page_context(book), SEV1) == "No review has been recorded."


# The course


def test_the_course_says_every_stage_of_the_record_and_every_promised_moment(said: Callable[..., str]) -> None:
    record = incident(SEV1)
    text = said("incident_course", page_context(everything()), SEV1)
    stages = {getattr(record.times.stages, name) for name in type(record.times.stages).model_fields if name != "spot"}
    for stamp in stages - {None}:
        assert stamp.replace("T", " ") in text
    assert "Acknowledged ✓ met 2026-08-18 09:55-04:00, 7 min after declaration Target: 2026-08-18 10:03-04:00" in text
    assert (
        "Decision-makers reached ≈ deviation accepted 2026-08-18 11:03-04:00, 1 h 15 min after declaration "
        "Target: 2026-08-18 10:48-04:00" in text
    )
    assert "Notices sent ✓ met 2026-08-19 10:30-04:00, 1 d after declaration" in text
    assert "Detected 2026-08-18 09:05-04:00, 43 min before declaration" in text
    assert text.startswith("The scale is logarithmic.")


def test_a_late_stage_and_one_that_never_came_are_missed_and_drawn_apart() -> None:
    late = ("acknowledged: 2026-04-14T14:06", "acknowledged: 2026-04-14T14:50")
    never = ("    contained: 2026-04-14T15:10-04:00\n", "")
    lines = {
        plain(line.title): line
        for line in view("incident_course", page_context(kept(incident(SEV2, late, never))), SEV2).lines
    }
    slow, gone = lines["Acknowledged"], lines["Contained"]
    assert (plain(slow.outcome.words), plain(gone.outcome.words)) == ("missed", "no record")
    assert "tl-happened-missed" in slow.svg
    assert "tl-over" in slow.svg
    assert "tl-happened" not in gone.svg
    assert "tl-due" in gone.svg
    assert plain(gone.when) == "No timestamp in the record"


def test_a_notice_that_nobody_sent_is_a_step_of_its_own() -> None:
    unsent = (
        "start: 2026-08-18T09:05-04:00, due: 2026-08-19T09:05-04:00, sent: 2026-08-18T16:30-04:00, ",
        "start: 2026-08-18T09:05-04:00, due: 2026-08-19T09:05-04:00, ",
    )
    found = view("incident_course", page_context(kept(incident(SEV1, unsent))), SEV1).lines
    late = [line for line in found if line.title == "Notice not sent"]
    assert {plain(line.outcome.words) for line in late} == {"no record"}
    assert any("insurer" in plain(line.about).split(", ") for line in late)


def test_the_steps_of_a_course_stand_in_the_order_of_their_moments() -> None:
    found = steps(incident(SEV1), traced(incident(SEV1)).rows)
    assert [step.order for step in found] == sorted(step.order for step in found)
    assert [step.title for step in found][:4] == ["Began", "Detected", "Reported", "Triaged"]


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants its bounds without a zone


@given(st.lists(MOMENTS, min_size=1, max_size=12))
def test_the_scale_never_moves_one_moment_past_another(moments: list[datetime]) -> None:
    origin = moments[0]
    scale = elapsed(origin, moments)
    shares = [scale.share(at) for at in sorted(moments)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 100 for share in shares)
    assert scale.share(origin) == scale.middle


@given(st.lists(MOMENTS, min_size=1, max_size=6))
def test_labels_of_the_scale_have_room(moments: list[datetime]) -> None:
    ticks = list(elapsed(moments[0], moments).ticks())
    shares = [tick.share for tick in ticks]
    assert all(later - earlier >= 9 for earlier, later in pairwise(shares))
    coarse = [tick.share for tick in ticks if not tick.fine]
    assert len(coarse) <= 8


def test_a_mark_stands_before_its_bar_exactly_where_the_promise_was_kept() -> None:
    declared = moment("2026-08-18T09:48-04:00")
    scale = elapsed(declared, [declared + timedelta(minutes=m) for m in (7, 15, 20_000)])
    assert scale.share(declared + timedelta(minutes=7)) + 3 < scale.share(declared + timedelta(minutes=15))


# Exercises


def test_attendance_is_held_against_the_roster_of_the_day(said: Callable[..., str]) -> None:
    text = said("exercise_attendance", page_context(everything()), "EX-2026-01")
    assert text.startswith(
        "12 of 12 roles signed, 1 attended a make-up session. Compared with the roster in force when it began."
    )
    assert "Communications Lead Rachel Lindqvist 2026-05-26, in person, at a make-up session Primary" in text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"until": date(2026, 5, 20)}, "Primary"),
        ({"until": date(2026, 5, 19)}, "! Not a holder of the role that day"),
        ({"since": date(2026, 5, 21)}, "! Not a holder of the role that day"),
    ],
)
def test_somebody_who_did_not_hold_the_role_that_day_is_marked(
    change: dict[str, date], says: str, said: Callable[..., str]
) -> None:
    def moved(holder: Holder) -> Holder:
        return holder.model_copy(update=change) if holder.person == "omar" else holder

    roles = tuple(
        role.model_copy(update={"holders": tuple(map(moved, role.holders))}) for role in starter().roles.roles
    )
    book = kept(exercises=(exercise(),), roles=starter().roles.model_copy(update={"roles": roles}))
    text = said("exercise_attendance", page_context(book), "EX-2026-01")
    assert f"Support Lead Omar Farouk 2026-05-20, in person {says}" in text


def test_decisions_stand_in_the_phases_of_an_incident_and_say_where_they_left_the_policy(
    said: Callable[..., str],
) -> None:
    of = page_context(everything())
    phases = [plain(view_.phase) for view_ in view("exercise_decisions", of, "EX-2026-01")]
    assert phases == ["Detect", "Triage", "Escalate", "Contain", "Eradicate", "Recover", "Notify", "Review"]
    text = said("exercise_decisions", of, "EX-2026-01")
    drained = "Drain the backlog at full speed, against the step of RB-05 that limits the rate"
    assert f"{drained} Tomas Hidalgo differs from IR-6.10" in text
    assert "removes the Engineering Lead" in text


def test_a_time_that_was_measured_stands_beside_the_target_of_then(said: Callable[..., str]) -> None:
    text = said("exercise_report", page_context(everything()), "EX-2026-01")
    assert "Acknowledge, Sev-1 6 minutes target: 15 minutes" in text
    assert "issued on 2026-05-29 by Lee Brandt approved by Dana Okafor on 2026-05-29" in text


def test_a_planned_exercise_says_that_it_is_planned(said: Callable[..., str]) -> None:
    planned = exercise(("status: closed", "status: draft"))
    text = said("exercise_list", page_context(kept(exercises=(planned,))))
    assert text.startswith("1 exercise: 0 held, 1 planned. ")
    assert "Draft planned for 2026-05-20" in text


# Corrective actions


def acted(**update: object) -> Book:
    """An incident with one action, changed."""
    record = incident(SEV1)
    action: Action = record.corrective_actions[0].model_copy(update=update)
    return kept(record.model_copy(update={"corrective_actions": (action, *record.corrective_actions[1:])}))


def test_closed_actions_stand_with_their_proof(said: Callable[..., str]) -> None:
    text = said("action_table", page_context(everything()))
    assert text.startswith("9 actions: none open; 9 closed. ")
    assert "Closed in time took 17 days Ben Whitcombe, Engineering Lead 2026-09-15 2026-09-10: CHG-4761" in text
    assert (
        "Moved from 2026-09-11 to 2026-09-23: The vendor's rule needed a newer agent, approved by Dana Okafor" in text
    )
    works = "Two on-call engineers read RB-05 and named the limit unprompted"
    assert f"Checked on 2026-08-13 by Sofia Marchetti: works. {works}" in text


@pytest.mark.parametrize(
    ("update", "says"),
    [
        ({"closed_on": None, "due": TODAY - timedelta(days=1)}, "Overdue by 1 day"),
        ({"closed_on": None, "due": TODAY}, "Open"),
        ({"closed_on": date(2026, 9, 16)}, "Closed late"),
        ({"closed_on": date(2026, 9, 15)}, "Closed in time"),
        ({"due": None}, "Closed"),
    ],
)
def test_where_an_action_stands_is_said_in_words(update: dict[str, object], says: str) -> None:
    rows = [row for group in view("action_table", page_context(acted(**update))).groups for row in group.rows]
    (row,) = (row for row in rows if plain(row.id) == "INC-2026-002-A1")
    assert plain(row.state.words) == says


def test_open_actions_come_first_by_owner(said: Callable[..., str]) -> None:
    of = page_context(acted(closed_on=None, due=date(2026, 11, 1)))
    groups = view("action_table", of).groups
    assert [plain(group.title) for group in groups] == ["Open, 1", "Closed, 2"]
    assert plain(groups[0].rows[0].age) == "open for 90 days"
    text = said("action_table", of)
    assert text.startswith("3 actions: 1 open, 1 of them overdue; 2 closed. Open, by owner: Ben Whitcombe 1. ")
    assert "Overdue by 21 days" in text


def test_what_nobody_proved_says_so(said: Callable[..., str]) -> None:
    text = said("action_table", page_context(acted(evidence=None, seen_by=None, owner=None, role=None)))
    assert "nobody was named" in text
    assert "2026-09-10: no proof was written, seen by nobody else" in text


# Hostile texts


def poisoned(found: Any, text: str) -> Any:
    """A record in which every text that somebody wrote freely is another one."""
    if isinstance(found, DataEntry):
        fields = [name for name in type(found).model_fields if name not in {"spot", "status", "id"}]
        return found.model_copy(update={name: poisoned(getattr(found, name), text) for name in fields})
    if isinstance(found, tuple):
        return tuple(poisoned(part, text) for part in found)
    return text if isinstance(found, str) and " " in found else found


@pytest.mark.parametrize("name", [*INCIDENT, *EXERCISE, "incident_list", "exercise_list", "action_table"])
def test_hostile_texts_of_records_show_as_themselves(name: str, laid_out: Callable[..., str]) -> None:
    def made(text: str) -> str:
        whole = everything()
        book = dataclasses.replace(
            whole, incidents=poisoned(whole.incidents, text), exercises=poisoned(whole.exercises, text)
        )
        args = (SEV1,) if name in INCIDENT else ("EX-2026-01",) if name in EXERCISE else ()
        assert all(isinstance(found, Safe) for found in every_text(view(name, page_context(book), *args)))
        return laid_out(name, page_context(book), *args)

    evil, harmless = made(EVIL), made("two words")
    assert Words(evil).tags == Words(harmless).tags
    if name not in {"incident_course", "exercise_attendance"}:
        assert EVIL in " ".join(Words(evil).text.split())
    assert "{{" not in evil
    assert "\n" not in evil
