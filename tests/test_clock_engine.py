"""The engine's own promises: moments, words, caps, delays, readings we do not plan by, and what cannot be counted."""

from __future__ import annotations

from datetime import date

import pytest

from ratified.clock import (
    CountingPlace,
    CountingStart,
    Deadline,
    DelayRequest,
    IncidentFacts,
    TimeLimitTerm,
    UncountableError,
    UncountedDeadline,
    ends,
    law_deadlines,
    meets,
    moment,
    reckon,
    zone,
)
from ratified.model.duration import Duration
from ratified.model.notifications import ClockCap, ClockStage, ClockThreshold, ClockWindow
from ratified.policy.catalogue import clock_catalogue

CLOCKS = {clock.id: clock for clock in clock_catalogue().clocks}
CALENDARS = {calendar.id: calendar for calendar in clock_catalogue().calendars}
NEW_YORK = CountingPlace(("America/New_York",), CALENDARS["us-federal"])
SATURDAY = moment("2026-11-21T09:00-05:00")


def law(clock_id: str, facts: IncidentFacts, **changes: object) -> Deadline | UncountedDeadline:
    clock = CLOCKS[clock_id].model_copy(update=changes)
    return law_deadlines(clock, facts, CountingPlace(clock.zones, CALENDARS.get(clock.calendar or "")))[0]


def deadline(clock_id: str, **stamps: str) -> Deadline:
    found = law(clock_id, IncidentFacts({name: moment(text) for name, text in stamps.items()}))
    assert isinstance(found, Deadline)
    return found


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2026-11-20T14:20", "has no offset; write 2026-11-20T14:20+01:00 with yours, or 2026-11-20T14:20Z"),
        ("2026-11-20", "is no moment; write day, time and offset"),
        ("2026-11-20 14:20Z", "is no moment"),
        ("20.11.2026 14:20", "is no moment"),
        ("2026-11-20T14:20 CET", "is no moment"),
        ("2026-11-20T14:20:30.1234567Z", "is no moment"),
        ("٢٠٢٦-11-20T14:20Z", "is no moment"),
        ("", "is no moment"),
        ("2026-02-29T14:20Z", "no such moment"),
        ("2026-11-20T25:20Z", "no such moment"),
        ("2026-11-20T14:20+25:00", "no such moment"),
        ("0001-01-01T00:00+14:00", "no such moment"),
        ("9999-12-31T23:59-14:00", "no such moment"),
    ],
)
def test_a_moment_that_is_none_says_what_to_write(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=r"moment|offset") as raised:
        moment(text)
    assert what in str(raised.value)


def test_moments_of_one_instant_are_one() -> None:
    texts = (
        "2026-11-20T14:20+01:00",
        "2026-11-20T13:20Z",
        "2026-11-20T08:20:00-05:00",
        "2026-11-20T13:20:00.000+00:00",
    )
    assert len({moment(text) for text in texts}) == 1


@pytest.mark.parametrize("name", ["Europe/Dubln", "", "../etc", "Europe", "/etc/localtime", "a\0b"])
def test_a_zone_that_is_none_cannot_be_counted_in(name: str) -> None:
    with pytest.raises(UncountableError, match="no time zone"):
        zone(name)
    found = reckon(
        TimeLimitTerm("own", "law", "x", None, "awareness", None),
        IncidentFacts({"awareness": SATURDAY}),
        CountingPlace((name,)),
    )
    assert isinstance(found, UncountedDeadline)
    assert found.reason == "uncountable"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (
            Duration(minutes=72 * 60),
            "72 hours from x at Sat 2026-11-21 14:00 UTC, straight through nights, weekends and holidays",
        ),
        (
            Duration(days=30),
            "30 days from x on Sat 2026-11-21 in America/New_York, that day not counted: the end of Mon 2026-12-21",
        ),
        (
            Duration(months=1),
            "1 month from x on Sat 2026-11-21 in America/New_York, to the same date: the end of Mon 2026-12-21",
        ),
        (
            Duration(business_days=4),
            "4 business days from x on Sat 2026-11-21 in America/New_York, that day not counted, "
            "by calendar us-federal, without weekends, Thu 2026-11-26: the end of Fri 2026-11-27",
        ),
        (
            Duration(days=1, minutes=720),
            "1 day and 12 hours from x at Sat 2026-11-21 14:00 UTC, straight through nights, weekends and holidays",
        ),
    ],
)
def test_the_arithmetic_is_told_in_words(length: Duration, words: str) -> None:
    assert ends(length, CountingStart("x", SATURDAY), NEW_YORK).words == words


def test_a_month_without_the_date_says_so() -> None:
    start = CountingStart("x", moment("2026-01-31T12:00-05:00"))
    assert (
        "to the last day of a month without a 31st: the end of Sat 2026-02-28"
        in ends(Duration(months=1), start, NEW_YORK).words
    )


