"""What shows that a clause of the policy is kept: the list `promises` of `data/coverage.yml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from ratified.model.data_entry import Code, DataEntry, Id, RuleCode, Span, Text

FieldPath = Annotated[str, StringConstraints(pattern=r"^[a-z]+(\.[a-z0-9_]+)+$", max_length=64)]
"""A field of a record, from the kind of record on: `incident.review.held`."""


class ManualCheck(DataEntry):
    """Somebody looks: who, at what, and how often. That is one of a limit's id, a time, or an occasion in words."""

    role: Id
    what: Text
    limit: Id | None = None
    every: Span | None = None
    each: Text | None = None


class Promise(DataEntry):
    """What shows that one clause is kept, and, in `unchecked`, why nothing checks it or the rest of it."""

    clause: Code
    rules: tuple[RuleCode, ...] = ()
    records: tuple[FieldPath, ...] = ()
    documents: tuple[Code, ...] = ()
    manual: tuple[ManualCheck, ...] = ()
    unchecked: Text | None = None

    @property
    def proven(self) -> bool:
        """Whether anything is named that shows it."""
        return bool(self.rules or self.records or self.documents or self.manual)
