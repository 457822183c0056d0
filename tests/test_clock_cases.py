"""Worked cases: what each clock of the catalogue gives, by hand from the sources, and never from the program.

A case is a clock, what is known, the end in UTC, and the audience's day. Instead of an end: `no figure`,
`not started`, `not in force`, `not applicable` or `uncountable`. `count=` is the number of people. The comment
after each names its source: (n) is one of the eighteen points of computing that this engine was built from, a name
alone is the clock's own row. A `?` after the end says that it is assumed, a `~` that it is not binding.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from ratified.clock import CountingPlace, Deadline, IncidentFacts, UncountedDeadline, known_stamp, law_deadlines, moment
from ratified.policy.catalogue import clock_catalogue

CLOCKS = {clock.id: clock for clock in clock_catalogue().clocks}
CALENDARS = {calendar.id: calendar for calendar in clock_catalogue().calendars}

FRIDAY = "2026-11-20T14:20"

CASES: tuple[tuple[str, str, str, str], ...] = (
    # (1) 72 hours run from awareness, whatever the day, and end on weekends and holidays
    ("eu-gdpr-33", f"awareness={FRIDAY}+01:00", "2026-11-23T13:20:00Z", "2026-11-23"),  # (1) Friday to Monday
    ("eu-gdpr-33", "awareness=2026-11-19T14:20+01:00", "2026-11-22T13:20:00Z", "2026-11-22"),  # (1) ends on a Sunday
    ("eu-gdpr-33", "awareness=2026-11-18T09:00+01:00", "2026-11-21T08:00:00Z", "2026-11-21"),  # (1) ends on a Saturday
    ("eu-gdpr-33", "awareness=2026-12-22T10:00+01:00", "2026-12-25T09:00:00Z", "2026-12-25"),  # (1) ends on Christmas
    ("eu-gdpr-33", "awareness=2026-12-29T23:30Z", "2027-01-01T23:30:00Z", "2027-01-01"),  # (1) New Year, Lisbon's day
    ("eu-gdpr-33", "awareness=2026-11-20T14:20:30+01:00", "2026-11-23T13:20:30Z", "2026-11-23"),  # (1) to the second
    ("eu-gdpr-33", "awareness=2026-06-30T00:00+02:00", "2026-07-02T22:00:00Z", "2026-07-02"),  # (1) still the 2nd west
    ("eu-gdpr-33", "awareness=2028-02-27T12:00Z", "2028-03-01T12:00:00Z", "2028-03-01"),  # (1) over 29 February
    ("eu-gdpr-33", "awareness=2026-02-27T12:00Z", "2026-03-02T12:00:00Z", "2026-03-02"),  # (1) over 28 February
    # (14) hours are elapsed hours: the wall clock moves, the deadline does not
    ("eu-gdpr-33", "awareness=2026-03-27T14:20+01:00", "2026-03-30T13:20:00Z", "2026-03-30"),  # (14) 15:20 by the wall
    ("eu-gdpr-33", "awareness=2026-10-23T14:20+02:00", "2026-10-26T12:20:00Z", "2026-10-26"),  # (14) 13:20 by the wall
    ("eu-gdpr-33", "awareness=2026-10-25T02:30+02:00", "2026-10-28T00:30:00Z", "2026-10-28"),  # (14) the first 02:30
    ("eu-gdpr-33", "awareness=2026-10-25T02:30+01:00", "2026-10-28T01:30:00Z", "2026-10-28"),  # (14) the second 02:30
    ("eu-gdpr-33", "awareness=2026-11-20T20:00-08:00", "2026-11-24T04:00:00Z", "2026-11-24"),  # (14) typed in Seattle
    ("eu-gdpr-33", f"awareness={FRIDAY}+05:30", "2026-11-23T08:50:00Z", "2026-11-23"),  # (14) a half-hour offset
    # (2) awareness is its own stamp, and nothing stands in for it
    ("eu-gdpr-33", f"detection={FRIDAY}+01:00", "not started", ""),  # (2)
    ("eu-gdpr-33", f"discovery={FRIDAY}+01:00", "not started", ""),  # (2)
    (
        "eu-gdpr-33",
        f"detection=2026-11-01T08:00Z awareness={FRIDAY}+01:00",
        "2026-11-23T13:20:00Z",
        "2026-11-23",
    ),  # (2)
    # (4) where the law gives no figure, none is made up
    ("eu-gdpr-34", f"awareness={FRIDAY}+01:00", "no figure", ""),  # (4)
    ("eu-gdpr-33-2", f"awareness={FRIDAY}+01:00", "no figure", ""),  # (2) a processor has no 72 hours
    ("au-ndb", f"reasonable_belief={FRIDAY}+11:00", "no figure", ""),  # au-ndb
    ("ca-pipeda", f"determination={FRIDAY}-05:00", "no figure", ""),  # ca-pipeda
    ("insurer", f"discovery={FRIDAY}Z", "no figure", ""),  # insurer
    ("auditor-bridge", f"determination={FRIDAY}Z", "no figure", ""),  # auditor-bridge
    # (5) the United Kingdom: running hours, weekends and bank holidays included
    ("uk-gdpr-33", "awareness=2026-12-25T18:00Z", "2026-12-28T18:00:00Z", "2026-12-28"),  # (5) a bank holiday
    ("eu-nis2-in-trust", f"awareness={FRIDAY}+01:00", "2026-11-21T13:20:00Z", "2026-11-21"),
    ("uk-gdpr-33", "awareness=2026-03-28T22:00Z", "2026-03-31T22:00:00Z", "2026-03-31"),  # (5, 14) 23:00 BST
    ("uk-gdpr-33", "awareness=2026-03-29T00:30Z", "2026-04-01T00:30:00Z", "2026-04-01"),  # (5, 14)
    ("uk-gdpr-33", "awareness=2026-06-19T23:30+01:00", "2026-06-22T22:30:00Z", "2026-06-22"),  # (5)
    ("uk-pecr", "awareness=2025-08-20T09:00+01:00", "2025-08-23T08:00:00Z", "2025-08-23"),  # (5) 72 h from 20 August
    ("uk-pecr", "awareness=2025-08-19T09:00+01:00", "not in force", ""),  # (5, 18) 24 h until then, in no row
    ("uk-pecr", "awareness=2025-08-19T23:30Z", "2025-08-22T23:30:00Z", "2025-08-23"),  # (18) the 20th in London
    ("uk-nis-bill", f"awareness={FRIDAY}Z", "2026-11-21T14:20:00Z ~", "2026-11-21"),  # uk-nis-bill, a bill
    ("uk-nis-bill/full", f"awareness={FRIDAY}Z", "2026-11-23T14:20:00Z ~", "2026-11-23"),  # uk-nis-bill, next stage
    # (7) NIS2: both early stages from awareness, the last from the submission of the 72-hour report
    ("eu-nis2-ew", f"awareness={FRIDAY}+01:00", "2026-11-21T13:20:00Z", "2026-11-21"),  # (7)
    ("eu-nis2-in", f"awareness={FRIDAY}+01:00", "2026-11-23T13:20:00Z", "2026-11-23"),  # (7)
    ("eu-nis2-fr", f"awareness={FRIDAY}+01:00", "not started", ""),  # (7) not from awareness
    ("eu-nis2-fr", "eu-nis2-ew=2026-11-21T10:00+01:00", "not started", ""),  # (7) nor from the early warning
    ("eu-nis2-fr", "eu-nis2-in=2026-11-23T10:00+01:00", "2026-12-23T21:59:59Z", "2026-12-23"),  # (7) end of Athens' day
    ("eu-nis2-fr", "prior_submission=2026-11-23T10:00+01:00", "2026-12-23T21:59:59Z", "2026-12-23"),  # (7)
    (
        "eu-nis2-fr",
        "eu-nis2-in=2026-05-10T23:30+02:00",
        "2026-06-10T22:59:59Z",
        "2026-06-10",
    ),  # (14) the 10th in Lisbon
    # (8) months end on the same date, or on the last day of a month that lacks it
    ("eu-nis2-fr", "eu-nis2-in=2026-01-31T10:00+01:00", "2026-02-28T21:59:59Z", "2026-02-28"),  # (8)
    ("eu-nis2-fr", "eu-nis2-in=2028-01-31T10:00+01:00", "2028-02-29T21:59:59Z", "2028-02-29"),  # (8) leap year
    ("eu-nis2-fr", "eu-nis2-in=2027-01-30T10:00+01:00", "2027-02-28T21:59:59Z", "2027-02-28"),  # (8)
    ("eu-nis2-fr", "eu-nis2-in=2027-01-29T10:00+01:00", "2027-02-28T21:59:59Z", "2027-02-28"),  # (8)
    ("eu-nis2-fr", "eu-nis2-in=2028-01-29T10:00+01:00", "2028-02-29T21:59:59Z", "2028-02-29"),  # (8)
    ("eu-nis2-fr", "eu-nis2-in=2026-02-28T12:00+01:00", "2026-03-28T21:59:59Z", "2026-03-28"),  # (8) not the 31st
    ("eu-nis2-fr", "eu-nis2-in=2026-03-31T12:00+02:00", "2026-04-30T20:59:59Z", "2026-04-30"),  # (8, 14) summer time
    ("eu-nis2-fr", "eu-nis2-in=2026-08-31T12:00+02:00", "2026-09-30T20:59:59Z", "2026-09-30"),  # (8)
    ("eu-nis2-fr", "eu-nis2-in=2026-12-31T12:00+01:00", "2027-01-31T21:59:59Z", "2027-01-31"),  # (8) over New Year
    # (6) DORA: the earlier of classification + 4 h and awareness + 24 h, unless classified after those 24 hours
    (
        "eu-dora-init",
        "awareness=2026-11-20T08:00+01:00 classification=2026-11-20T12:00+01:00",
        "2026-11-20T15:00:00Z",
        "2026-11-20",
    ),  # (6) classification + 4 h
    (
        "eu-dora-init",
        "awareness=2026-11-20T08:00+01:00 classification=2026-11-21T05:00+01:00",
        "2026-11-21T07:00:00Z",
        "2026-11-21",
    ),  # (6) awareness + 24 h is earlier
    (
        "eu-dora-init",
        "awareness=2026-11-20T08:00+01:00 classification=2026-11-21T09:00+01:00",
        "2026-11-21T12:00:00Z",
        "2026-11-21",
    ),  # (6) classified after 24 h: + 4 h alone
    (
        "eu-dora-init",
        "awareness=2026-11-20T08:00+01:00 classification=2026-11-21T08:00+01:00",
        "2026-11-21T07:00:00Z",
        "2026-11-21",
    ),  # (6) at 24 h is not after 24 h
    (
        "eu-dora-init",
        "awareness=2026-11-20T08:00+01:00 classification=2026-11-21T08:00:01+01:00",
        "2026-11-21T11:00:01Z",
        "2026-11-21",
    ),  # (6) a second later is
    (
        "eu-dora-init",
        "awareness=2026-11-20T08:00+01:00 classification=2026-11-21T04:00+01:00",
        "2026-11-21T07:00:00Z",
        "2026-11-21",
    ),  # (6) both end together
    (
        "eu-dora-init",
        "awareness=2026-11-21T21:00+01:00 classification=2026-11-21T22:00+01:00",
        "2026-11-22T01:00:00Z",
        "2026-11-22",
    ),  # (6) Saturday night to Sunday: the weekend relief is not taken
    (
        "eu-dora-init",
        "awareness=2026-10-25T00:30+02:00 classification=2026-10-25T00:30+02:00",
        "2026-10-25T02:30:00Z",
        "2026-10-25",
    ),  # (6, 14) over the hour that comes twice
    (
        "eu-dora-init",
        "classification=2026-11-20T12:00+01:00",
        "2026-11-20T15:00:00Z ?",
        "2026-11-20",
    ),  # (6) no awareness
    ("eu-dora-init", "awareness=2026-11-20T08:00+01:00", "2026-11-21T07:00:00Z ?", "2026-11-21"),  # (6) not classified
    ("eu-dora-init", "detection=2026-11-20T08:00+01:00", "not started", ""),  # (2, 6)
    ("eu-dora-int", "eu-dora-init=2026-11-20T15:30+01:00", "2026-11-23T14:30:00Z", "2026-11-23"),  # (6) from submission
    ("eu-dora-int", "awareness=2026-11-20T08:00+01:00", "not started", ""),  # (6) not from detection or awareness
    ("eu-dora-fin", "eu-dora-int=2026-11-23T14:00+01:00", "2026-12-23T21:59:59Z", "2026-12-23"),  # (6) one month
    ("eu-dora-fin", "eu-dora-int=2026-10-31T14:00+01:00", "2026-11-30T21:59:59Z", "2026-11-30"),  # (6, 8)
    ("eu-dora-fin", "eu-dora-int=2027-01-31T14:00+01:00", "2027-02-28T21:59:59Z", "2027-02-28"),  # (6, 8)
    ("eu-dora-fin", "eu-dora-init=2026-11-20T15:30+01:00", "not started", ""),  # (6) not from the initial notice
    # (18) the Cyber Resilience Act is in force from 11 September 2026
    ("eu-cra-ew", "awareness=2026-09-10T12:00+02:00", "not in force", ""),  # (18)
    ("eu-cra-ew", "awareness=2026-09-11T00:30+02:00", "2026-09-11T22:30:00Z", "2026-09-11"),  # (18) the 11th in Athens
    ("eu-cra-ew", f"awareness={FRIDAY}+01:00", "2026-11-21T13:20:00Z", "2026-11-21"),  # eu-cra-ew
    ("eu-cra-n", f"awareness={FRIDAY}+01:00", "2026-11-23T13:20:00Z", "2026-11-23"),  # eu-cra-n
    ("eu-cra-n", "awareness=2026-09-01T12:00+02:00", "not in force", ""),  # (18)
    (
        "eu-cra-final-vuln",
        f"corrective_measure_available={FRIDAY}+01:00",
        "2026-12-04T21:59:59Z",
        "2026-12-04",
    ),  # 14 days
    (
        "eu-cra-final-vuln",
        "corrective_measure_available=2026-12-24T10:00+01:00",
        "2027-01-07T21:59:59Z",
        "2027-01-07",
    ),  # eu-cra-final-vuln
    ("eu-cra-final-inc", "eu-cra-n=2026-11-30T09:00+01:00", "2026-12-30T21:59:59Z", "2026-12-30"),  # eu-cra-final-inc
    ("ch-isa", f"discovery={FRIDAY}+01:00", "2026-11-21T13:20:00Z", "2026-11-21"),  # ch-isa
    ("ch-isa", "discovery=2026-03-28T14:20+01:00", "2026-03-29T13:20:00Z", "2026-03-29"),  # (14) 15:20 in Zurich
    # (10) HIPAA: 60 calendar days from discovery, day 0 not counted; two different 500s
    ("us-hipaa-ind", "discovery=2026-11-20T10:00-05:00", "2027-01-20T04:59:59Z", "2027-01-19"),  # (10)
    (
        "us-hipaa-ind",
        "discovery=2026-01-15T23:30-05:00",
        "2026-03-17T03:59:59Z",
        "2026-03-16",
    ),  # (10, 14) the 15th there
    ("us-hipaa-ind", "discovery=2028-01-15T12:00-05:00", "2028-03-16T03:59:59Z", "2028-03-15"),  # (10) leap year
    ("us-hipaa-ind", "discovery=2026-07-01T03:30Z", "2026-08-30T03:59:59Z", "2026-08-29"),  # (14) 30 June in the east
    ("us-hipaa-hhs-500", "discovery=2026-11-20T10:00-05:00", "2027-01-20T04:59:59Z ?", "2027-01-19"),  # (17) unknown
    ("us-hipaa-hhs-500", "discovery=2026-11-20T10:00-05:00 count=500", "2027-01-20T04:59:59Z", "2027-01-19"),  # (10) >=
    ("us-hipaa-hhs-500", "discovery=2026-11-20T10:00-05:00 count=499", "not applicable", ""),  # (10)
    ("us-hipaa-media", "discovery=2026-11-20T10:00-05:00 count=500", "not applicable", ""),  # (10, 11) more than 500
    ("us-hipaa-media", "discovery=2026-11-20T10:00-05:00 count=501", "2027-01-20T04:59:59Z", "2027-01-19"),  # (10, 11)
    ("us-hipaa-media", "discovery=2026-11-20T10:00-05:00", "2027-01-20T04:59:59Z ?", "2027-01-19"),  # (17)
    ("us-hipaa-hhs-lt500", "discovery=2026-05-05T12:00-04:00", "2027-03-02T04:59:59Z ?", "2027-03-01"),  # (10) 1 March
    (
        "us-hipaa-hhs-lt500",
        "discovery=2027-05-05T12:00-04:00",
        "2028-03-01T04:59:59Z ?",
        "2028-02-29",
    ),  # (10) leap year
    (
        "us-hipaa-hhs-lt500",
        "discovery=2026-12-31T23:30-05:00 count=3",
        "2027-03-02T04:59:59Z",
        "2027-03-01",
    ),  # (10, 14)
    (
        "us-hipaa-hhs-lt500",
        "discovery=2026-05-05T12:00-04:00 count=499",
        "2027-03-02T04:59:59Z",
        "2027-03-01",
    ),  # (11) <
    ("us-hipaa-hhs-lt500", "discovery=2026-05-05T12:00-04:00 count=500", "not applicable", ""),  # (11)
    (
        "us-hipaa-hhs-lt500",
        "calendar_year_end_of_discovery=2026-12-31T23:59:59-05:00 count=3",
        "2027-03-02T04:59:59Z",
        "2027-03-01",
    ),  # (10)
    ("us-hipaa-hhs-lt500", "calendar_year_end_of_discovery=2027-01-01T00:00-05:00 count=3", "uncountable", ""),  # (10)
    ("us-hipaa-ba", "discovery=2026-11-20T10:00-05:00", "2027-01-20T04:59:59Z", "2027-01-19"),  # us-hipaa-ba
    # (9) SEC: day 1 is the first business day after the determination of materiality
    (
        "us-sec-8k",
        "materiality_determination=2026-11-12T10:00-05:00",
        "2026-11-18T22:30:00Z",
        "2026-11-18",
    ),  # (9) Thu: Wed
    (
        "us-sec-8k",
        "materiality_determination=2026-11-14T10:00-05:00",
        "2026-11-19T22:30:00Z",
        "2026-11-19",
    ),  # (9) Sat: Thu
    (
        "us-sec-8k",
        "materiality_determination=2026-11-15T10:00-05:00",
        "2026-11-19T22:30:00Z",
        "2026-11-19",
    ),  # (9) Sun: Thu
    (
        "us-sec-8k",
        "materiality_determination=2026-11-13T10:00-05:00",
        "2026-11-19T22:30:00Z",
        "2026-11-19",
    ),  # (9) Fri: Thu
    (
        "us-sec-8k",
        "materiality_determination=2026-11-16T10:00-05:00",
        "2026-11-20T22:30:00Z",
        "2026-11-20",
    ),  # (9) Mon: Fri
    ("us-sec-8k", "materiality_determination=2026-11-21T09:00-05:00", "2026-11-27T22:30:00Z", "2026-11-27"),  # (9, 13)
    (
        "us-sec-8k",
        "materiality_determination=2026-11-26T10:00-05:00",
        "2026-12-02T22:30:00Z",
        "2026-12-02",
    ),  # (9) holiday
    (
        "us-sec-8k",
        "materiality_determination=2026-11-10T10:00-05:00",
        "2026-11-17T22:30:00Z",
        "2026-11-17",
    ),  # (13) 11 Nov
    (
        "us-sec-8k",
        "materiality_determination=2026-12-23T10:00-05:00",
        "2026-12-30T22:30:00Z",
        "2026-12-30",
    ),  # (13) 25 Dec
    (
        "us-sec-8k",
        "materiality_determination=2026-12-30T10:00-05:00",
        "2027-01-06T22:30:00Z",
        "2027-01-06",
    ),  # (13) 1 Jan
    (
        "us-sec-8k",
        "materiality_determination=2026-06-30T10:00-04:00",
        "2026-07-07T21:30:00Z",
        "2026-07-07",
    ),  # (13) 3 July
    (
        "us-sec-8k",
        "materiality_determination=2026-06-17T10:00-04:00",
        "2026-06-24T21:30:00Z",
        "2026-06-24",
    ),  # (13) 19 June
    (
        "us-sec-8k",
        "materiality_determination=2027-01-14T10:00-05:00",
        "2027-01-21T22:30:00Z",
        "2027-01-21",
    ),  # (13) 18 Jan
    (
        "us-sec-8k",
        "materiality_determination=2027-12-29T10:00-05:00",
        "2028-01-05T22:30:00Z",
        "2028-01-05",
    ),  # (13) 31 Dec
    (
        "us-sec-8k",
        "materiality_determination=2026-11-12T23:30-05:00",
        "2026-11-18T22:30:00Z",
        "2026-11-18",
    ),  # (14) still Thu
    (
        "us-sec-8k",
        "materiality_determination=2026-11-12T22:30-08:00",
        "2026-11-19T22:30:00Z",
        "2026-11-19",
    ),  # (14) Friday
    (
        "us-sec-8k",
        "materiality_determination=2026-03-05T12:00-05:00",
        "2026-03-11T21:30:00Z",
        "2026-03-11",
    ),  # (14) to EDT
    (
        "us-sec-8k",
        "materiality_determination=2028-12-27T12:00-05:00",
        "uncountable",
        "",
    ),  # (13) past the calendar's end
    ("us-sec-8k", f"discovery={FRIDAY}-05:00", "not started", ""),  # (9) discovery and determination are two stamps
    ("us-sec-regsp-ind", f"awareness={FRIDAY}-05:00", "2026-12-21T04:59:59Z", "2026-12-20"),  # us-sec-regsp-ind
    ("us-sec-regsp-sp", f"awareness={FRIDAY}-05:00", "2026-11-23T19:20:00Z", "2026-11-23"),  # us-sec-regsp-sp
    # (12) what starts from a payment
    ("us-nydfs-72", "determination=2026-11-20T17:00-05:00", "2026-11-23T22:00:00Z", "2026-11-23"),  # us-nydfs-72
    ("us-nydfs-72", "determination=2026-10-30T17:00-04:00", "2026-11-02T21:00:00Z", "2026-11-02"),  # (14) 16:00 EST
    ("us-nydfs-pay", "payment=2026-03-07T20:00-05:00", "2026-03-09T01:00:00Z", "2026-03-08"),  # (12, 14) 21:00 EDT
    (
        "us-nydfs-pay30",
        "payment=2026-01-31T10:00-05:00",
        "2026-03-03T04:59:59Z",
        "2026-03-02",
    ),  # (12) days, not a month
    ("us-nydfs-pay", f"awareness={FRIDAY}-05:00", "not started", ""),  # (12)
    ("us-circia-inc", f"reasonable_belief={FRIDAY}-05:00", "2026-11-23T19:20:00Z ~", "2026-11-23"),  # us-circia-inc
    ("us-circia-pay", f"payment={FRIDAY}-05:00", "2026-11-21T19:20:00Z ~", "2026-11-21"),  # (12) us-circia-pay
    ("us-ftc-safeguards", f"discovery={FRIDAY}-05:00 count=500", "2026-12-21T04:59:59Z", "2026-12-20"),  # (11) >=
    ("us-ftc-safeguards", f"discovery={FRIDAY}-05:00 count=499", "not applicable", ""),  # (11)
    ("us-ftc-safeguards", f"discovery={FRIDAY}-05:00", "2026-12-21T04:59:59Z ?", "2026-12-20"),  # (17)
    ("us-ftc-hbnr", f"discovery={FRIDAY}-05:00 count=10", "2027-01-20T04:59:59Z", "2027-01-19"),  # people told anyway
    ("us-ftc-hbnr-500", f"discovery={FRIDAY}-05:00 count=500", "2027-01-20T04:59:59Z", "2027-01-19"),
    ("us-ftc-hbnr-500", f"discovery={FRIDAY}-05:00 count=499", "not applicable", ""),
    ("us-ftc-hbnr-500", "discovery=2024-07-28T12:00-04:00 count=500", "not in force", ""),  # (18)
    ("us-ftc-hbnr-lt500", f"discovery={FRIDAY}-05:00 count=499", "2027-03-02T04:59:59Z", "2027-03-01"),
    ("us-ftc-hbnr-lt500", f"discovery={FRIDAY}-05:00 count=500", "not applicable", ""),
    ("us-ftc-hbnr-media", f"discovery={FRIDAY}-05:00 count=500", "2027-01-20T04:59:59Z", "2027-01-19"),
    ("us-bank-36h", f"determination={FRIDAY}-05:00", "2026-11-22T07:20:00Z", "2026-11-22"),  # us-bank-36h, a Sunday
    ("us-bank-36h", "determination=2026-03-07T12:00-05:00", "2026-03-09T05:00:00Z", "2026-03-09"),  # (14) 01:00 EDT
    ("us-ncua-72", f"reasonable_belief={FRIDAY}-05:00", "2026-11-23T19:20:00Z", "2026-11-23"),  # us-ncua-72
    ("us-dfars", f"discovery={FRIDAY}-05:00", "2026-11-23T19:20:00Z", "2026-11-23"),  # us-dfars
    # (14) days of a state end with its own day; (18) from the day its law is in force
    ("us-ca", f"discovery={FRIDAY}-08:00", "2026-12-21T07:59:59Z", "2026-12-20"),  # us-ca
    ("us-ca", "discovery=2025-12-31T10:00-08:00", "not in force", ""),  # (18) the 30 days are of 2026
    ("us-ca", "discovery=2026-01-01T05:00Z", "not in force", ""),  # (14, 18) New Year's Eve in California
    ("us-ca", "discovery=2026-01-01T00:00-08:00", "2026-02-01T07:59:59Z", "2026-01-31"),  # (18)
    ("us-ca", "discovery=2026-02-10T12:00-08:00", "2026-03-13T06:59:59Z", "2026-03-12"),  # (14) into summer time
    ("us-ca-ag", "individual_notice_sent=2026-12-18T16:00-08:00", "2027-01-03T07:59:59Z ?", "2027-01-02"),  # (12, 17)
    ("us-ca-ag", "individual_notice_sent=2026-12-18T16:00-08:00 count=500", "not applicable", ""),  # (11) more than 500
    (
        "us-ca-ag",
        "individual_notice_sent=2026-12-18T16:00-08:00 count=501",
        "2027-01-03T07:59:59Z",
        "2027-01-02",
    ),  # (11)
    ("us-ca-ag", f"discovery={FRIDAY}-08:00", "not started", ""),  # (12) after the notice, not after discovery
    ("us-co", f"determination={FRIDAY}-07:00", "2026-12-21T06:59:59Z ?", "2026-12-20"),  # us-co, the AG's count unknown
    ("us-co", f"determination={FRIDAY}-07:00 count=499", "2026-12-21T06:59:59Z", "2026-12-20"),  # (11) residents anyway
    (
        "us-fl",
        f"determination_or_reason_to_believe={FRIDAY}-05:00 count=500",
        "2026-12-21T04:59:59Z",
        "2026-12-20",
    ),  # us-fl
    ("us-me", f"scope_identified={FRIDAY}-05:00", "2026-12-21T04:59:59Z", "2026-12-20"),  # us-me
    ("us-ny", f"discovery={FRIDAY}-05:00", "2026-12-21T04:59:59Z", "2026-12-20"),  # us-ny
    ("us-ny", "discovery=2024-12-20T10:00-05:00", "not in force", ""),  # (18)
    (
        "us-ny",
        "discovery=2024-12-21T10:00-05:00",
        "2025-01-21T04:59:59Z",
        "2025-01-20",
    ),  # (18) a public holiday: no roll
    ("us-wa", f"discovery={FRIDAY}-08:00 count=9", "2026-12-21T07:59:59Z", "2026-12-20"),  # us-wa
    ("us-al", f"determination={FRIDAY}-06:00 count=1000", "2027-01-05T05:59:59Z", "2027-01-04"),  # us-al
    ("us-az", f"determination={FRIDAY}-07:00 count=1", "2027-01-05T06:59:59Z", "2027-01-04"),  # us-az
    (
        "us-az",
        "determination=2026-06-01T12:00-07:00 count=1",
        "2026-07-17T06:59:59Z",
        "2026-07-16",
    ),  # (14) no summer time
    ("us-in", f"discovery={FRIDAY}-05:00", "2027-01-05T04:59:59Z", "2027-01-04"),  # us-in
    ("us-md", f"discovery={FRIDAY}-05:00", "2027-01-05T04:59:59Z", "2027-01-04"),  # us-md
    ("us-nm", f"discovery={FRIDAY}-07:00 count=1001", "2027-01-05T06:59:59Z", "2027-01-04"),  # (11) us-nm
    ("us-oh", f"discovery={FRIDAY}-05:00", "2027-01-05T04:59:59Z", "2027-01-04"),  # us-oh
    ("us-or", f"discovery={FRIDAY}-08:00 count=250", "2027-01-05T07:59:59Z", "2027-01-04"),  # us-or
    ("us-ri", f"confirmation={FRIDAY}-05:00 count=1", "2027-01-05T04:59:59Z", "2027-01-04"),  # us-ri
    ("us-tn", f"discovery={FRIDAY}-06:00", "2027-01-05T05:59:59Z", "2027-01-04"),  # us-tn
    ("us-vt", f"discovery={FRIDAY}-05:00", "2027-01-05T04:59:59Z", "2027-01-04"),  # us-vt
    ("us-vt-ag", f"discovery={FRIDAY}-05:00", "2026-12-12T04:59:59Z", "2026-12-11"),  # (13) over Thanksgiving
    ("us-vt-ag", "discovery=2026-10-01T10:00-04:00", "2026-10-22T03:59:59Z", "2026-10-21"),  # (13) 12 October is worked
    ("us-vt-ag", "discovery=2026-02-27T10:00-05:00", "2026-03-21T03:59:59Z", "2026-03-20"),  # (13) Town Meeting Day
    ("us-wi", f"awareness={FRIDAY}-06:00", "2027-01-05T05:59:59Z", "2027-01-04"),  # us-wi
    ("us-ct", f"discovery={FRIDAY}-05:00", "2027-01-20T04:59:59Z", "2027-01-19"),  # us-ct
    ("us-de", f"determination={FRIDAY}-05:00 count=501", "2027-01-20T04:59:59Z", "2027-01-19"),  # us-de
    ("us-la", f"discovery={FRIDAY}-06:00", "2027-01-20T05:59:59Z", "2027-01-19"),  # us-la
    ("us-sd", f"discovery={FRIDAY}-06:00 count=250", "2027-01-20T05:59:59Z", "2027-01-19"),  # us-sd
    ("us-tx", f"determination={FRIDAY}-06:00", "2027-01-20T05:59:59Z", "2027-01-19"),  # us-tx, 60 and not 30
    ("us-tx-ag", f"determination={FRIDAY}-06:00 count=250", "2026-12-21T05:59:59Z", "2026-12-20"),  # (11) >=
    ("us-tx-ag", f"determination={FRIDAY}-06:00 count=249", "not applicable", ""),  # (11)
    ("us-ok-ag", "individual_notice_sent=2026-12-18T16:00-06:00", "2027-02-17T05:59:59Z ?", "2027-02-16"),  # (12, 17)
    ("us-ok-ag", "individual_notice_sent=2026-12-18T16:00-06:00 count=499", "not applicable", ""),  # (11)
    ("us-ok-ag", "individual_notice_sent=2025-12-18T16:00-06:00 count=500", "not in force", ""),  # (18)
    ("us-pr", f"discovery={FRIDAY}-04:00", "2026-12-01T03:59:59Z", "2026-11-30"),  # us-pr
    # whom a law tells besides the residents, each by its own statute in us_breach_laws.yml
    ("us-al-ag", f"determination={FRIDAY}-06:00 count=1001", "2027-01-05T05:59:59Z", "2027-01-04"),
    ("us-al-agent", f"determination_or_reason_to_believe={FRIDAY}-06:00", "2026-12-01T05:59:59Z", "2026-11-30"),
    ("us-ar-ag", f"determination={FRIDAY}-06:00 count=1001", "2027-01-05T05:59:59Z", "2027-01-04"),
    ("us-ar-ag", f"determination={FRIDAY}-06:00 count=1000", "not applicable", ""),
    ("us-az-ag", f"determination={FRIDAY}-07:00 count=1001", "2027-01-05T06:59:59Z", "2027-01-04"),
    ("us-co-ag", f"determination={FRIDAY}-07:00 count=500", "2026-12-21T06:59:59Z", "2026-12-20"),
    ("us-co-ag", f"determination={FRIDAY}-07:00 count=499", "not applicable", ""),
    ("us-ct-ag", f"discovery={FRIDAY}-05:00", "2027-01-20T04:59:59Z", "2027-01-19"),
    ("us-de-ag", f"determination={FRIDAY}-05:00 count=501", "2027-01-20T04:59:59Z", "2027-01-19"),
    ("us-fl-ag", f"determination_or_reason_to_believe={FRIDAY}-05:00 count=500", "2026-12-21T04:59:59Z", "2026-12-20"),
    ("us-fl-agent", f"determination_or_reason_to_believe={FRIDAY}-05:00", "2026-12-01T04:59:59Z", "2026-11-30"),
    ("us-fl-noharm", f"assessment_complete={FRIDAY}-05:00", "2026-12-21T04:59:59Z", "2026-12-20"),
    ("us-fl-noharm", f"determination_or_reason_to_believe={FRIDAY}-05:00", "not started", ""),
    ("us-ga-agent", f"discovery={FRIDAY}-05:00", "2026-11-21T19:20:00Z", "2026-11-21"),
    ("us-in-ag", f"discovery={FRIDAY}-05:00", "2027-01-05T04:59:59Z", "2027-01-04"),
    ("us-md-ag", f"discovery={FRIDAY}-05:00", "2027-01-05T04:59:59Z", "2027-01-04"),
    ("us-md-sp", f"discovery={FRIDAY}-05:00", "2026-12-01T04:59:59Z", "2026-11-30"),
    ("us-mn-cra", f"discovery={FRIDAY}-06:00", "2026-11-22T20:20:00Z ?", "2026-11-22"),
    ("us-mn-cra", f"discovery={FRIDAY}-06:00 count=500", "not applicable", ""),
    ("us-nm-ag", f"discovery={FRIDAY}-07:00 count=1001", "2027-01-05T06:59:59Z", "2027-01-04"),
    ("us-nm-sp", f"discovery={FRIDAY}-07:00", "2027-01-05T06:59:59Z", "2027-01-04"),
    ("us-ny-noharm", f"assessment_complete={FRIDAY}-05:00 count=501", "2026-12-01T04:59:59Z", "2026-11-30"),
    ("us-or-ag", f"discovery={FRIDAY}-08:00 count=251", "2027-01-05T07:59:59Z", "2027-01-04"),
    ("us-or-vendor", f"discovery={FRIDAY}-08:00", "2026-12-01T07:59:59Z", "2026-11-30"),
    ("us-sd-ag", f"discovery={FRIDAY}-06:00 count=251", "2027-01-20T05:59:59Z", "2027-01-19"),
    ("us-tn-sp", f"discovery={FRIDAY}-06:00", "2027-01-05T05:59:59Z", "2027-01-04"),
    ("us-wa-ag", f"discovery={FRIDAY}-08:00 count=501", "2026-12-21T07:59:59Z", "2026-12-20"),
    ("us-la-sp", f"discovery={FRIDAY}-06:00", "2027-01-20T05:59:59Z", "2027-01-19"),
    # (12) after the notice to individuals, whenever that was
    ("us-la-ag", "individual_notice_sent=2026-12-18T16:00-06:00", "2026-12-29T05:59:59Z", "2026-12-28"),
    ("us-la-ag", f"discovery={FRIDAY}-06:00", "not started", ""),
    ("us-ia-ag", "individual_notice_sent=2026-12-18T16:00-06:00 count=501", "2026-12-29T05:59:59Z", "2026-12-28"),
    ("us-ia-ag", "individual_notice_sent=2026-12-18T16:00-06:00 count=500", "not applicable", ""),
    # (12) after the notice to the Secretary, over Thanksgiving and Christmas
    ("us-ny-ag-hipaa", f"us-hipaa-hhs-500={FRIDAY}-05:00", "2026-12-01T04:59:59Z", "2026-11-30"),
    ("us-il-ag-hipaa", "us-hipaa-hhs-500=2026-12-18T16:00-06:00", "2026-12-29T05:59:59Z", "2026-12-28"),
    ("us-il-ag-hipaa", f"discovery={FRIDAY}-06:00", "not started", ""),
    # (13) California's own holidays, the day after Thanksgiving among them
    ("us-ca-cdph", f"detection={FRIDAY}-08:00", "2026-12-16T07:59:59Z", "2026-12-15"),
    ("us-ca-patients", f"detection={FRIDAY}-08:00", "2026-12-16T07:59:59Z", "2026-12-15"),
    # the rest of the world
    ("au-ndb-assess", f"reasonable_suspicion={FRIDAY}+11:00", "2026-12-20T12:59:59Z", "2026-12-20"),  # au-ndb-assess
    (
        "au-ndb-assess",
        "reasonable_suspicion=2026-03-20T10:00+11:00",
        "2026-04-19T13:59:59Z",
        "2026-04-19",
    ),  # (14) winter
    ("au-ransom", "payment=2025-05-29T12:00+10:00", "not in force", ""),  # (12, 18)
    ("au-ransom", "payment=2025-05-30T00:00+10:00", "2025-06-01T14:00:00Z", "2025-06-02"),  # (18) the first hour
    ("au-cps234", f"awareness={FRIDAY}+11:00", "2026-11-23T03:20:00Z", "2026-11-23"),  # au-cps234
    ("sg-pdpa", f"assessment_complete={FRIDAY}+08:00", "2026-11-23T15:59:59Z", "2026-11-23"),  # sg-pdpa
    ("sg-pdpa-assess", f"reasonable_belief={FRIDAY}+08:00", "2026-12-20T15:59:59Z", "2026-12-20"),
    ("sg-pdpa", "assessment_complete=2026-12-30T23:50+08:00", "2027-01-02T15:59:59Z", "2027-01-02"),  # sg-pdpa
    ("in-certin", "noticing_or_told=2026-11-20T22:20+05:30", "2026-11-20T22:50:00Z", "2026-11-21"),  # in-certin
    ("in-dpdp", f"awareness={FRIDAY}+05:30", "not in force", ""),  # (18)
    ("in-dpdp", "awareness=2027-05-13T00:00+05:30", "2027-05-15T18:30:00Z ~", "2027-05-16"),  # (18) phase-in unchecked
    ("jp-appi-prelim", f"awareness={FRIDAY}+09:00", "2026-11-23T14:59:59Z", "2026-11-23"),  # its note: gate on 3
    ("jp-appi-final", f"awareness={FRIDAY}+09:00", "2026-12-20T14:59:59Z", "2026-12-20"),  # jp-appi-final
    ("jp-appi-final-attack", f"awareness={FRIDAY}+09:00", "2027-01-19T14:59:59Z", "2027-01-19"),
    (
        "br-anpd",
        "awareness_personal_data_affected=2026-11-19T14:20-03:00",
        "2026-11-26T02:59:59Z",
        "2026-11-25",
    ),  # (13) 20 November
    (
        "br-anpd",
        "awareness_personal_data_affected=2026-11-09T10:00-03:00",
        "2026-11-13T02:59:59Z",
        "2026-11-12",
    ),  # br-anpd
    (
        "br-anpd",
        "awareness_personal_data_affected=2026-02-13T10:00-03:00",
        "2026-02-19T02:59:59Z",
        "2026-02-18",
    ),  # (13) carnival is no public holiday
    ("kr-pipa", f"awareness={FRIDAY}+09:00", "2026-11-23T05:20:00Z", "2026-11-23"),  # kr-pipa
    ("br-anpd-more", "br-anpd=2026-11-26T10:00-03:00", "2026-12-25T02:59:59Z", "2026-12-24"),
    ("br-anpd-small", "awareness_personal_data_affected=2026-11-09T10:00-03:00", "2026-11-18T02:59:59Z", "2026-11-17"),
    ("cn-incident", f"discovery={FRIDAY}+08:00", "2026-11-20T10:20:00Z", "2026-11-20"),  # cn-incident
    ("cn-incident-cii", f"discovery={FRIDAY}+08:00", "2026-11-20T07:20:00Z", "2026-11-20"),
    ("cn-incident", "discovery=2025-10-31T23:59+08:00", "not in force", ""),  # (18)
    ("cn-incident", "discovery=2025-11-01T00:00+08:00", "2025-10-31T20:00:00Z", "2025-11-01"),  # (18)
    # contracts and schemes; where nobody says a zone, these cases count in UTC
    (
        "card-visa",
        f"suspicion={FRIDAY}Z",
        "2026-11-23T23:59:59Z",
        "2026-11-23",
    ),  # card-visa: calendar days are stricter
    ("card-mc", f"suspicion={FRIDAY}Z", "2026-11-21T14:20:00Z", "2026-11-21"),  # card-mc
    ("card-amex", f"discovery={FRIDAY}Z", "2026-11-23T14:20:00Z", "2026-11-23"),  # card-amex
    ("contract-default", f"contract_defined={FRIDAY}Z", "2026-11-23T14:20:00Z ?", "2026-11-23"),  # a usual figure only
    ("contract-default", f"awareness={FRIDAY}Z", "not started", ""),  # the contract says its own start
    ("contract-baa", f"discovery={FRIDAY}Z", "uncountable", ""),  # (13) business days of no calendar
)


def given(text: str, clock: str) -> IncidentFacts:
    """The facts of a case, as written in its line."""
    parts = dict(part.split("=", 1) for part in text.split())
    count = parts.pop("count", None)
    times = {name: moment(time) for name, time in parts.items()}
    stamps = {name: at for name, at in times.items() if known_stamp(name)}
    reports = {name: at for name, at in times.items() if not known_stamp(name)}
    return IncidentFacts(stamps, reports, {clock: int(count)} if count else {})


def found(clock_id: str, facts: IncidentFacts) -> Deadline | UncountedDeadline:
    clock = CLOCKS[clock_id.partition("/")[0]]
    where = CountingPlace(clock.zones or ("UTC",), CALENDARS.get(clock.calendar or ""))
    return next(one for one in law_deadlines(clock, facts, where) if one.clock == clock_id)


def said(one: Deadline | UncountedDeadline) -> tuple[str, str]:
    if isinstance(one, UncountedDeadline):
        return one.reason.replace("_", " "), ""
    if one.due_at is None:
        return "no figure", ""
    marks = (" ?" if one.assumed else "") + ("" if one.binding else " ~")
    return one.due_at.strftime("%Y-%m-%dT%H:%M:%SZ") + marks, str(one.due_on)


@pytest.mark.parametrize(("clock", "facts", "due", "on"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES])
def test_a_worked_case(clock: str, facts: str, due: str, on: str) -> None:
    assert said(found(clock, given(facts, clock.partition("/")[0]))) == (due, on)


def test_there_are_enough_cases_and_every_clock_has_one() -> None:
    assert len(set(CASES)) == len(CASES) >= 150
    assert {case[0].partition("/")[0] for case in CASES} == set(CLOCKS)


@pytest.mark.parametrize(("clock", "facts"), [case[:2] for case in CASES], ids=[f"{c[0]} {c[1]}" for c in CASES])
def test_every_deadline_says_how_it_was_counted_and_to_check_with_counsel(clock: str, facts: str) -> None:
    one = found(clock, given(facts, clock.partition("/")[0]))
    if isinstance(one, Deadline):
        assert one.notes[-1] == "Check with counsel." or "delay" in one.note
        assert " from " in one.arithmetic
        assert one.due_at is None or one.due_at >= one.trigger_at
    else:
        assert one.why


def test_a_clock_that_ended_runs_for_what_started_before() -> None:
    clock = CLOCKS["us-nydfs-72"].model_copy(update={"effective_to": moment("2026-11-20T12:00Z").date()})
    where = CountingPlace(clock.zones)
    for time, due in (("2026-11-20T23:59-05:00", Deadline), ("2026-11-21T00:00-05:00", UncountedDeadline)):
        (one,) = law_deadlines(clock, IncidentFacts({"determination": moment(time)}), where)
        assert isinstance(one, due)


def test_the_facts_of_an_incident_name_known_stamps_with_an_offset() -> None:
    with pytest.raises(ValueError, match="no clock starts from 'end_of_investigation'"):
        IncidentFacts({"end_of_investigation": moment("2026-11-20T12:00Z")})
    with pytest.raises(ValueError, match="awareness has no offset"):
        IncidentFacts({"awareness": moment("2026-11-20T12:00Z").replace(tzinfo=None)})
    assert replace(IncidentFacts({}), counts={"us-ca": 3}).counts == {"us-ca": 3}