@pytest.mark.parametrize(
    ("length", "where", "what"),
    [
        (Duration(business_days=1), CountingPlace(("UTC",)), "no calendar says which days are business days"),
        (Duration(business_days=900), NEW_YORK, "calendar 'us-federal' ends on 2028-12-31"),
        (Duration(minutes=5, business_days=1), NEW_YORK, "mixes hours with months or business days"),
        (Duration(months=100_000), NEW_YORK, "end after the year 9999"),
        (Duration(minutes=6_000_000_000), NEW_YORK, "end after the year 9999"),
        (Duration(days=3_000_000), NEW_YORK, "end after the year 9999"),
    ],
)
def test_what_cannot_be_counted_says_why(length: Duration, where: CountingPlace, what: str) -> None:
    with pytest.raises(UncountableError, match=what):
        ends(length, CountingStart("x", SATURDAY), where)


class TestTheCap:
    def test_the_words_name_both_limits_and_the_stamp_that_decided(self) -> None:
        one = deadline("eu-dora-init", awareness="2026-11-20T07:00Z", classification="2026-11-21T04:00Z")
        assert (one.trigger, one.trigger_at) == ("awareness", moment("2026-11-20T07:00Z"))
        assert one.arithmetic == (
            "24 hours from awareness at Fri 2026-11-20 07:00 UTC, straight through nights, weekends and holidays; "
            "that is earlier than Sat 2026-11-21 08:00 UTC, the end of 4 hours from classification at "
            "Sat 2026-11-21 04:00 UTC, straight through nights, weekends and holidays"
        )

    def test_classified_after_it_the_words_say_that_it_no_longer_counts(self) -> None:
        one = deadline("eu-dora-init", awareness="2026-11-20T07:00Z", classification="2026-11-21T08:00Z")
        assert one.trigger == "classification"
        assert (
            "alone, since it came after Sat 2026-11-21 07:00 UTC, the end of 24 hours from awareness" in one.arithmetic
        )
        assert not one.assumed

    def test_a_stamp_that_is_missing_is_said(self) -> None:
        one = deadline("eu-dora-init", classification="2026-11-21T04:00Z")
        assert one.notes[1] == "24 hours from awareness may end sooner; when that was is not given."
        one = deadline("eu-dora-init", awareness="2026-11-21T04:00Z")
        assert one.notes[1] == "4 hours from classification may end sooner; when that was is not given."

    def test_a_condition_that_nobody_can_compute_is_said_and_the_cap_taken(self) -> None:
        cap = ClockCap(trigger="awareness", n=24, unit="hours", unless="the moon is full")
        stamps = {"awareness": moment("2026-11-20T07:00Z"), "classification": moment("2026-11-22T08:00Z")}
        one = law("eu-dora-init", IncidentFacts(stamps), cap=cap)
        assert isinstance(one, Deadline)
        assert (one.due_at, one.assumed) == (moment("2026-11-21T07:00Z"), True)
        assert "Its cap does not hold if the moon is full; that is not judged here." in one.notes


class TestThresholds:
    @pytest.mark.parametrize(
        ("op", "at_499", "at_500", "at_501"),
        [(">", False, False, True), (">=", False, True, True), ("<", True, False, False), ("<=", True, True, False)],
    )
    def test_more_than_is_not_at_least(self, op: str, at_499: bool, at_500: bool, at_501: bool) -> None:
        threshold = ClockThreshold.model_validate({"text": "500", "op": op, "count": 500})
        assert [meets(threshold, count) for count in (499, 500, 501)] == [at_499, at_500, at_501]
        assert meets(threshold, None) is None

    def test_words_are_for_people_to_judge(self) -> None:
        one = deadline("eu-gdpr-33", awareness="2026-11-20T13:20Z")
        assert not one.assumed
        assert "Applies: unless unlikely to result in risk to people. That is for people to judge." in one.notes

    def test_an_unknown_number_is_taken_as_met_and_said(self) -> None:
        one = deadline("us-tx-ag", determination="2026-11-20T13:20Z")
        assert one.assumed
        assert "Threshold: >= 250 residents. The number is not known, so it is taken as met." in one.notes

    def test_a_number_that_decides_about_somebody_told_too_ends_no_clock(self) -> None:
        facts = IncidentFacts({"discovery": SATURDAY}, counts={"us-wa": 500})
        one = law("us-wa", facts)
        assert isinstance(one, Deadline)
        assert "Threshold: attorney general too if > 500 residents. The number given does not meet it." in one.notes

    def test_a_number_that_is_not_met_says_which(self) -> None:
        one = law("us-ca-ag", IncidentFacts({"individual_notice_sent": SATURDAY}, counts={"us-ca-ag": 500}))
        assert isinstance(one, UncountedDeadline)
        assert (one.reason, one.why) == ("not_applicable", "applies at > 500 residents; the number given is 500")


