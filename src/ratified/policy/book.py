"""The book: everything a repository says at one moment, and how to look things up in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from ratified.policy.clause_text import target_clauses
from ratified.policy.notices.time_limits import TimeLimits
from ratified.policy.path_patterns import PatternIndex
from ratified.policy.records.acknowledgements import NONE_WRITTEN, WrittenAcknowledgements
from ratified.settings import NO_SETTINGS, SiteSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ratified.model.calendars import Calendar, Calendars
    from ratified.model.duration import Duration
    from ratified.model.exercise import Exercise
    from ratified.model.governance import (
        Coverage,
        Events,
        Limit,
        Limits,
        RevokedKeys,
        Waivers,
    )
    from ratified.model.imports import Imports
    from ratified.model.incident import Incident
    from ratified.model.notifications import Clock, ClockCatalogue, Commitment, Contracts, Notifications, ScopedClock
    from ratified.model.people import OnCall, OutsideRole, People, Person, Role, Roles
    from ratified.model.prose import Clause, Page
    from ratified.model.register import DocumentClass, GovernedDocument, Register
    from ratified.model.requirements import OwnRequirement, OwnRequirements, Requirement, RequirementCatalogue
    from ratified.model.severities import Criterion, Escalation, Intake, IntakeSource, Severities, SeverityLevel
    from ratified.model.starter_record import StarterRecord


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_HasId)


def clause_order(id_: str) -> tuple[tuple[int, str], ...]:
    """The sort key of a clause's id: its numbers count as numbers."""
    parts = ((part, part.lstrip("0")) for part in re.split(r"([0-9]+)", id_))
    # As numbers compare, without making one: int() refuses thousands of digits.
    return tuple((len(bare) + 1, bare) if "0" <= part[:1] <= "9" else (0, part) for part, bare in parts)


def by_id(entries: Iterable[N]) -> Mapping[str, N]:
    """Entries by their id; of two with the same id the first counts (SIT-07 reports the other)."""
    found: dict[str, N] = {}
    for entry in entries:
        found.setdefault(entry.id, entry)
    return found


