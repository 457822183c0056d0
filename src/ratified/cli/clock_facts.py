"""What the caller of `ratified clock` knows: moments, numbers of people, requests to hold a notice back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from ratified.cli import exits
from ratified.clock import DelayRequest, IncidentFacts, known_stamp, moment
from ratified.model.close_names import meant
from ratified.model.notifications import TRIGGERS, Clock
from ratified.output import terminal
from ratified.policy.notices.deadlines import known_reports, parents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.policy import Book

_FORMS: dict[str, tuple[Literal["law_enforcement", "attorney_general"], Literal["written", "oral"], str]] = {
    "written": ("law_enforcement", "written", "law enforcement"),
    "oral": ("law_enforcement", "oral", "law enforcement"),
    "attorney-general": ("attorney_general", "written", "the Attorney General"),
}
"""How a delay is asked for: by whom, in which form, and the words for it."""


@dataclass(frozen=True, slots=True)
class ClockOptions:
    """The options as written; `only` are the ids asked about."""

    at: Sequence[str]
    people: Sequence[str]
    delays: Sequence[str]
    only: Sequence[str]

    def facts(self, book: Book) -> IncidentFacts:
        """The options in the words of a book. Raises CannotDecideError with what to write."""
        stamps, submissions = _moments(book, self.at, self.only)
        everybody, counts = _people(book, self.people)
        return IncidentFacts(stamps, submissions, counts, everybody, _delays(book, self.delays))


def _moments(book: Book, at: Sequence[str], only: Sequence[str]) -> tuple[dict[str, datetime], dict[str, datetime]]:
    """The stamps, and the notices that were sent."""
    stamps: dict[str, datetime] = {}
    submissions: dict[str, datetime] = {}
    reports = known_reports(book)
    for text in at:
        name, equals, time = text.partition("=")
        if not equals:
            raise _mistake(f"{text!r} has no time; write --at {name}=2026-11-20T14:20+01:00")
        if not known_stamp(name) and name not in reports:
            raise _mistake(_no_such_trigger(name, reports))
        if name in stamps or name in submissions:
            raise _mistake(f"{name} is given twice; write the time that counts")
        try:
            (stamps if known_stamp(name) else submissions)[name] = moment(time)
        except ValueError as error:
            raise _mistake(f"{name}: {error}") from None
    if "prior_submission" in stamps and len(meant := parents(book, only)) > 1:
        ways = " or ".join(f"--at {id_}=TIME" for id_ in meant)
        raise _mistake(f"prior_submission may be more than one report; write {ways}")
    return stamps, submissions


def _people(book: Book, people: Sequence[str]) -> tuple[int | None, dict[str, int]]:
    """Everybody touched, and the numbers of single clocks in the unit of each one's threshold."""
    counts: dict[str, int] = {}
    for text in people:
        id_, equals, number = text.rpartition("=")
        if not (number.isascii() and number.isdigit() and len(number) <= 10):
            raise _mistake(f"--people {text}: {number!r} is no number of people; write --people 700 or CLOCK=700")
        if equals:
            threshold = _clock(book, "--people", id_).threshold
            if threshold is None or threshold.op is None:
                raise _mistake(f"--people {text}: no number of people decides about {id_}; leave it out")
        if id_ in counts:
            raise _mistake(f"--people {text}: {id_ or 'everybody'} is given twice; write the number that counts")
        counts[id_] = int(number)
    return counts.pop("", None), counts


def _delays(book: Book, delays: Sequence[str]) -> dict[str, DelayRequest]:
    found: dict[str, DelayRequest] = {}
    for text in delays:
        id_, _, rest = text.partition("=")
        form, colon, days = rest.partition(":")
        if not colon or form not in _FORMS:
            raise _mistake(
                f"--delay {text}: write CLOCK=written:2026-12-01..2027-01-15, CLOCK=oral:2026-12-01, or "
                "CLOCK=attorney-general:2026-12-01..2026-12-31"
            )
        _clock(book, "--delay", id_)
        if id_ in found:
            raise _mistake(f"--delay {text}: {id_} is given twice; write the request that holds")
        asked_by, how, words = _FORMS[form]
        since, dots, until = days.partition("..")
        found[id_] = DelayRequest(asked_by, how, words, _day(text, since), _day(text, until) if dots else None)
        if (last := found[id_].until) is not None and last < found[id_].since:
            raise _mistake(f"--delay {text}: it ends before it begins; write FROM..UNTIL")
    return found


def _day(text: str, day: str) -> date:
    try:
        if len(day) == 10:
            return date.fromisoformat(day)
    except ValueError:
        pass
    raise _mistake(f"--delay {text}: {day!r} is not a day; write it as YYYY-MM-DD")


def _clock(book: Book, option: str, id_: str) -> Clock:
    if id_ in book.clock:
        return book.clock[id_]
    hint = meant(id_, book.clock, "docs/clocks.md lists the clocks in scope")
    raise _mistake(f"{option}: no clock has the id {id_!r}; {hint}")


def _no_such_trigger(name: str, reports: Sequence[str]) -> str:
    hint = meant(name.replace("-", "_"), TRIGGERS, meant(name, reports, f"write one of {', '.join(TRIGGERS)}"))
    return f"no clock starts from {name!r}; {hint}"


def _mistake(sentence: str) -> exits.CannotDecideError:
    return exits.CannotDecideError(terminal.line(sentence))
