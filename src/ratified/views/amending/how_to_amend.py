"""How to amend: the route of a pull request, what CI says of it, and who approves what, as pictures and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.approval.authority import BUILT_IN_CLASSES, BUILT_IN_TITLES
from ratified.policy.roster.holders import holders
from ratified.rules import BY_CODE
from ratified.views.amending.amend_figures import draw_answers, draw_approvers, draw_route
from ratified.views.escape import Safe, escape, escape_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratified.model.register import Proof
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

_STEPS = (
    ("Edit on a branch", "Words in pages, numbers and names in data, each once.", "", ()),
    (
        "Check it",
        "`ratified check` names file, line and fix of each finding.",
        "a finding: fix it",
        ("SIT-06", "SIT-08", "SIT-18"),
    ),
    (
        "Open a pull request",
        "CI checks it by the rules of main, and names who may approve each document.",
        "nobody may approve it",
        ("APR-27", "APR-28", "APR-32", "APR-33"),
    ),
    (
        "An approver merges",
        "By a merge commit, and wrote no part of it. That merge is the approval.",
        "own change, squash or push",
        ("APR-01", "APR-02", "APR-03", "APR-08"),
    ),
    ("It is approved", "Until its next review is due, or the next change.", "later: review overdue", ("GOV-02",)),
)
"""Each step: its title, what it is, what may go wrong there in a few words, and the rules that say so."""

_ANSWERS = (
    (
        "ok",
        "0: merge it",
        "Nothing is wrong. Each document that the change touches is pending, with the people who may approve it. "
        "A stale document that it touches is no obstacle: the merge renews it.",
        (),
    ),
    (
        "bad",
        "1: fix it",
        "Something that the change introduces and an assessor would report: a number typed twice, a role that nobody "
        "holds, a change to which every approver contributed. Or documents went stale and it renews none. Warnings "
        "stand in the same list and do not fail it, nor does what main lacked already.",
        ("APR-27", "APR-33", "GOV-02", "ROL-02", "SEV-01"),
    ),
    (
        "unknown",
        "2: cannot decide",
        "The history or the data cannot be read as a whole, such as in a shallow clone or a file that is no YAML. "
        "The rest is not evaluated, and the result never counts as clean.",
        ("SIT-11",),
    ),
)
"""What the check may answer: its look, the exit code with what to do, why, and rules that are often behind it."""

_PROOFS: dict[Proof, str] = {
    "claimed": "a name on the merge",
    "forge": "the Git host's signature",
    "reviewed": "a review of exactly that head",
    "signed": "the approver's own key",
}


@dataclass(frozen=True)
class RouteStep:
    """A step of the route, what may go wrong at it, and the rules that say so."""

    title: Safe
    text: Safe
    wrong: Safe
    rules: tuple[PageLink, ...]


@dataclass(frozen=True)
class AmendmentRoute:
    """The route of a pull request: a picture and the same in words."""

    svg: Safe
    steps: tuple[RouteStep, ...]


@dataclass(frozen=True)
class CheckAnswerRow:
    """An answer of the check: what to do and why. `kind` names its look."""

    kind: Safe
    title: Safe
    text: Safe
    rules: tuple[PageLink, ...]


@dataclass(frozen=True)
class CheckAnswers:
    """What CI may answer to a pull request: a picture and the same in words."""

    svg: Safe
    rows: tuple[CheckAnswerRow, ...]


@dataclass(frozen=True)
class ApproverRole:
    """A role that may approve, with whoever holds it on the day."""

    role: PageLink
    people: Safe


@dataclass(frozen=True)
class DocumentClassRow:
    """A class: who approves its documents, how often they are read again, and the least that proves an approval."""

    name: Safe
    approvers: tuple[ApproverRole, ...]
    documents: tuple[Safe, ...]
    every: Safe
    proof: Safe


@dataclass(frozen=True)
class ApproverOverview:
    """Every class of the register: a picture of who approves it, and the same in words."""

    svg: Safe
    rows: tuple[DocumentClassRow, ...]


def amend_route(of: PageContext) -> AmendmentRoute:
    """The route from an edit to an approval."""
    steps = tuple(
        RouteStep(escape(title), escape(text.replace("`", "")), escape(wrong), _rules(of, codes))
        for title, text, wrong, codes in _STEPS
    )
    return AmendmentRoute(draw_route([(title, wrong) for title, _, wrong, _ in _STEPS]), steps)


def ci_answers(of: PageContext) -> CheckAnswers:
    """What the check of a pull request may answer, and why."""
    rows = tuple(
        CheckAnswerRow(Safe(kind), escape(title), escape(text), _rules(of, codes))
        for kind, title, text, codes in _ANSWERS
    )
    return CheckAnswers(draw_answers([(kind, title) for kind, title, _, _ in _ANSWERS]), rows)


def _rules(of: PageContext, codes: Iterable[str]) -> tuple[PageLink, ...]:
    return tuple(of.rule(code, BY_CODE[code].title) for code in codes)


def who_approves(of: PageContext) -> ApproverOverview:
    """Who may approve the documents of each class, by the register and the roster as they are on the day."""
    register, roles = of.book.register, of.book.role
    rows = []
    edges = []
    for name, class_ in register.classes.items():
        live = [d.title for d in register.live(of.as_of) if d.class_ == name]
        built_in = [BUILT_IN_TITLES[id_] for id_, in_class in BUILT_IN_CLASSES.items() if in_class == name]
        approvers = tuple(ApproverRole(of.role(id_), escape(_people(of, id_))) for id_ in class_.approvers)
        rows.append(
            DocumentClassRow(
                name=escape(name),
                approvers=approvers,
                documents=escape_all((*live, *built_in)),
                every=escape(f"every {class_.review_every}" if class_.review_every else "no set review"),
                proof=escape(_PROOFS[class_.minimum_proof]),
            )
        )
        edges.append((name, [roles[id_].title if id_ in roles else id_ for id_ in class_.approvers]))
    return ApproverOverview(draw_approvers(edges), tuple(rows))


def _people(of: PageContext, role: str) -> str:
    found = of.book.role.get(role)
    names = [person.name for _, person in holders(of.book, found, of.as_of)] if found else []
    return ", ".join(names) or "nobody today"
