"""What a threat is: a hostile history that must not be approved, and its benign twin that must stay approved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from histories import Repo
from history_company import TODAY, edit
from ratified.approval.outcome import UNDECIDABLE
from ratified.model.landing import NO_ANCHORS, Anchors

if TYPE_CHECKING:
    from datetime import date

    from ratified.model.verdict import VerdictWord, Why

Step = Callable[[Repo], object]
"""Something that happens to a repository."""


def merges(*arguments: Any, **options: Any) -> Step:
    """Somebody merges; see `Repo.merges`."""
    return lambda repo: repo.merges(*arguments, **options)


def pushes(*arguments: Any, **options: Any) -> Step:
    """Somebody pushes straight to main; see `Repo.pushes`."""
    return lambda repo: repo.pushes(*arguments, **options)


def then(*steps: Step) -> Step:
    """One thing after another."""

    def all_of_them(repo: Repo) -> None:
        for step in steps:
            step(repo)

    return all_of_them


FAIR = merges("dana", change=edit("2h"))
"""What should happen: Lee writes, Dana merges with her own key."""


@dataclass(frozen=True)
class Threat:
    """One attack. `number` is its line in the list of threats, `why` the reason that the verdict must give."""

    number: int
    name: str
    hostile: Step
    why: Why
    twin: Step = FAIR
    document: str = "POL"
    as_of: date = TODAY
    stays: VerdictWord = "approved"
    anchors: Anchors = NO_ANCHORS

    def is_refused(self, repo: Repo) -> None:
        self.hostile(repo)
        verdict = repo.verdict(self.document, self.as_of, anchors=self.anchors)
        word = "undecidable" if self.why in UNDECIDABLE else "unapproved"
        assert (verdict.verdict, verdict.why) == (word, self.why), verdict.reason
        assert verdict.approval is None
        assert verdict.reason
        assert verdict.help

    def leaves_its_twin(self, repo: Repo) -> None:
        self.twin(repo)
        verdict = repo.verdict(self.document, self.as_of, anchors=self.anchors)
        assert (verdict.verdict, verdict.why) == (self.stays, ""), verdict.reason


def hostile(threats: Iterable[Threat]) -> pytest.MarkDecorator:
    """Every hostile history."""
    return pytest.mark.parametrize("threat", [pytest.param(t, id=f"{t.number}-{t.name}") for t in threats])


def benign(threats: Iterable[Threat]) -> pytest.MarkDecorator:
    """Every benign twin, each once however many threats share it."""
    once = {(id(t.twin), t.document, t.as_of, t.anchors): t for t in reversed(list(threats))}
    found = reversed(once.values())
    return pytest.mark.parametrize("threat", [pytest.param(t, id=f"{t.number}-{t.name}") for t in found])