class TestReadingsWeDoNotPlanBy:
    def test_the_hour_of_the_event_left_out_is_shown_and_not_taken(self) -> None:
        one = deadline("eu-gdpr-33", awareness="2026-11-20T14:20+01:00")
        assert one.due_at == moment("2026-11-23T13:20Z")
        assert one.notes[0] == (
            "Regulation 1182/71 may be read to end it at Mon 2026-11-23 14:00 UTC or later: "
            "argued, not to be planned by."
        )

    def test_a_month_that_ends_on_a_weekend_says_that_it_may_move(self) -> None:
        sent = IncidentFacts({}, {"eu-nis2-in": moment("2026-01-31T10:00+01:00")})
        one = law("eu-nis2-fr", sent)
        assert isinstance(one, Deadline)
        assert one.due_on == date(2026, 2, 28)
        assert one.notes[0].startswith("Sat 2026-02-28 is a weekend: Regulation 1182/71 may move the end")

    def test_elsewhere_and_on_weekdays_nothing_is_said(self) -> None:
        sent = IncidentFacts({}, {"eu-nis2-in": moment("2026-11-23T10:00+01:00")})
        one = law("eu-nis2-fr", sent)
        assert isinstance(one, Deadline)
        assert "1182" not in one.note
        assert "1182" not in deadline("uk-gdpr-33", awareness="2026-11-20T14:20Z").note

    def test_a_roll_of_the_catalogue_is_never_taken(self) -> None:
        one = deadline("eu-dora-init", awareness="2026-11-21T20:00Z", classification="2026-11-21T21:00Z")
        assert one.due_at == moment("2026-11-22T01:00Z")
        assert "Not taken: noon next working day for some entities only (medium)." in one.notes

    def test_where_sources_argue_the_stricter_figure_counts(self) -> None:
        one = deadline("jp-appi-prelim", awareness="2026-11-20T14:20+09:00")
        assert "3 days is the strict reading; 5 days is argued." in one.notes


class TestNeverSurerThanTheCatalogue:
    def test_what_is_not_in_force_as_far_as_we_know_is_not_binding(self) -> None:
        one = deadline("us-circia-inc", reasonable_belief="2026-11-20T13:20Z")
        assert not one.binding
        assert one.notes[:2] == ("Not in force as far as we know.", "Only low certainty.")

    def test_a_directive_says_that_national_law_decides(self) -> None:
        assert "National law decides." in deadline("eu-nis2-ew", awareness="2026-11-20T13:20Z").notes

    def test_a_status_nobody_knows_is_said_as_it_is(self) -> None:
        one = law("uk-gdpr-33", IncidentFacts({"awareness": SATURDAY}), status="under_appeal")
        assert isinstance(one, Deadline)
        assert "Its status is under appeal." in one.notes


class TestStages:
    def test_a_stage_may_start_from_an_earlier_stage(self) -> None:
        later = ClockStage(stage="final", window=ClockWindow(n=1, unit="months"), anchor="full")
        clock = CLOCKS["uk-nis-bill"].model_copy(update={"next": (*CLOCKS["uk-nis-bill"].next, later)})
        facts = IncidentFacts({"awareness": SATURDAY}, {"uk-nis-bill/full": moment("2026-11-30T10:00Z")})
        final = law_deadlines(clock, facts, CountingPlace(clock.zones))[2]
        assert isinstance(final, Deadline)
        assert (final.clock, final.due_at) == ("uk-nis-bill/final", moment("2026-12-30T23:59:59Z"))
        waiting = law_deadlines(clock, IncidentFacts({"awareness": SATURDAY}), CountingPlace(clock.zones))[2]
        assert isinstance(waiting, UncountedDeadline)
        assert waiting.why == "starts when the report under uk-nis-bill/full is sent"


HIPAA = {"discovery": moment("2026-11-20T10:00-05:00")}  # due at the end of 19 January 2027


def held(clock_id: str, delay: DelayRequest, stamps: dict[str, object] | None = None) -> Deadline:
    found = law(clock_id, IncidentFacts(stamps or HIPAA, counts={"us-hipaa-hhs-500": 900}, delays={clock_id: delay}))  # type: ignore[arg-type]
    assert isinstance(found, Deadline)
    return found


