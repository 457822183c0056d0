"""INC-34, 35: what a record rests on had happened by then, and is listed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ratified.policy.records.statements import at, judged
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.model.data_entry import DataEntry
    from ratified.model.incident import Incident
    from ratified.model.place import Locatable

_WHOLE = re.compile(r"\bINC-[0-9]{4}-[0-9]{3,5}-[ED][0-9]{1,3}\b")
_SHORT = re.compile(r"(?<![\w-])E[0-9]{1,3}(?![\w-])")
"""`E4` alone, as records call their own exhibits. Elsewhere the same letters name licences and buildings."""

_IN_BRACKETS = re.compile(r"\([^()]*\)")


@rule("INC-34", "error", "A decision that rests on what had not happened", since="0.2.0")
def rests_on_later(case: RuleInput) -> RuleHits:
    """A decision of an incident, a decision on a notice, an acceptance of a deviation or a change of severity names by
    its id an exhibit that was collected later, or a decision that was taken later, in the same record. `E1` counts as
    an exhibit of its own record where it stands in brackets, and `RB-01-D1` is none. Lines of the timeline are left
    alone: what a line tells of is often taken as evidence a little later.

    **Why it matters.** A decision shows what was known when it was taken. One that knows the future was written
    afterwards, and then nobody can say on what it truly rested.

    **How to fix it.** Write the reason as it was at that moment. What turned out later belongs into a later line of the
    timeline, or into the review; where the moment is wrong, correct it by the log.

    **Protects.** CC7.3, CC7.4
    """
    for incident in judged(case.book):
        moments = _moments(incident)
        for moment, text, where in _decided(incident):
            for id_ in _named(incident, text, in_brackets=True):
                if id_ in moments and at(moments[id_]) > at(moment):
                    what = f"{incident.id}: what was decided at {moment} rests on {id_}, which is of {moments[id_]}"
                    help_ = "write what was known at that moment, or correct the moment by the log"
                    yield RuleHit(where.place, what, help_, incident.id)


@rule("INC-35", "error", "Evidence that is cited and not listed", since="0.2.0")
def evidence_unlisted(case: RuleInput) -> RuleHits:
    """A record of an incident names an exhibit by its id that is not under `evidence` of the incident it belongs to:
    `INC-2026-001-E3` anywhere, and `E3` in `ref`, in `proof`, or in brackets. One finding for each exhibit, where it is
    first named. Records that were set aside are left out.

    **Why it matters.** An assessor asks for the exhibit. One that is on no list has no digest, no place and nobody
    who collected it, so nothing shows that it was ever there.

    **How to fix it.** List it under `evidence` with what it is, who collected it when, its digest and its place; or
    cite the one that was meant.

    **Protects.** CC7.3-PF03, A.5.28, RS.AN-07
    """
    listed = {one.id for incident in case.book.incidents for one in incident.response.evidence}
    for incident in judged(case.book):
        whole = case.book.record_texts.get(incident.spot.path)
        if (
            whole is not None
            and {one for one in _named(incident, whole, in_brackets=False) if _is_exhibit(one)} <= listed
        ):
            continue  # all that looks like an exhibit anywhere in the file is one
        told: set[str] = set()
        for text, where, is_reference in _texts(incident, ()):
            for id_ in _named(incident, text, in_brackets=not is_reference):
                unlisted = id_ not in listed and id_ not in told and _is_exhibit(id_)
                if unlisted and id_.rpartition("-")[0] in case.book.incident:
                    told.add(id_)
                    what = f"{incident.id} cites {id_}, which is not listed as evidence"
                    yield RuleHit(
                        where.place, what, "list it under evidence, or cite the one that was meant", incident.id
                    )


def _is_exhibit(id_: str) -> bool:
    return "E" in id_.rpartition("-")[2]


def _named(incident: Incident, text: str, in_brackets: bool) -> list[str]:
    """The whole ids of exhibits and decisions that a text names, each once."""
    if "E" not in text and "INC-" not in text:
        return []  # nine in ten
    places = _IN_BRACKETS.findall(text) if in_brackets else [text]
    short = [f"{incident.id}-{found}" for place in places for found in _SHORT.findall(place)]
    return list(dict.fromkeys([*_WHOLE.findall(text), *short]))


def _moments(incident: Incident) -> Mapping[str, str]:
    """When each exhibit was collected, and each decision taken, by id."""
    response = incident.response
    found = {one.id: one.collected for one in response.evidence if one.collected is not None}
    return {**found, **{one.id: one.at_ for one in response.decisions}}


def _decided(incident: Incident) -> Iterator[tuple[str, str, Locatable]]:
    """What was decided: when, on which words, and where they stand."""
    for decided in incident.response.decisions:
        yield decided.at_, decided.reason, decided.pointer("reason")
    for notice in incident.response.notifications:
        if notice.assessed is not None and notice.reason is not None:
            yield notice.assessed, notice.reason, notice.pointer("reason")
    for deviation in incident.deviations:
        if deviation.accepted is not None:
            yield deviation.accepted, deviation.reason, deviation.pointer("reason")
    for change in incident.classification.severity:
        if change.reason is not None:
            yield change.at_, change.reason, change.pointer("reason")


@lru_cache(maxsize=128)
def _keys(model: type[DataEntry]) -> tuple[tuple[str, str], ...]:
    """The fields of a model with their keys in the file."""
    return tuple((name, field.alias or name) for name, field in model.model_fields.items() if name != "spot")


_REFERENCES = frozenset({"ref", "proof"})


def _texts(entry: DataEntry, path: tuple[str, ...]) -> Iterator[tuple[str, Locatable, bool]]:
    """Every text anywhere in an entry, where it stands, and whether its key holds references."""
    for name, key in _keys(type(entry)):
        value = getattr(entry, name)
        if not value:
            continue
        for index, one in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(one, str):
                where = entry.pointer(key, index) if isinstance(value, tuple) else entry.pointer(key)
                yield one, where, key in _REFERENCES
            elif hasattr(one, "spot"):
                yield from _texts(one, (*path, key))
