"""Front matter: what a page and a runbook say about themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from ratified.model.data_entry import Code, DataEntry, Day, Id, Text
from ratified.model.notifications import Audience

Section = Literal[
    "purpose",
    "roles",
    "intake",
    "triage",
    "severity",
    "escalation",
    "containment",
    "eradication",
    "recovery",
    "notification",
    "communication",
    "review",
    "exercises",
    "evidence",
    "governance",
]


Content = Literal[
    "nature",
    "dates",
    "data-kinds",
    "people-count",
    "records-count",
    "consequences",
    "measures",
    "own-steps",
    "contact",
]
"""What a law may ask a notice to say: what happened, when, which data, how many people and records, what may follow,
what was done, what the reader can do, and whom to ask."""


class RequiredStatement(DataEntry):
    """Something that a notice says, and the second-level heading under which it says it."""

    says: Content
    under: Text


class NoticeTemplate(DataEntry):
    """A template of a notice: for whom, under which clocks, and what it says where."""

    audience: Audience
    clocks: tuple[Id, ...] = ()
    content: tuple[RequiredStatement, ...] = ()


TemplateName = Annotated[str, StringConstraints(pattern=r"^[\w-][\w.-]*\.html$", max_length=100)]
"""The name of a template of the layout's own: a file in `overrides/`, in none of its folders."""


def _unread(value: Any) -> Any:
    """A mapping without what it holds, so that nobody can come to ask it."""
    return {} if isinstance(value, Mapping) else value


class PageFront(DataEntry):
    """Front matter of a page: ours, and the keys of the theme that change no fact.

    `extra` holds what another program's front matter said. It is read strictly and then let go: no rule can ask it, and
    it is taken out before the site sees the page.
    """

    title: Text
    covers: tuple[Section, ...] = ()
    notice: NoticeTemplate | None = None
    reviewed: Day | None = None
    description: Text | None = None
    synonyms: tuple[Text, ...] = ()
    hide: tuple[Literal["navigation", "toc", "footer", "tags"], ...] = ()
    icon: Text | None = None
    template: TemplateName | None = None
    render_macros: bool = True
    extra: Annotated[Mapping[str, Any] | None, BeforeValidator(_unread)] = None


class EvidenceItem(DataEntry):
    """One thing to preserve: where it is, how to take it, whether it is volatile, how long to keep it."""

    item: Text
    source: Text
    method: Text
    volatile: bool
    retention: Id


class RunbookDecision(DataEntry):
    """A question somebody must answer; the deadline is a target of the severity in hand."""

    id: Code
    question: Text
    owner_role: Id
    options: tuple[Text, ...] = Field(min_length=2)
    deadline: Text


class RunbookValidation(DataEntry):
    """A check that must pass before return to production, and who signs it."""

    check: Text
    owner_role: Id


class RunbookFront(DataEntry):
    """Front matter of a runbook. Version, approver and dates are git's to know, but for `reviewed`."""

    id: Code
    title: Text
    scenario_tags: tuple[Id, ...] = Field(min_length=1)
    synonyms: tuple[Text, ...] = ()
    status: Literal["draft", "active", "retired"]
    owner_role: Id
    reviewed: Day
    order: Literal["contain_first", "evidence_first", "parallel"]
    order_reason: Text
    policy_clauses: tuple[Code, ...] = ()
    criteria: tuple[Code, ...] = Field(min_length=1)
    default_severity: Id
    escalate_if: tuple[Code, ...] = ()
    roles_required: tuple[Id, ...] = Field(min_length=1)
    entry_signals: tuple[Text, ...] = Field(min_length=1)
    related_runbooks: tuple[Code, ...] = ()
    evidence: tuple[EvidenceItem, ...] = ()
    notification_triggers: tuple[Id, ...] = ()
    decisions: tuple[RunbookDecision, ...] = ()
    validation: tuple[RunbookValidation, ...] = ()
    exit_criteria: tuple[Text, ...] = Field(min_length=1)
