"""RUN-04: references that lead nowhere, in macro calls, front matter and links."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ratified.model.close_names import meant
from ratified.model.severities import Targets
from ratified.policy.addresses import DOCS, PAGES
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule, warning_where

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from ratified.model.page import RunbookFront
    from ratified.model.place import Place
    from ratified.model.prose import Page
    from ratified.policy import Book

_TARGETS = [name for name in Targets.model_fields if name != "spot"]
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/")
_FROM_TOP = re.compile(r"/(?!/).*\.md$")
_FILE = re.compile(
    r"(?<!/badge)\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|csv|txt|rtf|png|jpe?g|gif|svg|webp|zip)$", re.IGNORECASE
)
"""What a page may link or show besides pages. The badge is made while the site is built."""

_GENERATED = "docs/rules/"
"""The rule reference, which the site makes while it is built."""

_OF_THE_ENGINE = frozenset(f"{DOCS}{uri}" for uri in (*PAGES, "runbooks/index.md", "clock-catalogue.md"))


@dataclass(frozen=True)
class _ReferenceTargets:
    """What a reference may name: what it is called, the ids there are, and where they are kept."""

    noun: str
    ids: Collection[str]
    home: str

    def lost(self, id_: str, place: Place, subject: str | None) -> RuleHits:
        """A hit where an id is none of these."""
        if id_ not in self.ids:
            help_ = meant(id_, self.ids, f"use an id of {self.home}")
            yield RuleHit(place, f"there is no {self.noun} {id_!r}", help_, subject)


@rule("RUN-04", "error", "A reference that leads nowhere", response=False)
def reference_to_nothing(case: RuleInput) -> RuleHits:
    """A macro call on any page, or a runbook's front matter, names a severity, criterion, target, limit,
    commitment, clock, clause, runbook, intake source, document class or review trigger that does not exist;
    a decision's `deadline` is no target; an evidence item's `retention` is no limit; or a link goes to a
    Markdown file, a picture or an office document that is not there, a warning on a page that no document governs, or
    on any other page begins with `/`, which ends a strict build. A runbook is related to
    itself, or was `reviewed` on a day to come. Roles are ROL-01's, requirements COV-04's; anchors are checked when the
    site is built.

    **Why it matters.** A responder who follows a dead reference stops. A policy that cites a clause nobody
    wrote has a hole that reads like a rule.

    **How to fix it.** Correct the id, or add the entry where it is kept. Links are relative
    to the page; runbooks are mounted beside the policy as `../runbooks/RB-02-ransomware.md`.

    **Protects.** CC5.3, CC7.4
    """
    book = case.book
    known = _known(book)
    files = {page.path for page in book.markdown} | {f"docs/{page.path}" for page in book.runbooks} | _OF_THE_ENGINE
    kept = {*book.files, *(f"docs/{path}" for path in book.files)}
    for page in book.markdown:
        subject = page.runbook.id if page.runbook else None
        yield from _calls(page, _macros(known), subject)
        if page.runbook is not None:
            yield from _front(page.runbook, known)
            yield from _beyond_itself(page.runbook, case.as_of)
        own = page.runbook is None and not book.documents_of(page.path)
        yield from _links(page, files, subject, own)
        yield from _files(page, kept, subject, own)


def _known(book: Book) -> Mapping[str, _ReferenceTargets]:
    return {
        "severity": _ReferenceTargets("severity", book.level, "data/severities.yml"),
        "criterion": _ReferenceTargets("criterion", book.criterion, "data/severities.yml"),
        "target": _ReferenceTargets("target", _TARGETS, "a level's targets in data/severities.yml"),
        "limit": _ReferenceTargets("limit", book.limit, "data/limits.yml"),
        "commitment": _ReferenceTargets("commitment", book.commitment, "data/notifications.yml"),
        "clock": _ReferenceTargets("clock", book.clock, "the clock catalogue, or add it to data/notifications.yml"),
        "clause": _ReferenceTargets("clause", book.clause, "the policy"),
        "runbook": _ReferenceTargets("runbook", book.runbook, "a file in runbooks/"),
        "source": _ReferenceTargets("intake source", book.source, "data/intake.yml"),
        "class": _ReferenceTargets("document class", book.register.classes, "data/register.yml"),
        "shaken": _ReferenceTargets("review trigger", book.reviewed_after, "review_after in data/register.yml"),
        "escalates": _ReferenceTargets(
            "criterion or trigger",
            {*book.criterion, *(trigger.id for trigger in book.escalation.triggers)},
            "data/severities.yml or data/escalation.yml",
        ),
    }


def _macros(known: Mapping[str, _ReferenceTargets]) -> Mapping[str, tuple[_ReferenceTargets, ...]]:
    """What each argument of a macro names; macros of other names hold no reference, or another rule's."""
    alone = ("severity", "criterion", "limit", "commitment", "clock", "runbook", "source")
    return {
        **{name: (known[name],) for name in alone},
        "target": (known["severity"], known["target"]),
        "clause_ref": (known["clause"],),
        "review_interval": (known["class"],),
        "review_after": (known["shaken"],),
    }


