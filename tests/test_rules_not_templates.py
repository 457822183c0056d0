"""NOT-12: a template for every audience, with what the law asks for; each fires at its line after one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from records import told

if TYPE_CHECKING:
    from conftest import Starter

DATA, REGISTER = "data/notifications.yml", "data/register.yml"
AUTHORITY, PEOPLE = "docs/notices/notice-authority.md", "docs/notices/notice-individuals.md"
INSURER = "docs/notices/notice-insurer.md"
GOVERNED = "pages: [docs/notices/*.md]"


def said(starter: Starter) -> list[str]:
    return told(starter.findings("NOT-12"))


def test_the_starter_is_silent(starter: Starter) -> None:
    assert said(starter) == []


def test_an_audience_without_a_template_is_found_at_its_first_row(starter: Starter) -> None:
    starter.change(INSURER, "  audience: insurer\n", "  audience: auditor\n")
    assert said(starter) == [
        f"{DATA}:{starter.line(DATA, 'clock: insurer')} insurer goes to insurer, and no template of a notice does"
    ]


def test_a_template_that_no_document_governs_is_none(starter: Starter) -> None:
    starter.change(REGISTER, GOVERNED, "pages: [docs/notices/notice-authority.md, docs/notices/notice-customers.md]")
    assert [line.split(" ", 1)[1] for line in said(starter)] == [
        "eu-gdpr-34 goes to individuals, and no template of a notice does",
        "insurer goes to insurer, and no template of a notice does",
    ]


def test_a_commitment_enables_its_audience_and_a_row_that_does_not_bind_does_not(starter: Starter) -> None:
    commitment = "{id: insurer-notice, audience: insurer, within: 24h"
    starter.change(DATA, commitment, commitment.replace("audience: insurer", "audience: media"))
    line = starter.line(DATA, "id: insurer-notice")
    assert said(starter) == [f"{DATA}:{line} insurer-notice goes to media, and no template of a notice does"]
    starter.change(DATA, "audience: media", "audience: authority")
    assert said(starter) == []


@pytest.mark.parametrize("missing", ["nature", "data-kinds", "people-count", "records-count", "contact", "measures"])
def test_what_article_33_asks_for_is_missed_under_both_laws(starter: Starter, missing: str) -> None:
    text = (starter.root / AUTHORITY).read_text()
    row = next(line for line in text.split("\n") if f"says: {missing}," in line)
    starter.change(AUTHORITY, f"{row}\n", "")
    line = starter.line(AUTHORITY, "clocks: [eu-gdpr-33")
    assert said(starter) == [
        f"{AUTHORITY}:{line} GDPR Art 33(3) asks a notice under eu-gdpr-33 for {missing}, and the template does not "
        "say it",
        f"{AUTHORITY}:{line} UK GDPR Art 33(3) asks a notice under uk-gdpr-33 for {missing}, and the template does "
        "not say it",
    ]


def test_what_no_law_asks_for_may_be_left_out(starter: Starter) -> None:
    starter.change(AUTHORITY, "    - {says: dates, under: When}\n", "")
    starter.change(PEOPLE, "    - {says: own-steps, under: What you can do}\n", "")
    assert said(starter) == []


def test_hipaa_asks_for_what_people_can_do_where_it_is_in_scope(starter: Starter) -> None:
    row = "{clock: us-hipaa-ind, owner: legal-counsel, recipient: Patients}"
    starter.change(DATA, "in_scope:\n", f"in_scope:\n  - {row}\n")
    law = "45 CFR 164.404(c)"
    assert said(starter) == [
        f"{DATA}:{starter.line(DATA, 'us-hipaa-ind')} {law} says what a notice under us-hipaa-ind must contain, and no "
        "template names the clock"
    ]
    starter.change(PEOPLE, "clocks: [eu-gdpr-34, ", "clocks: [us-hipaa-ind, eu-gdpr-34, ")
    assert said(starter) == []
    starter.change(PEOPLE, "    - {says: own-steps, under: What you can do}\n", "")
    line = starter.line(PEOPLE, "clocks: [us-hipaa-ind")
    assert said(starter) == [
        f"{PEOPLE}:{line} {law} asks a notice under us-hipaa-ind for own-steps, and the template does not say it"
    ]


def test_a_heading_that_is_gone_or_empty_says_nothing(starter: Starter) -> None:
    line = starter.line(AUTHORITY, "under: How many people")
    starter.change(AUTHORITY, "## How many people\n", "## The people\n")
    assert said(starter) == [f"{AUTHORITY}:{line} there is no section 'How many people' to say people-count"]
    text = (starter.root / AUTHORITY).read_text()
    body = text[text.index("## The people\n") + len("## The people\n") : text.index("## How many records\n")]
    starter.change(AUTHORITY, "## The people\n", "## How many people\n").change(AUTHORITY, body, "\n")
    assert said(starter) == [f"{AUTHORITY}:{line} section 'How many people' is empty"]


def test_a_clock_that_nobody_knows_is_found(starter: Starter) -> None:
    starter.change(INSURER, "clocks: [insurer]", "clocks: [insurers]")
    assert said(starter) == [f"{INSURER}:{starter.line(INSURER, 'clocks: ')} no clock has the id 'insurers'"]