class TestHeldBackForLawEnforcement:
    """Point (15): a delay needs who asked, in writing or by word, from when and until when."""

    def test_a_written_request_holds_until_its_last_day(self) -> None:
        one = held(
            "us-hipaa-ind", DelayRequest("law_enforcement", "written", "FBI", date(2026, 12, 1), date(2027, 3, 31))
        )
        assert (one.due_on, one.due_at) == (date(2027, 3, 31), moment("2027-04-01T03:59:59Z"))
        assert one.arithmetic.endswith(
            "; held back to the end of Wed 2027-03-31 by the written request of FBI, from 2026-12-01 to 2027-03-31"
        )

    def test_a_spoken_one_lapses_after_thirty_days_whatever_it_says(self) -> None:
        for until in (None, date(2027, 12, 31)):
            one = held("us-hipaa-hhs-500", DelayRequest("law_enforcement", "oral", "FBI", date(2027, 1, 10), until))
            assert one.due_on == date(2027, 2, 9)

    def test_a_spoken_one_may_be_shorter(self) -> None:
        one = held("us-hipaa-ind", DelayRequest("law_enforcement", "oral", "FBI", date(2027, 1, 10), date(2027, 1, 25)))
        assert one.due_on == date(2027, 1, 25)

    def test_one_that_ends_before_the_deadline_moves_nothing(self) -> None:
        one = held("us-hipaa-ind", DelayRequest("law_enforcement", "oral", "FBI", date(2026, 11, 25)))
        assert one.due_on == date(2027, 1, 19)

    @pytest.mark.parametrize(
        ("clock", "delay", "why"),
        [
            (
                "us-hipaa-ind",
                DelayRequest("law_enforcement", "written", "FBI", date(2026, 12, 1)),
                "a written request must say until when",
            ),
            (
                "us-hipaa-ind",
                DelayRequest("law_enforcement", "written", "FBI", date(2027, 1, 20), date(2027, 3, 31)),
                "it was asked for on 2027-01-20, after the deadline",
            ),
            (
                "us-ny",
                DelayRequest("law_enforcement", "written", "FBI", date(2026, 12, 1), date(2027, 3, 31)),
                "no delay is known under this clock",
            ),
        ],
    )
    def test_what_the_law_does_not_allow_moves_nothing_and_is_said(
        self, clock: str, delay: DelayRequest, why: str
    ) -> None:
        one = held(clock, delay)
        assert one.due_at == held(clock, DelayRequest("law_enforcement", "oral", "FBI", date(2026, 11, 1))).due_at
        assert one.notes[-1] == f"The delay asked for by FBI moves nothing: {why}."

    @pytest.mark.parametrize(
        ("by", "form", "on"),
        [
            ("law_enforcement", "written", date(2026, 11, 27)),
            ("attorney_general", "oral", date(2026, 11, 27)),
            ("attorney_general", "written", date(2026, 12, 24)),
        ],
    )
    def test_the_sec_waits_for_a_written_determination_of_the_attorney_general_alone(
        self, by: str, form: str, on: date
    ) -> None:
        delay = DelayRequest(by, form, "the office", date(2026, 11, 24), date(2026, 12, 24))  # type: ignore[arg-type]
        assert held("us-sec-8k", delay, {"materiality_determination": SATURDAY}).due_on == on

    def test_california_waits_too(self) -> None:
        delay = DelayRequest("law_enforcement", "written", "FBI", date(2026, 12, 1), date(2027, 1, 31))
        assert held("us-ca", delay).due_on == date(2027, 1, 31)

    def test_hours_wait_for_nobody(self) -> None:
        delay = DelayRequest("law_enforcement", "written", "Garda", date(2026, 11, 20), date(2027, 1, 31))
        one = held("eu-gdpr-33", delay, {"awareness": SATURDAY})
        assert one.due_at == moment("2026-11-24T14:00Z")

    def test_what_has_no_figure_has_nothing_to_hold_back(self) -> None:
        delay = DelayRequest("law_enforcement", "written", "Garda", date(2026, 11, 20), date(2027, 1, 31))
        assert held("eu-gdpr-34", delay, {"awareness": SATURDAY}).due_at is None


def test_a_limit_without_a_start_cannot_be_counted() -> None:
    found = reckon(
        TimeLimitTerm("own", "contract", "x", "customers", None, Duration(days=1)), IncidentFacts({}), NEW_YORK
    )
    assert isinstance(found, UncountedDeadline)
    assert (found.reason, found.why) == ("uncountable", "nothing says what it starts from")


def test_what_was_only_supposed_about_a_place_counts_for_days_alone() -> None:
    where = CountingPlace(("UTC",), CALENDARS["br"], "zone supposed.", "calendar supposed.")
    facts = IncidentFacts({"awareness": SATURDAY})
    for length, doubts in (
        (Duration(minutes=60), ()),
        (Duration(days=3), ("zone supposed.",)),
        (Duration(business_days=3), ("zone supposed.", "calendar supposed.")),
    ):
        found = reckon(TimeLimitTerm("own", "law", "x", None, "awareness", length), facts, where)
        assert isinstance(found, Deadline)
        assert (found.notes, found.assumed) == (doubts, bool(doubts))