@dataclass(frozen=True)
class Book:
    """Everything parsed. `texts` holds the data files as text, for rules that look at words and not at meaning.

    `record_texts` does the same for the records of incidents and exercises, which are no policy of anybody's. `files`
    are the paths of everything under `docs/` and `runbooks/`, pages or not. `responds` says whether the company
    responds to incidents, or has policies alone (`data_files`); `replaces` what it has in place of the engine's.
    """

    register: Register
    people: People
    roles: Roles
    oncall: OnCall
    severities: Severities
    escalation: Escalation
    intake: Intake
    notifications: Notifications
    contracts: Contracts
    coverage: Coverage
    limits: Limits
    calendars: Calendars
    waivers: Waivers
    events: Events
    requirements: OwnRequirements
    imports: Imports
    starter: StarterRecord
    revoked: RevokedKeys
    clock_catalogue: ClockCatalogue
    requirement_catalogue: RequirementCatalogue
    pages: tuple[Page, ...]
    runbooks: tuple[Page, ...]
    texts: Mapping[str, str]
    incidents: tuple[Incident, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    acknowledged: WrittenAcknowledgements = NONE_WRITTEN
    record_texts: Mapping[str, str] = field(default_factory=dict)
    settings: SiteSettings = NO_SETTINGS
    files: tuple[str, ...] = ()
    responds: bool = True
    replaces: tuple[str, ...] = ()

    @cached_property
    def markdown(self) -> tuple[Page, ...]:
        """Every page and every runbook."""
        return (*self.pages, *self.runbooks)

    @cached_property
    def policy_pages(self) -> tuple[Page, ...]:
        """The pages of documents whose class has clauses, in the default language."""
        patterns = [p for d in self.register.documents if self.register.clauses(d) != "none" for p in d.pages]
        own = (page for page in self.pages if not page.original)
        return tuple(page for page in own if any(fnmatchcase(page.path, p) for p in patterns))

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """People by id."""
        return by_id(self.people.people)

    @cached_property
    def role(self) -> Mapping[str, Role]:
        """Roles inside the company by id."""
        return by_id(self.roles.roles)

    @cached_property
    def outside_role(self) -> Mapping[str, OutsideRole]:
        """Roles that other companies hold for us, by id."""
        return by_id(self.roles.outside_roles)

    @cached_property
    def level(self) -> Mapping[str, SeverityLevel]:
        """Severity levels by id, most severe first."""
        return by_id(self.severities.levels)

    @cached_property
    def reviewed_after(self) -> Mapping[str, Duration]:
        """How soon the policy is reviewed, by what shook it: `most-severe`, or that level's own id; `reorganisation`.

        Empty where the company promises neither.
        """
        after = self.register.review_after
        if after is None:
            return {}
        worst = [level.id for level in self.severities.levels[:1]]
        return {**dict.fromkeys([*worst, "most-severe"], after.most_severe), "reorganisation": after.reorganisation}

    @cached_property
    def criterion(self) -> Mapping[str, Criterion]:
        """Severity criteria of all levels by id."""
        return by_id(c for level in self.severities.levels for c in level.criteria)

    @cached_property
    def source(self) -> Mapping[str, IntakeSource]:
        """Intake sources by id."""
        return by_id(self.intake.sources)

    @cached_property
    def clock(self) -> Mapping[str, Clock]:
        """Clocks of the catalogue and of the repository by id."""
        return by_id((*self.notifications.clocks, *self.clock_catalogue.clocks))

    @cached_property
    def scoped_clocks(self) -> tuple[tuple[ScopedClock, Clock], ...]:
        """The rows in scope, each with its clock; a row whose clock nobody knows is left out (NOT-01)."""
        rows = ((row, self.clock.get(row.clock)) for row in self.notifications.in_scope)
        return tuple((row, clock) for row, clock in rows if clock is not None)

    @cached_property
    def commitment(self) -> Mapping[str, Commitment]:
        """Notification commitments by id."""
        return by_id(self.notifications.commitments)

    @cached_property
    def time_limits(self) -> TimeLimits:
        """Every clock in scope, contract and commitment, ready to be counted."""
        return TimeLimits(self)

    @cached_property
    def target_clauses(self) -> Mapping[tuple[str, str], str]:
        """The clause that states each target, by level and target; under the level `""` the first for any level."""
        return target_clauses(self.policy_pages)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of each role, in the house or outside it."""
        outside = {role.id: role.title for role in self.roles.outside_roles}
        return {**outside, **{role.id: role.title for role in self.roles.roles}}

    @cached_property
    def limit(self) -> Mapping[str, Limit]:
        """Limits by id."""
        return by_id(self.limits.limits)

    def within(self, limit: str) -> Duration | None:
        """The time that a limit sets, by its id; None where there is no such limit, or it is a count."""
        found = self.limit.get(limit)
        return found.within if found else None

    @cached_property
    def calendar(self) -> Mapping[str, Calendar]:
        """Holiday calendars of the repository and of the clock catalogue by id, and those that are made of several."""
        known = by_id((*self.calendars.calendars, *self.clock_catalogue.calendars))
        joint = (found for one in self.calendars.joint if (found := one.of(known)))
        return by_id((*known.values(), *joint))

    @cached_property
    def requirement(self) -> Mapping[str, Requirement | OwnRequirement]:
        """Requirements of the catalogue and of the repository by id."""
        return by_id((*self.requirement_catalogue.requirements, *self.requirements.requirements))

    @cached_property
    def clause(self) -> Mapping[str, Clause]:
        """Clauses of the policy by id, in the order of their numbers: IR-2.1, IR-2.10, IR-12.1."""
        found = (clause for page in self.pages for clause in page.clauses)
        return by_id(sorted(found, key=lambda clause: clause_order(clause.id)))

    @cached_property
    def runbook(self) -> Mapping[str, Page]:
        """Runbooks by id."""
        return {page.runbook.id: page for page in reversed(self.runbooks) if page.runbook}

    @cached_property
    def incident(self) -> Mapping[str, Incident]:
        """Records of incidents by id."""
        return by_id(self.incidents)

    @cached_property
    def exercise(self) -> Mapping[str, Exercise]:
        """Records of exercises by id."""
        return by_id(self.exercises)

    @cached_property
    def _owners(self) -> PatternIndex[GovernedDocument]:
        documents = [d for d in self.register.documents if d.retired is None]
        pages = [(pattern, d) for d in documents for pattern in d.pages]
        return PatternIndex([*pages, *((pattern, d) for d in documents for pattern in d.binds)])

    def document_of(self, path: str) -> GovernedDocument | None:
        """The governed document that a path belongs to: as one of its pages first, else as data it binds."""
        return next(iter(self._owners.of(path)), None)

    def class_of(self, path: str) -> DocumentClass | None:
        """What the register says of the class of the document that a path is a page of; None where it is no page."""
        found = self.document_of(path)
        own = found is not None and any(fnmatchcase(path, pattern) for pattern in found.pages)
        return self.register.classes.get(found.class_) if found is not None and own else None

    def documents_of(self, path: str) -> tuple[str, ...]:
        """The ids of every document that a path is a page of; where it is none, of those that bind it."""
        found = {d.id: d for d in self._owners.of(path)}
        pages = [d.id for d in found.values() if any(fnmatchcase(path, pattern) for pattern in d.pages)]
        return tuple(pages or found)
