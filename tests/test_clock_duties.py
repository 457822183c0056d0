"""What falls together, and what each duty says: whom to notify, under what, by whom, how, by which text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratified.clock import Deadline, IncidentFacts, Kind, falling_together, moment, strictest_first
from ratified.policy.notices.deadlines import deadlines
from ratified.policy.notices.duties import duty_of
from ratified.settings import read_settings

if TYPE_CHECKING:
    from conftest import Starter

AT = datetime(2026, 11, 20, 13, 20, tzinfo=UTC)
KINDS: tuple[Kind, ...] = get_args(Kind)


def one(
    clock: str, kind: Kind, hours: int | None, recipient: str | None, audience: str = "authority", binding: bool = True
) -> Deadline:
    due = AT + timedelta(hours=hours) if hours is not None else None
    to = "customers" if kind == "commitment" else f"to {clock}"
    day = due.date() if due else None
    return Deadline(
        *(clock, kind, to, audience, "awareness", AT, due, day, False, ""),  # type: ignore[arg-type]
        recipient=recipient,
        binding=binding,
    )


def groups(*found: Deadline) -> list[list[str]]:
    return [[member.clock for member in group] for group in falling_together(found)]


def test_two_laws_with_one_recipient_and_one_moment_are_one_notice() -> None:
    a, b = one("a", "law", 72, "DPC Ireland"), one("b", "law", 72, "DPC Ireland")
    assert groups(b, a) == [["a", "b"]]
    assert groups(a, one("b", "law", 73, "DPC Ireland")) == [["a"], ["b"]]
    assert groups(a, one("b", "law", 72, "ICO")) == [["a"], ["b"]]


def test_a_promise_to_an_audience_is_met_by_each_notice_to_it_that_is_due_with_it() -> None:
    ours = one("ours", "commitment", 72, None)
    dpc, ico = one("dpc", "law", 72, "DPC Ireland"), one("ico", "law", 72, "ICO")
    assert groups(ours, dpc, ico) == [["dpc", "ours"], ["ico", "ours"]]
    assert groups(ours, one("dpc", "law", 96, "DPC Ireland")) == [["ours"], ["dpc"]]
    assert groups(ours, one("x", "law", 72, "X", audience="customers")) == [["x"], ["ours"]]


def test_what_does_not_bind_takes_no_promise_along_and_two_without_a_figure_stay_two() -> None:
    ours, bill = one("ours", "commitment", 72, None), one("bill", "law", 72, "ICO", binding=False)
    assert groups(ours, bill) == [["ours"], ["bill"]]
    assert groups(one("a", "law", None, "X"), one("b", "law", None, "X"), one("c", "commitment", None, None)) == [
        *(["a"], ["b"], ["c"])
    ]


def test_two_contracts_of_customers_with_one_contact_address_are_two() -> None:
    assert groups(one("a", "dpa", 48, "desk@group.example"), one("b", "dpa", 48, "desk@group.example")) == [
        ["a"],
        ["b"],
    ]


rows = st.builds(
    one,
    st.sampled_from([f"c{n}" for n in range(9)]),
    st.sampled_from(KINDS),
    st.none() | st.sampled_from([24, 48]),
    st.none() | st.sampled_from(["X", "Y"]),
    st.sampled_from(["authority", "customers"]),
    st.booleans(),
)


@given(st.lists(rows, max_size=8, unique_by=lambda row: row.clock))
def test_nothing_is_lost_and_whatever_is_told_with_another_is_due_with_it(found: list[Deadline]) -> None:
    together = falling_together(found)
    assert {member.clock for group in together for member in group} == {row.clock for row in found}
    leads = [group[0] for group in together]
    assert leads == [row for row in strictest_first(found) if row in leads]
    for first, *met in together:
        assert all((row.due_at, row.audience) == (first.due_at, first.audience) for row in met)
        assert all(first.binding or not row.binding for row in met)


def test_a_duty_names_recipient_law_owner_form_and_template(starter: Starter) -> None:
    found = duty_of(starter.book(), "eu-gdpr-33", "")
    assert found.words == "Notify DPC Ireland (GDPR Art. 33(1))"
    assert (found.owner, found.how) == ("privacy-officer", "The breach form on dataprotection.ie")
    assert (found.template, found.anchor, found.legal) == (
        "docs/notices/notice-authority.md",
        "clock-eu-gdpr-33",
        True,
    )


@pytest.mark.parametrize(
    ("id_", "words", "owner", "template"),
    [
        ("us-tx/own", "Notify Residents of Texas (Tex. Bus. & Com. 521.053(b), internal deadline)", "legal-counsel",
         "individuals"),
        ("insurer", "Notify the insurer's claims hotline (Cyber insurance)", "finance-lead", "insurer"),
        ("ct-021-dpa", "Notify Lumen Harbour Bank (data processing agreement CT-021)", "support-lead", "customers"),
        ("customer-notice", "Notify customers (our commitment)", "support-lead", "customers"),
        ("authority-notice", "Notify authorities (our commitment)", "privacy-officer", "authority"),
    ],
)  # fmt: skip
def test_own_deadlines_contracts_and_commitments_name_theirs(
    starter: Starter, id_: str, words: str, owner: str, template: str
) -> None:
    found = duty_of(starter.book(), id_, "")
    assert (found.words, found.owner, found.template) == (words, owner, f"docs/notices/notice-{template}.md")


def test_a_clock_out_of_scope_and_one_that_nobody_knows_say_what_is_known(starter: Starter) -> None:
    book = starter.book()
    sec, gone = duty_of(book, "us-sec-8k", ""), duty_of(book, "left-the-data", "Somebody")
    assert (sec.words, sec.owner, sec.how, sec.template, sec.anchor) == (
        "Notify SEC/EDGAR (Form 8-K Item 1.05)",
        None,
        None,
        None,
        "",
    )
    assert (gone.words, gone.owner, gone.anchor) == ("Notify Somebody (left-the-data)", None, "")


def test_a_recipient_as_init_writes_it_stands_in_a_sentence(starter: Starter) -> None:
    whom = "Lead or competent supervisory authority"
    starter.change("data/notifications.yml", "recipient: DPC Ireland", f"recipient: {whom}")
    assert duty_of(starter.book(), "eu-gdpr-33", "").words == (
        "Notify lead or competent supervisory authority (GDPR Art. 33(1))"
    )


def test_a_template_that_nothing_governs_is_none(starter: Starter) -> None:
    starter.change("data/register.yml", "pages: [docs/notices/*.md]", "pages: [docs/notices/notice-insurer.md]")
    assert duty_of(starter.book(), "eu-gdpr-33", "").template is None


def test_every_deadline_of_the_starter_has_an_owner_and_a_template(starter: Starter) -> None:
    book = starter.book()
    stamps = dict.fromkeys(
        ("awareness", "discovery", "determination", "individual_notice_sent"), moment("2026-11-20T13:20Z")
    )
    counted = deadlines(book, IncidentFacts(stamps)).counted
    assert len(counted) > 15
    for row in counted:
        duty = duty_of(book, row.clock, row.to)
        assert (book.role[duty.owner or ""].id, Path(duty.template or "").suffix) == (duty.owner, ".md")


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ("site_url: https://policy.example/ir/\n", "https://policy.example/ir/"),
        ("site_url: ''\n", ""),
        ("site_url: javascript:alert(1)\n", ""),
        ("site_url: !ENV [SITE, 'https://x.example']\n", ""),
        ("site_name: x\n", ""),
    ],
)
def test_where_the_site_is_comes_from_its_settings(settings: str, url: str) -> None:
    files = {"mkdocs.yml": settings.encode()}
    assert read_settings(files.get).url == url
