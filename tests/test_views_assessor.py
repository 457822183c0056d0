"""The assessor's page and how to amend: everything that the data says is there, and pictures say no more than words."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from conftest import TODAY
from ratified.analysis.clause_coverage import CheckEvidence, clause_coverage
from ratified.views import view
from ratified.views.amending.how_to_amend import AmendmentRoute, ApproverOverview, CheckAnswers
from ratified.views.evidence.assessor import FIRST, AssessorGuide, CriterionGuide
from test_views import BOOK, Words, page_context

if TYPE_CHECKING:
    from ratified.model.incident import Incident

SVG = "{http://www.w3.org/2000/svg}text"


def guide(book: object = BOOK) -> AssessorGuide:
    found = view("assessor_guide", page_context(book))  # type: ignore[arg-type]
    assert isinstance(found, AssessorGuide)
    return found


def of(id_: str, book: object = BOOK) -> CriterionGuide:
    return next(one for one in guide(book).criteria if Words(one.id).text == id_)


def plain(text: object) -> str:
    return Words(str(text)).text


def test_every_clause_stands_under_each_criterion_that_it_cites() -> None:
    scope = BOOK.coverage.frameworks
    criteria = {r.id for r in BOOK.requirement_catalogue.requirements if r.kind == "criterion" and r.framework in scope}
    cited = {
        (cited_.partition("-PF")[0], account.id)
        for account in clause_coverage(BOOK, TODAY, CheckEvidence({}))
        for cited_ in account.criteria
        if cited_.partition("-PF")[0] in criteria
    }
    shown = {(plain(one.id), plain(line.clause.text)) for one in guide().criteria for line in one.clauses}
    assert shown == cited
    asked = {r.id for r in BOOK.requirement_catalogue.requirements if r.asked}
    excluded = {plain(one.requirement.text) for one in guide().excluded}
    unanswered = {plain(link.text) for link in guide().unanswered}
    assert unanswered == (criteria & asked) - {id_ for id_, _ in cited} - excluded


def test_what_incident_response_is_about_comes_first() -> None:
    assert tuple(plain(one.id) for one in guide().criteria[:3]) == FIRST


def test_the_records_of_the_period_stand_for_operation_and_those_of_no_period_do_not() -> None:
    shown = {plain(one.name): [plain(line.record.text) for line in one.records] for one in of("CC7.4").operation}
    assert shown["Incidents"] == [one.id for one in BOOK.incidents]
    record: Incident = BOOK.incidents[0]
    stages = record.times.stages.model_copy(update={"declared": "2020-01-01T09:00Z"})
    old = record.model_copy(update={"times": record.times.model_copy(update={"stages": stages})})
    found = of("CC7.4", dataclasses.replace(BOOK, incidents=(old,))).operation
    incidents = next(one for one in found if plain(one.name) == "Incidents")
    assert incidents.records == ()
    assert plain(incidents.told).startswith("none declared in the period")


def test_approval_names_who_and_how_we_know() -> None:
    (policy,) = of("CC7.4").documents
    assert plain(policy.row.id) == "POL-IR"
    assert policy.row.signed is not None
    assert plain(policy.row.signed.name) == "Dana Okafor"
    assert plain(policy.row.status.words) == "Approved"
    assert {plain(one.row.id) for one in of("CC7.4").others} >= {"RB-01", "RB-10"}
    assert all(plain(one.period).startswith("In the period") for one in of("CC7.4").others)


def test_who_may_approve_is_what_the_register_says() -> None:
    found = view("who_approves", page_context(BOOK))
    assert isinstance(found, ApproverOverview)
    titles = {id_: role.title for id_, role in BOOK.role.items()}
    assert {plain(row.name): [plain(by.role.text) for by in row.approvers] for row in found.rows} == {
        name: [titles[id_] for id_ in class_.approvers] for name, class_ in BOOK.register.classes.items()
    }
    drawn = " ".join(text.text or "" for text in ElementTree.fromstring(found.svg).iter(SVG))  # noqa: S314 - our own picture
    for row in found.rows:
        assert plain(row.name) in drawn


@pytest.mark.parametrize("name", ["amend_route", "ci_answers"])
def test_a_picture_says_no_more_than_the_words_beside_it(name: str) -> None:
    found = view(name, page_context(BOOK))
    assert isinstance(found, AmendmentRoute | CheckAnswers)
    rows = found.steps if isinstance(found, AmendmentRoute) else found.rows
    drawn = [text.text or "" for text in ElementTree.fromstring(found.svg).iter(SVG)]  # noqa: S314 - our own picture
    for row in rows:
        last = plain(row.title).partition(": ")[2] or plain(row.title)
        assert any(last in text for text in drawn), (last, drawn)
