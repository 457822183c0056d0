"""COV-12: numbers typed into a clause, where no data file holds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ratified.policy.clause_text import binds
from ratified.rules.policy import policy_pages
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule
from ratified.rules.severities.typed_numbers import beside_severity
from ratified.rules.typed_times import NUMBER_WORDS, TIME, length_of, same_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.duration import Duration
    from ratified.model.prose import Clause, TextBlock
    from ratified.policy import Book

_COUNTED = """
approvers attempts calls channels copies customers deputies drafts events exercises holders hosts incidents people
persons records reports restores reviews samples systems tests users
"""
COUNTED = tuple(_COUNTED.split())
"""What a policy counts, where the number stands in digits."""

_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_COUNT = re.compile(
    r"(?<![\w.,:/-])(?:"
    rf"(?P<times>\d{{1,5}}|{_WORD})\s+times\b|(?P<share>\d+(?:[.,]\d+)?)\s?(?:%|per\s?cent\b)"
    rf"|(?P<things>\d{{1,5}})\s+(?:more\s+|other\s+|different\s+)?(?:{'|'.join(COUNTED)})\b)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[A-Z]{2,}\s$")
_PART = re.compile(
    r"\b(?:art\.?|article|chapter|clause|level|part|recital|rule|section|stage|step|tier|type)\s$", re.IGNORECASE
)


class _TypedNumber(NamedTuple):
    """A number as it stands in a block: where, and what of the data says the same, as a call."""

    offset: int
    written: str
    held_by: str | None


@rule("COV-12", "error", "A number in a clause that no data holds")
def number_unheld(case: RuleInput) -> RuleHits:
    """A clause of the policy that says *must*, *shall*, *never*, *only*, *will*, *may not* or *required to* types
    a number that it commits to: a time in digits or words, minutes to years; so many *times*; a percentage; or, in
    digits, a count of people, systems, tests and what else a policy counts. An error where no limit, commitment
    or review interval says the same, and a warning where one does: it is right only until the data changes. Times
    beside a severity are SEV-05. Headings, code, ids, dates, times of day, small numbers in words that count no
    time (*two channels*), numbers that belong to a name (*SOC 2*, *Article 33*), and text outside clauses are left
    alone; a rule outside any clause is GOV-10.

    **Why it matters.** A number that lives in prose is tested by nobody: no rule, no clock and no trace of an
    incident can read it, and the page that says another one is found by the assessor.

    **How to fix it.** Put it into `data/limits.yml`, or into `data/notifications.yml` where it is a commitment to
    somebody outside, and write `limit("exercise-interval")` or `commitment("customer-notice")` in the clause.

    **Protects.** CC5.3, CC7.4
    """
    for page in policy_pages(case):
        bound = [(c, block) for c in page.clauses if binds(page, c) for block in page.blocks_of(c)]
        prose = [(c, block) for c, block in bound if block.kind != "heading"]
        timed = any(TIME.search(block.text) for _, block in prose)
        severities = {block.place for row, _ in beside_severity(case, page) for block in row} if timed else set()
        for clause, block in prose:
            yield from _in_block(case.book, clause, block, block.place in severities)


def _in_block(book: Book, clause: Clause, block: TextBlock, severity: bool) -> RuleHits:
    """The numbers of one block of a clause; `severity`: its times are SEV-05's."""
    for found in sorted([*([] if severity else _times(book, block)), *_counts(book, block)]):
        place = block.place_of(found.offset, found.written.split()[0])
        if found.held_by is None:
            message = f'{clause.id} says "{found.written}", and no data holds that number'
            yield RuleHit(place, message, 'add a limit to data/limits.yml and write {{ limit("its-id") }}', clause.id)
        else:
            message = f'{clause.id} says "{found.written}"; a change of the data would not reach it'
            yield RuleHit(place, message, f"write {{{{ {found.held_by} }}}}", clause.id, "warning")


def _times(book: Book, block: TextBlock) -> Iterator[_TypedNumber]:
    for match in TIME.finditer(block.text):
        time = length_of(match)
        held = next((call for call, said in _held_times(book) if time and same_time(time, said)), None)
        yield _TypedNumber(match.start(), " ".join(match[0].split()), held)


def _held_times(book: Book) -> Iterator[tuple[str, Duration]]:
    """Every time of the data that belongs to no severity, with the call that shows it."""
    for limit in book.limits.limits:
        if limit.within is not None:
            yield f'limit("{limit.id}")', limit.within
    for promise in book.notifications.commitments:
        yield f'commitment("{promise.id}")', promise.within
    for name, class_ in book.register.classes.items():
        if class_.review_every is not None:
            yield f'review_interval("{name}")', class_.review_every


def _counts(book: Book, block: TextBlock) -> Iterator[_TypedNumber]:
    for match in _COUNT.finditer(block.text):
        if _of_a_name(block.text[: match.start()]):
            continue
        number = match["times"] or match["things"] or ""
        count = NUMBER_WORDS.get(number.casefold()) or (int(number) if number else None)
        held = next((f'limit("{one.id}")' for one in book.limits.limits if count and one.count == count), None)
        yield _TypedNumber(match.start(), " ".join(match[0].split()), held)


def _of_a_name(before: str) -> bool:
    """Whether what stands before a number makes it part of a name: `SOC 2`, `Article 33`."""
    return _ACRONYM.search(before) is not None or _PART.search(before) is not None
