"""INC-31, 32: times and digests that no two records honestly share."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from ratified.model.incident_times import STAGES
from ratified.policy.records.statements import judged
from ratified.rules.documents import listed
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.model.data_entry import DataPointer
    from ratified.model.incident import Incident
    from ratified.policy import Book

OF_PEOPLE = tuple(stage for stage in STAGES if stage not in ("occurred_from", "occurred_to", "detected"))
"""The stages that somebody of ours reached. One cause may begin and be detected in two records at the same minute."""

ALIKE, ALIKE_MOVED = 4, 6
"""How many stages of different times lie equally far apart in two records before it is no coincidence: at the same
times of day, and moved within the day."""

SPREAD, _DAY = 60, 1440
"""Minutes that lie between the first and the last of them: quick steps are alike in many records. Those of a day."""

SHARED_DIGITS, REPEATED_DIGITS = 12, 8
"""Hexadecimal digits in a row that two digests do not share by chance (one in ten billion pairs), and that one digest
does not repeat within itself (one in two million)."""

_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The SHA-256 of a file without a byte."""


@rule("INC-31", "error", "Two records with the same times", since="0.2.0")
def times_copied(case: RuleInput) -> RuleHits:
    """In two incidents at least four stages have the same times of day, or at least six lie equally far apart to
    the minute, all later by the same time. Stages with the same time in a record count once, and an hour or more
    lies between the first and the last of them. Occurrence and detection are left out, since one cause may show in two
    records at once; so are drafts and records that were set aside. Times count as they are written, by their own
    clocks.

    **Why it matters.** Two responses never take the same minutes from stage to stage. A record whose times are those of
    an earlier one was copied and not written, and makes an assessor doubt all others.

    **How to fix it.** Take the times of each record from its own logs. Two records of one incident are one: set one
    aside with `merged_into`.

    **Protects.** CC7.3, CC7.4
    """
    told: set[str] = set()
    for earlier, later in _alike_somewhere(sorted(judged(case.book), key=_begun)):
        if later.incident.id in told:
            continue
        if same := _same_steps(earlier.minutes, later.minutes):
            told.add(later.incident.id)
            stages = listed(same, most=len(same))
            what = f"{later.incident.id} has the times of {earlier.incident.id} from stage to stage: {stages}"
            place = later.incident.times.stages.at(same[0])
            yield RuleHit(place, what, "write the times that the logs of this incident have", later.incident.id)


class _TimedIncident(NamedTuple):
    """An incident with its stages in minutes, by the clock on the wall, so that summer time does not move them."""

    incident: Incident
    minutes: Mapping[str, int]


def _begun(incident: Incident) -> tuple[str, str]:
    return incident.times.stages.declared or incident.times.stages.detected or "", incident.id


def _alike_somewhere(incidents: Sequence[Incident]) -> Iterator[tuple[_TimedIncident, _TimedIncident]]:
    """Pairs in which two stages lie an hour or more apart, and equally far: all others cannot be alike."""
    timed = [_TimedIncident(one, _minutes(one)) for one in incidents]
    known: dict[tuple[str, str, int], list[int]] = {}
    for number, one in enumerate(timed):
        partners: set[int] = set()
        for a, b in combinations(one.minutes, 2):
            length = one.minutes[b] - one.minutes[a]
            if abs(length) >= SPREAD:
                bucket = known.setdefault((a, b, length), [])
                partners.update(bucket)
                bucket.append(number)
        yield from ((timed[earlier], one) for earlier in sorted(partners))


