"""What stands for every document, as `status` tells it: taken from an earlier run where nothing has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.judgement.before import answered
from ratified.judgement.question import Question
from ratified.model.landing import NO_ANCHORS, Anchors
from ratified.model.verdict import Verdict

if TYPE_CHECKING:
    from ratified.approval.record import Record
    from ratified.history.opened import Opened
    from ratified.judgement.anew import Told


@dataclass(frozen=True)
class Stands:
    """The verdicts of a history by document, and what was judged: the branch `ref` up to `head`.

    `landings` is how many it holds up to there, `above` how many more lie above it; `people` are the names of those in
    the authority by id. `today` says that the tip counts as seen today.
    """

    ref: str
    head: str
    today: bool
    landings: int
    above: int
    verdicts: Mapping[str, Verdict]
    people: Mapping[str, str]

    @classmethod
    def of(cls, record: Record) -> Stands:
        """All of it, while git can still be asked."""
        docket, authority = record.docket, record.docket.authority
        landings = len(docket.chronicle.landings)
        people = {id_: person.name or id_ for id_, person in authority.person.items()} if authority else {}
        return cls(
            record.ref,
            record.head,
            record.today,
            landings,
            len(docket.whole) - landings,
            dict(record.verdicts),
            people,
        )


def stands(root: Path, as_of: date, ref: str | None = None, anchors: Anchors = NO_ANCHORS) -> Stands:
    """What stands on a day (UTC): of a ref from objects, else of the work tree. Raises HistoryError."""

    def ask(opened: Opened | None) -> Told[Stands]:
        from ratified.judgement.anew import Told
        from ratified.judgement.recorded import register_of
        from ratified.judgement.standing import standing
        from ratified.source.tree import WorkTree

        register = None if ref is not None else register_of(WorkTree(root))
        with standing(root, as_of, ref, register, anchors=anchors, opened=opened) as record:
            found = Stands.of(record)
        return Told(found, found, record, register.main if register else "main")

    return answered("status", root, as_of, Question(ref=ref, anchors=anchors), ask, Stands)
