"""What a repository's data makes of an incident: law, contracts and our own word, each where its audience is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ratified.clock import Deadline, IncidentFacts, first_for_audience, moment
from ratified.policy.notices.deadlines import Deadlines, NoSuchRegimeError, deadlines, known_reports, parents

if TYPE_CHECKING:
    from conftest import Starter
    from ratified.policy import Book

NOTIFICATIONS, CONTRACTS = "data/notifications.yml", "data/contracts.yml"
AWARE = moment("2026-11-25T12:00-05:00")  # the Wednesday before Thanksgiving


def book(starter: Starter) -> Book:
    return starter.book()


def asked(starter: Starter, *only: str, **stamps: str) -> Deadlines:
    return deadlines(book(starter), IncidentFacts({name: moment(text) for name, text in stamps.items()}), only)


def one(found: Deadlines, clock: str) -> Deadline:
    return next(deadline for deadline in found.counted if deadline.clock == clock)


def scoped(starter: Starter, clock: str, extra: str = "") -> Starter:
    row = f"  - {{clock: {clock}, owner: legal-counsel, recipient: Somebody{extra}}}\n"
    return starter.change(NOTIFICATIONS, "commitments:\n", f"{row}commitments:\n")


def test_everything_that_awareness_starts_strictest_first(starter: Starter) -> None:
    found = asked(starter, awareness="2026-11-20T14:20+01:00")
    assert [(d.clock, d.kind) for d in found.counted] == [
        ("ct-021-dpa", "dpa"),  # 48 h
        ("contract-default/own", "commitment"),
        ("customer-notice", "commitment"),
        ("eu-gdpr-33-2/own", "commitment"),
        ("eu-gdpr-33", "law"),  # 72 h: law before contract before our word
        ("uk-gdpr-33", "law"),
        ("ct-014-dpa", "dpa"),
        ("ct-033-dpa", "dpa"),
        ("authority-notice", "commitment"),
        ("ct-014-msa", "contract"),  # 3 business days: to the end of Wednesday
        ("ct-040-msa", "contract"),  # 5 days: the same
        ("eu-gdpr-34/own", "commitment"),
        ("eu-gdpr-33-2", "law"),  # no figure
        ("eu-gdpr-34", "law"),
    ]
    assert {n.reason for n in found.not_counted} == {"not_started"}
    assert found.idle == ()


def test_a_stricter_contract_beats_the_looser_law_for_its_audience(starter: Starter) -> None:
    found = asked(starter, awareness="2026-11-20T14:20+01:00", discovery="2026-11-20T14:20+01:00")
    first = first_for_audience(found.counted)
    assert {audience: deadline.clock for audience, deadline in first.items()} == {
        "customers": "ct-021-dpa",
        "authority": "eu-gdpr-33",
        "individuals": "eu-gdpr-34/own",  # the same day as New York's, over sooner in Athens
        "insurer": "insurer-notice",
    }


def test_our_own_time_is_a_row_of_its_own_where_it_is_another(starter: Starter) -> None:
    found = asked(starter, "us-tx", "us-ca", determination="2026-11-20T14:20-06:00", discovery="2026-11-20T14:20-08:00")
    assert [(d.clock, d.due_on, d.recipient) for d in found.counted] == [
        ("us-tx/own", date(2026, 12, 20), "Residents of Texas"),
        ("us-ca", date(2026, 12, 20), "Residents of California"),
        ("us-tx", date(2027, 1, 19), "Residents of Texas"),
    ]


def test_the_law_does_not_wait_for_our_own_closing_day_and_our_own_count_does(starter: Starter) -> None:
    starter.change(NOTIFICATIONS, "audience: customers, within: 48h", "audience: customers, within: 1bd")
    scoped(starter, "us-sec-8k")
    found = asked(starter, materiality_determination="2026-11-25T12:00-05:00", awareness="2026-11-25T12:00-05:00")
    assert one(found, "us-sec-8k").due_on == date(2026, 12, 2)  # Fri 27, Mon 30, Tue 1, Wed 2
    assert one(found, "ct-014-msa").due_on == date(2026, 12, 1)  # Fri 27, Mon 30, Tue 1
    assert one(found, "customer-notice").due_on == date(2026, 11, 30)  # Friday is ours


def test_a_contract_without_a_calendar_says_what_was_taken_and_one_with_it_does_not(starter: Starter) -> None:
    assert one(asked(starter, "ct-014-msa", awareness="2026-11-25T12:00-05:00"), "ct-014-msa").assumed
    starter.change(CONTRACTS, "within: 3bd, starts: awareness", "within: 3bd, starts: awareness, calendar: company")
    found = one(asked(starter, "ct-014-msa", awareness="2026-11-25T12:00-05:00"), "ct-014-msa")
    assert (found.due_on, found.assumed) == (date(2026, 12, 2), False)
    assert found.notes == ("CT-014, if Northwind Freight is touched.",)


def test_a_contract_counts_by_the_customers_calendar_and_zone(starter: Starter) -> None:
    dutch = "\n  - {id: nl, title: Dutch holidays, country: NL, zone: Europe/Amsterdam, valid_through: 2027-12-31}\n"
    starter.change("data/calendars.yml", "calendars:\n", f"calendars:{dutch}")
    starter.change(CONTRACTS, "within: 3bd, starts: awareness", "within: 3bd, starts: awareness, calendar: nl")
    found = one(asked(starter, "ct-014-msa", awareness="2026-11-25T12:00-05:00"), "ct-014-msa")
    assert (found.due_on, found.zone) == (date(2026, 11, 30), "Europe/Amsterdam")  # Thu 26, Fri 27, Mon 30
    assert found.due_at == moment("2026-11-30T23:59:59+01:00")


def test_the_recipients_zone_is_the_rows_own(starter: Starter) -> None:
    scoped(starter, "eu-nis2-in")
    scoped(starter, "eu-nis2-fr", ", zone: Europe/Dublin")
    facts = IncidentFacts({}, {"eu-nis2-in": moment("2026-11-23T10:00+01:00")})
    found = one(deadlines(book(starter), facts), "eu-nis2-fr")
    assert (found.due_at, found.zone) == (moment("2026-12-23T23:59:59Z"), "Europe/Dublin")


def test_a_clock_of_our_own_without_a_zone_takes_the_companys_and_says_so(starter: Starter) -> None:
    own = (
        "clocks:\n  - {id: own, regime: A law, to: its authority, audience: authority, trigger: awareness,"
        " window: {n: 5, unit: business_days}, certainty: high, status: in_force, source: x, recorded: 2026-11-22}\n"
    )
    text = (starter.root / NOTIFICATIONS).read_text(encoding="utf-8")
    starter.write(NOTIFICATIONS, text + own)
    found = one(asked(starter, "own", awareness="2026-11-20T14:20+01:00"), "own")
    assert (found.due_on, found.assumed) == (date(2026, 11, 30), True)  # Mon 23, Tue 24, Wed 25, Fri 27, Mon 30
    assert found.notes[:2] == (
        "Nobody says where its days are counted; America/New_York is taken.",
        "Nobody says by which holidays it counts; calendar company is taken, without our own closing days.",
    )


def test_contracts_are_those_in_force_when_the_clock_starts(starter: Starter) -> None:
    ids = {d.clock for d in asked(starter, awareness="2026-02-27T12:00-05:00").counted}
    assert {"ct-014-dpa", "ct-033-dpa"} <= ids
    assert "ct-040-msa" not in ids  # from 1 March 2026
    assert "ct-040-msa" in {d.clock for d in asked(starter, awareness="2026-03-01T00:00-05:00").counted}
    found = asked(starter, "CT-040", awareness="2026-02-27T12:00-05:00")
    assert [(n.clock, n.reason, n.why) for n in found.not_counted] == [
        ("ct-040-msa", "not_in_force", "CT-040 is in force from 2026-03-01 until 2027-02-28")
    ]


def test_a_contract_names_all_its_windows_and_a_window_itself(starter: Starter) -> None:
    assert [d.clock for d in asked(starter, "CT-014", awareness="2026-11-25T12:00Z").counted] == [
        "ct-014-dpa",
        "ct-014-msa",
    ]
    assert [d.clock for d in asked(starter, "ct-014-msa", awareness="2026-11-25T12:00Z").counted] == ["ct-014-msa"]
    assert [d.clock for d in asked(starter, "insurer-notice", discovery="2026-11-25T12:00Z").counted] == [
        "insurer-notice"
    ]


def test_a_window_without_a_time_or_a_start_is_a_fault_and_hides_nothing_else(starter: Starter) -> None:
    starter.change(CONTRACTS, "kind: dpa, within: 48h, starts", "kind: dpa, starts")
    starter.change(CONTRACTS, "within: 5d, starts: awareness", "within: 5d")
    found = asked(starter, awareness="2026-11-25T12:00Z")
    assert [(n.clock, n.why) for n in found.not_counted if n.reason == "uncountable"] == [
        ("ct-021-dpa", "the contract's row names no time"),
        ("ct-040-msa", "nothing says what it starts from"),
    ]
    assert one(found, "eu-gdpr-33").due_at == moment("2026-11-28T12:00Z")


def test_past_the_calendars_last_year_there_is_no_deadline_and_no_guess(starter: Starter) -> None:
    starter.change(CONTRACTS, "until: 2027-04-30", "until: 2030-04-30")
    found = asked(starter, "ct-014-msa", awareness="2028-12-28T12:00-05:00")
    assert found.counted == ()
    assert [(n.reason, n.why) for n in found.not_counted] == [("uncountable", "calendar 'company' ends on 2028-12-31")]


def test_a_zone_that_is_none_is_a_fault_of_its_clock_alone(starter: Starter) -> None:
    starter.change(NOTIFICATIONS, "recipient: Information Commissioner,", "recipient: ICO, zone: Europe/Londn,")
    found = asked(starter, awareness="2026-11-25T12:00Z")
    assert [n.why for n in found.not_counted if n.reason == "uncountable"] == ["there is no time zone 'Europe/Londn'"]
    assert one(found, "eu-gdpr-33").binding


def test_a_row_that_does_not_bind_is_listed_and_first_for_nobody(starter: Starter) -> None:
    scoped(starter, "us-nydfs-pay", ", binding: false")
    found = asked(starter, "us-nydfs-pay", payment="2026-11-25T12:00Z")
    assert not one(found, "us-nydfs-pay").binding
    assert first_for_audience(found.counted) == {}


def test_a_stamp_that_starts_nothing_offers_the_clocks_that_it_would(starter: Starter) -> None:
    found = asked(starter, payment="2026-11-25T12:00Z")
    assert found.idle == (("payment", ("us-nydfs-pay", "us-nydfs-pay30", "us-circia-pay", "au-ransom")),)
    facts = IncidentFacts({}, {"eu-nis2-in": AWARE, "eu-gdpr-33": AWARE})
    assert deadlines(book(starter), facts).idle == (("eu-nis2-in", ("eu-nis2-fr",)), ("eu-gdpr-33", ()))


def test_the_contract_row_of_the_catalogue_speaks_only_where_the_contracts_start_is_given(starter: Starter) -> None:
    assert "contract-default" not in {n.clock for n in asked(starter, awareness="2026-11-25T12:00Z").not_counted}
    given = asked(starter, contract_defined="2026-11-25T12:00Z")
    assert one(given, "contract-default").assumed
    waiting = asked(starter, "contract-default", discovery="2026-11-25T12:00Z")
    assert [n.clock for n in waiting.not_counted] == ["contract-default", "contract-default/own"]


@pytest.mark.parametrize(
    ("id_", "meant"),
    [
        ("uk-gpdr-33", "uk-gdpr-33"),
        ("gdpr-33", "data/notifications.yml"),  # of which union, nobody can tell
        ("us-sec-8", "data/notifications.yml"),
        ("ct-14-dpa", "ct-014-dpa"),
        ("zzzz", "data/notifications.yml"),
    ],
)
def test_an_id_nobody_knows_is_an_error_with_what_was_meant(starter: Starter, id_: str, meant: str) -> None:
    with pytest.raises(NoSuchRegimeError, match=f"no clock, contract or commitment has the id '{id_}'; .*{meant}"):
        asked(starter, id_, awareness="2026-11-25T12:00Z")


def test_a_row_in_scope_that_no_clock_has_hides_nothing(starter: Starter) -> None:
    scoped(starter, "eu-gdpr-35")
    assert one(asked(starter, awareness="2026-11-25T12:00Z"), "eu-gdpr-33").kind == "law"


def test_reports_that_start_others_are_known_by_their_clock_and_stage(starter: Starter) -> None:
    assert {"eu-nis2-in", "uk-nis-bill", "uk-nis-bill/full"} <= set(known_reports(book(starter)))
    assert parents(book(starter)) == ()
    assert parents(book(starter), ["eu-dora-int", "eu-dora-fin"]) == ("eu-dora-init", "eu-dora-int")
