"""What git says of a repository on a day, as rules, reports and pages read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ratified.approval.docket import Docket
from ratified.model.landing import Identity
from ratified.model.verdict import Event, Verdict

AnchorState = Literal["", "on-chain", "rewritten", "inverted"]


@dataclass(frozen=True)
class Proposed:
    """What a pull request does to one document: whose change it is, and who may land it.

    `authors` are all whose change an approval would cover, `eligible` the ids of people who may approve it.
    `unknown` are authors whom the base's roster does not know: nobody can be shown to be independent of them.
    """

    document: str
    authors: tuple[Identity, ...]
    eligible: tuple[str, ...]
    entitled: tuple[str, ...]
    unknown: tuple[Identity, ...] = ()


@dataclass(frozen=True)
class Record:
    """The verdict of every document, and what stands behind it.

    `verdicts` are those of `docket` with `pending` where the tree that is checked says something else than the
    judged commit. `proposed` holds what a pull request changes, by document; None where no base was given.
    `files` holds the files that rules about trust and evidence read, as the checked tree has them. `tip` is the commit
    of `ref`, which `head` is or comes before. `today` says that no day was named, so that the tip counts as seen.
    """

    docket: Docket
    verdicts: Mapping[str, Verdict]
    ref: str
    head: str
    anchor: AnchorState = ""
    anchored: str = ""
    proposed: Mapping[str, Proposed] | None = None
    touched_only: bool = False
    files: Mapping[str, bytes] = field(default_factory=dict)
    tip: str = ""
    today: bool = False

    @property
    def events(self) -> Callable[[str], tuple[Event, ...]]:
        """Every landing that changed a document, by the document's id, oldest first."""
        return self.docket.events
