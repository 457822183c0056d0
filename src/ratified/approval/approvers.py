"""Who can approve what some people wrote, by one authority and on one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.landing import Contributor, Identity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ratified.approval.authority import ApprovalBar, Authority


@dataclass(frozen=True)
class EligibleApprovers:
    """Who reaches a bar, and who of them wrote none of what is to be approved.

    `entitled` are the ids of those who hold an approver role on the day, `eligible` of those among them who are none
    of the `authors`; `unknown` are the authors whom the roster lacks: nobody can be shown to be independent of them.
    """

    authority: Authority
    bar: ApprovalBar
    authors: tuple[Identity, ...]
    entitled: tuple[str, ...]
    eligible: tuple[str, ...]
    unknown: tuple[Identity, ...]

    @classmethod
    def of(
        cls, authority: Authority, authors: Sequence[Contributor], as_of: date, classes: tuple[str, ...]
    ) -> EligibleApprovers:
        """Who could approve, on a day (UTC), what these people wrote of a document of these classes."""
        bar = authority.bar(classes)
        entitled = tuple(person.id for person in authority.eligible(bar, as_of))
        wrote = {person.id for contributor in authors if (person := authority.author(contributor))}
        named = tuple(contributor for contributor in authors if isinstance(contributor, Identity))
        unknown = tuple(identity for identity in named if authority.author(identity) is None)
        eligible = tuple(id_ for id_ in entitled if id_ not in wrote)
        return cls(authority, bar, named, entitled, eligible, unknown)

    @property
    def told(self) -> str:
        """Who can approve it, or why nobody can and what to do."""
        if self.unknown:
            who = ", ".join(map(str, self.unknown))
            return f"nobody can be shown to be independent until {who} is among the people of data/people.yml"
        if self.eligible:
            return f"{self._names(self.eligible)} can"
        if self.entitled:
            return f"{self._names(self.entitled)} may and wrote part of it, so name another holder of the role first"
        return "the roles that approve it have no holder today, so name one"

    def _names(self, ids: Sequence[str]) -> str:
        return " or ".join(self.authority.person[id_].name or id_ for id_ in ids)