def _calls(page: Page, macros: Mapping[str, tuple[_ReferenceTargets, ...]], subject: str | None) -> RuleHits:
    for call in page.calls:
        for index, kind in enumerate(macros.get(call.name, ())):
            id_ = call.text(index)
            if id_ is None:
                help_ = "write the id in quotes, without a name before it"
                yield RuleHit(call.place, f"{call.name}() names no {kind.noun}", help_, subject)
            else:
                yield from kind.lost(id_, call.place, subject)


def _front(front: RunbookFront, known: Mapping[str, _ReferenceTargets]) -> RuleHits:
    yield from known["severity"].lost(front.default_severity, front.at("default_severity"), front.id)
    for key, kind, ids in (
        ("policy_clauses", "clause", front.policy_clauses),
        ("escalate_if", "escalates", front.escalate_if),
        ("related_runbooks", "runbook", front.related_runbooks),
        ("notification_triggers", "clock", front.notification_triggers),
    ):
        for index, id_ in enumerate(ids):
            yield from known[kind].lost(id_, front.at(key, index), front.id)
    for item in front.evidence:
        yield from known["limit"].lost(item.retention, item.at("retention"), front.id)
    for decision in front.decisions:
        yield from known["target"].lost(decision.deadline, decision.at("deadline"), front.id)


def _beyond_itself(front: RunbookFront, as_of: date) -> RuleHits:
    for index, id_ in enumerate(front.related_runbooks):
        if id_ == front.id:
            place = front.at("related_runbooks", index)
            yield RuleHit(place, f"{front.id} is related to itself", "name another runbook, or none", front.id)
    if front.reviewed > as_of:
        message = f"{front.id} was reviewed on {front.reviewed}, which is after {as_of}"
        yield hit_at(front, "reviewed", message, "write the day of the last review", "warning")


def _files(page: Page, kept: Collection[str], subject: str | None, own: bool) -> RuleHits:
    """Links and pictures whose file is not there."""
    for link in page.links:
        target = unquote(re.split(r"[?#]", link.target)[0])
        if _ELSEWHERE.match(target) or not _FILE.search(f"/{target}"):
            continue
        stands = (page.path, f"docs/{page.path}" if page.runbook else page.original or page.path)
        reached = {posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) for path in stands}
        if reached.isdisjoint(kept):
            help_ = "correct the link, or put the file there"
            yield RuleHit(link.place, f"the link {target} leads to no file", help_, subject, warning_where(own))


def _links(page: Page, files: Collection[str], subject: str | None, own: bool) -> RuleHits:
    """Links that lead to no file from where the site shows the page; a translation may also count from what it
    translates. A runbook is shown beside the pages of `docs/`, so a link that holds only where it is kept stops the
    build."""
    stands = {f"docs/{page.path}"} if page.runbook else {page.path, page.original or page.path}
    for link in page.links:
        target = unquote(re.split(r"[?#]", link.target)[0])
        if not own and _FROM_TOP.match(target):
            help_ = "write it from this page, such as ../policy/severity.md: MkDocs takes it for an address of the host"
            yield RuleHit(link.place, f"the link {target} begins at the top", help_, subject)
        if _ELSEWHERE.match(target) or not target.endswith(".md"):
            continue
        reached = {posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) for path in stands}
        if reached.isdisjoint(files) and not any(path.startswith(_GENERATED) for path in reached):
            names = {posixpath.basename(file) for file in files}
            help_ = meant(posixpath.basename(target), names, "correct the link, or add the page")
            yield RuleHit(link.place, f"the link {target} leads to no page", help_, subject, warning_where(own))