def _same_steps(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    """The stages of two incidents that lie equally far apart; none where they are too few, or too close together."""
    steps: dict[int, dict[int, str]] = {}
    for stage in before:
        if stage in after:
            steps.setdefault(after[stage] - before[stage], {}).setdefault(before[stage], stage)
    for moved, stages in sorted(steps.items(), key=lambda step: -len(step[1])):
        enough = ALIKE if moved % _DAY == 0 else ALIKE_MOVED
        if len(stages) >= enough and max(stages) - min(stages) >= SPREAD:
            return list(stages.values())
    return []


def _minutes(incident: Incident) -> dict[str, int]:
    found = {}
    for stage in OF_PEOPLE:
        text = getattr(incident.times.stages, stage)
        if text is not None:
            clock = int(text[11:13]) * 60 + int(text[14:16])
            found[stage] = date.fromisoformat(text[:10]).toordinal() * _DAY + clock
    return found


@rule("INC-32", "error", "A digest that comes from no file", since="0.2.0")
def digest_invented(case: RuleInput) -> RuleHits:
    """A SHA-256 in a record of an incident or an exercise shares twelve digits in a row with another one, repeats eight
    within itself, or is that of an empty file; or the full records of two incidents have the same one. The same digest
    under two pieces of evidence is the same file, and left alone. Records that were set aside are left out.

    **Why it matters.** A digest is what ties a record to the file it was drawn from. Digests of two files look like
    nothing and like each other in nothing: where they do, somebody typed them, and there is no file behind them.

    **How to fix it.** Hash the file where it lies (`sha256sum FILE`), and write what comes out. Where the file is gone,
    say so by an amendment.

    **Protects.** CC7.3-PF03, A.5.28, RS.AN-07
    """
    known: dict[str, _KeptDigest] = {}
    full: dict[str, _KeptDigest] = {}
    for digest in _digests(case.book):
        if (why := _invented(digest.sha256)) is not None:
            yield _doubted(digest, why)
            continue
        of_record = digest.what == FULL
        twin = full.get(digest.sha256) if of_record else None
        shared = next((known[run] for run in _runs(digest.sha256, SHARED_DIGITS) if run in known), None)
        if twin is not None:
            yield _doubted(digest, f"is that of the full record of {twin.record} as well")
        elif shared is not None and shared.sha256 != digest.sha256:
            run = _longest(shared.sha256, digest.sha256)
            yield _doubted(digest, f"shares {run!r} with that of {shared.what} in {shared.record}")
        for run in _runs(digest.sha256, SHARED_DIGITS):
            known.setdefault(run, digest)
        if of_record:
            full.setdefault(digest.sha256, digest)


FULL = "the full record"


class _KeptDigest(NamedTuple):
    """A digest, of what, in which record, and where it stands."""

    sha256: str
    what: str
    record: str
    where: DataPointer


def _digests(book: Book) -> Iterator[_KeptDigest]:
    for incident in judged(book):
        for exhibit in incident.response.evidence:
            if exhibit.sha256 is not None:
                yield _KeptDigest(exhibit.sha256, exhibit.id, incident.id, exhibit.pointer("sha256"))
        if (full := incident.governance.full_record) is not None:
            yield _KeptDigest(full.sha256, FULL, incident.id, full.pointer("sha256"))
    for exercise in book.exercises:
        for file in exercise.evidence:
            if file.sha256 is not None:
                yield _KeptDigest(file.sha256, f"{file.item!r}", exercise.id, file.pointer("sha256"))


def _invented(sha256: str) -> str | None:
    """Why no file can have given a digest, by itself."""
    if sha256 == _NOTHING:
        return "is that of an empty file"
    seen: set[str] = set()
    for run in _runs(sha256, REPEATED_DIGITS):
        if run in seen:
            return f"repeats {run!r}"
        seen.add(run)
    return None


def _runs(sha256: str, length: int) -> Iterator[str]:
    return (sha256[start : start + length] for start in range(len(sha256) - length + 1))


def _longest(one: str, other: str) -> str:
    """The longest run of digits that two digests share."""
    return next(run for length in range(len(one), 0, -1) for run in _runs(one, length) if run in other)


def _doubted(digest: _KeptDigest, why: str) -> RuleHit:
    what = f"{digest.record}: the digest of {digest.what} {why}"
    return RuleHit(digest.where.place, what, "hash the file where it lies, and write what comes out", digest.record)
