"""What stands inside a sentence: names, numbers and references."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from ratified.model.page import Section
from ratified.views.escape import NOTHING, Safe, escape, escape_all
from ratified.views.page_context import PageContext, UnknownNameError, unknown
from ratified.views.people.roster import holder_now
from ratified.views.site_map import PageLink
from ratified.views.wording import TARGETS, marks, running

if TYPE_CHECKING:
    from ratified.views.people.ways import WayLink


@dataclass(frozen=True)
class SeverityMark:
    """A severity by its name; `rank` is 1 for the most severe."""

    link: PageLink
    label: Safe
    rank: int


@dataclass(frozen=True)
class ClauseHead:
    """What opens a clause: its id, which is its anchor too, and the requirements it answers."""

    id: Safe
    criteria: tuple[PageLink, ...]


@dataclass(frozen=True)
class ClockLine:
    """A clock in one line, with the warnings that belong to it."""

    link: PageLink
    marks: tuple[Safe, ...]


@dataclass(frozen=True)
class RoleMark:
    """A role by its title. In a runbook `holder` is who holds it, `turn` the last day of their turn, and `id` the
    role's, by which the browser finds who holds it now. On the card of a runbook `calls` ring or page them.

    All are empty everywhere else: the policy promises things of roles, and a step is done by somebody.
    """

    text: Safe
    href: Safe
    holder: Safe = NOTHING
    turn: Safe = NOTHING
    id: Safe = NOTHING
    calls: tuple[WayLink, ...] = ()


@dataclass(frozen=True)
class ChapterReference:
    """Words, and the chapter of the policy that they lead to."""

    before: Safe
    link: PageLink


def company(of: PageContext) -> Safe:
    """The company's name."""
    return escape(of.book.register.company)


def role(of: PageContext, id_: str) -> RoleMark:
    """A role by its title, in a runbook with its holder."""
    of.find("role", {**of.book.outside_role, **of.book.role}, id_)
    return held_role(of, id_) if of.in_runbook else _unheld(of.role(id_))


def held_role(of: PageContext, id_: str) -> RoleMark:
    """A role with who holds it on the day; a firm where another company does."""
    link, outside = of.role(id_), of.book.outside_role.get(id_)
    if outside is not None:
        return RoleMark(link.text, link.href, escape(outside.firm), id=escape(id_))
    if id_ not in of.book.role:
        return _unheld(link)
    name, last = holder_now(of, of.book.role[id_])
    return RoleMark(link.text, link.href, escape(name or "nobody"), escape(last or ""), escape(id_))


def _unheld(link: PageLink) -> RoleMark:
    return RoleMark(link.text, link.href)


def severity(of: PageContext, id_: str) -> SeverityMark:
    """A severity by its name."""
    level = of.level(id_)
    return SeverityMark(of.thing(level.name, "severity_table", level.id), escape(level.label), of.rank(id_))


def criterion(of: PageContext, id_: str) -> PageLink:
    """A severity criterion by its id."""
    of.find("criterion", of.book.criterion, id_)
    return of.thing(id_, "severity_criteria", id_)


def target(of: PageContext, severity_id: str, key: str) -> Safe:
    """A time limit: `15 minutes`, or `no set time` where the policy promises none on purpose."""
    level = of.level(severity_id)
    if key not in TARGETS:
        raise UnknownNameError(unknown("target", key, list(TARGETS)))
    found = getattr(level.targets, key)
    if found is None:
        raise UnknownNameError(f"{severity_id} sets no {key!r}; add it under targets in data/severities.yml")
    return escape("no set time" if found == "none" else found)


def limit(of: PageContext, id_: str) -> Safe:
    """A number of the policy that belongs to no severity: a time, or a count."""
    found = of.find("limit", of.book.limit, id_)
    return escape(found.within or found.count or 0)


def commitment(of: PageContext, id_: str) -> Safe:
    """The longest we allow ourselves for an audience."""
    return escape(of.find("commitment", of.book.commitment, id_).within)


def clock(of: PageContext, id_: str) -> ClockLine:
    """A clock with its time and start; where the law gives no figure, with our internal deadline."""
    found = of.find("clock", of.book.clock, id_)
    scoped = {s.clock: s for s in of.book.notifications.in_scope}.get(id_)
    text = f"{found.regime}: {running(found)}"
    if scoped and scoped.within and (found.window is None or found.window.n is None):
        text += f"; our internal deadline: {scoped.within}"
    shown_by = "notification_clocks" if scoped else "clock_catalogue"
    line = of.thing(text, shown_by, f"clock-{id_}")
    return ClockLine(line, escape_all(marks(found, of.as_of)))


def review_interval(of: PageContext, class_id: str) -> Safe:
    """How often documents of a class are looked at again."""
    found = of.find("class of documents", of.book.register.classes, class_id)
    if found.review_every is None:
        raise UnknownNameError(f"class {class_id!r} has no review_every; add it in data/register.yml")
    return escape(found.review_every)


def review_after(of: PageContext, event: str) -> Safe:
    """How soon the policy is reviewed after something shook it."""
    return escape(of.find("review after", of.book.reviewed_after, event))


def runbook(of: PageContext, id_: str) -> PageLink:
    """A runbook by id and title."""
    page = of.find("runbook", of.book.runbook, id_)
    return PageLink(escape(f"{id_} {page.title}"), of.site_map.page(page.path, of.page))


def source(of: PageContext, id_: str) -> Safe:
    """An intake source by its title."""
    return escape(of.find("intake source", of.book.source, id_).title)


def clause(of: PageContext, id_: str, *criteria: str) -> ClauseHead:
    """The opening of a clause. An unknown requirement shows as written: COV-04 reports it."""
    return ClauseHead(escape(id_), tuple(of.requirement(cited) for cited in criteria))


def clause_ref(of: PageContext, id_: str) -> PageLink:
    """A reference to a clause."""
    of.find("clause", of.book.clause, id_)
    return of.clause(id_)


def policy_on(of: PageContext, topic: str, before: str) -> ChapterReference | None:
    """The chapter of a document that says that it `covers:` a topic, and the words before it; None where none does."""
    of.find("topic", dict.fromkeys(get_args(Section), topic), topic)
    pages = (page for page in of.book.pages if page.front and topic in page.front.covers)
    found = next((page for page in pages if of.book.document_of(page.path)), None)
    if found is None:
        return None
    return ChapterReference(escape(before), PageLink(escape(found.title), of.site_map.page(found.path, of.page)))
