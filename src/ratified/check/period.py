"""What an audit period shows, in one sentence, with the reasons: only the rules that a period needs are asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from ratified.check.approval_record import approved_waivers
from ratified.check.lapses import lapses
from ratified.check.waivers import apply_waivers
from ratified.model.plurals import counted
from ratified.policy.periods import windows
from ratified.policy.records.recurring import recurring_controls
from ratified.rules import BY_CODE, RuleInput
from ratified.rules.documents import entry, listed
from ratified.rules.periods import adopted_on, dated_in, declared_in, held_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ratified.approval.record import ApprovalRecord
    from ratified.check.lapses import Lapse
    from ratified.model.finding import Finding, SeverityOfFinding
    from ratified.model.period import PeriodWindow
    from ratified.model.place import Place
    from ratified.model.verdict import DocumentVerdict
    from ratified.policy import Book
    from ratified.policy.records.recurring import RecurringControl

PeriodState = Literal["kept", "so far", "open", "broken", "ahead", "draft"]
"""`kept`: over, and nothing is missing now. `so far`: it runs, and nothing is missing yet. `open`: something is
doubtful or missing that may still be fixed. `broken`: something that an assessor writes up. `ahead`: it has not begun.
`draft`: nothing is in force.
"""

CODES = (
    *("GOV-03", "GOV-06", "ROL-13", "ROL-16", "INC-18", "INC-27", "INC-30", "EXR-01", "EXR-11", "EXR-12"),
    *("COV-02", "COV-06", "COV-07", "COV-13"),
)
"""The rules that a period needs. Others count by the years that INC-27 says were meant, so it stands beside them."""


class PeriodReason(NamedTuple):
    """Why a period is not whole, in words, where, and how heavy. A waived one says so and weighs nothing, and so does a
    lapse that was cured: it is told, since an assessor asks for it.
    """

    words: str
    place: Place
    level: SeverityOfFinding | Literal["waived", "cured"]


@dataclass(frozen=True)
class PeriodVerdict:
    """What a period shows on a day: a word, one sentence without its full stop, the reasons, errors first,
    and the controls that come back, with how often each was expected and found.
    """

    period: PeriodWindow
    state: PeriodState
    sentence: str
    reasons: tuple[PeriodReason, ...] = ()
    controls: tuple[RecurringControl, ...] = ()


def period_verdicts(book: Book, record: ApprovalRecord, as_of: date) -> tuple[PeriodVerdict, ...]:
    """The verdict of every period of the register on a day (UTC), the latest first."""
    found = sorted(windows(book.register), key=lambda window: (window.starts, window.ends), reverse=True)
    return tuple(period_verdict(book, record, as_of, window) for window in found)


def period_verdict(book: Book, record: ApprovalRecord, as_of: date, window: PeriodWindow) -> PeriodVerdict:
    """What one period shows on a day (UTC). It asks git where a rule must, so the history must still be open."""
    adopted = adopted_on(record)
    if not window.begun(as_of):
        return PeriodVerdict(window, "ahead", f"{_named(window)} has not begun")
    if adopted is None or adopted > window.ends:
        return PeriodVerdict(window, "draft", f"{_named(window)} has no evidence: nothing was in force")
    first, last = max(window.starts, adopted), min(window.ends, as_of)
    found = lapses(book, record, first, last, as_of)
    known = (*_reasons(book, record, as_of, window, found), *_not_cured(found, window.over(as_of)))
    reasons = tuple(sorted(known, key=lambda one: (_ORDER[one.level], one.place)))
    cured = [lapse for lapse in found if lapse.cured]
    told = tuple(PeriodReason(f"{lapse}", lapse.place, "cured") for lapse in cured)
    controls = tuple(recurring_controls(book, first, last, as_of)) if book.responds else ()
    return PeriodVerdict(window, *_told(as_of, window, reasons, cured), (*reasons, *told), controls)


_ORDER = {"error": 0, "warning": 1, "waived": 2}


def _not_cured(found: Sequence[Lapse], over: bool) -> Iterator[PeriodReason]:
    """Checks that had lapsed when a period ended, and still have. While it runs, other rules ask for them."""
    for one in found if over else ():
        if not one.cured and not one.document:
            yield PeriodReason(f"{one}", one.place, "warning")


def _reasons(
    book: Book, record: ApprovalRecord, as_of: date, window: PeriodWindow, found_lapses: Sequence[Lapse]
) -> Iterator[PeriodReason]:
    not_cured = {one.document for one in found_lapses if not one.cured}
    for verdict in record.verdicts.values():
        yield from _of_document(book, verdict, as_of, window, verdict.id in not_cured)
    case = RuleInput(book, as_of, window)
    found = [finding for code in CODES for finding in _asked(case, record, code) if _belongs(finding, window)]
    for finding in apply_waivers(book, found, as_of, approved_waivers(record)):
        if finding.code not in CODES:  # a waiver that nothing needed here may be needed by a rule that was not asked
            continue
        if finding.waived is None:
            yield PeriodReason(finding.message, finding.place, finding.level)
        else:
            yield PeriodReason(f"{finding.message} (waived: {finding.waived})", finding.place, "waived")


def _asked(case: RuleInput, record: ApprovalRecord, code: str) -> Iterator[Finding]:
    rule = BY_CODE[code]
    if not rule.asks(case.book):
        return
    hits = rule.ask_record(case, record) if rule.ask_record else rule.ask(case) if rule.ask else ()
    yield from (rule.finding(hit, None) for hit in hits)


_NUMBERED = re.compile(r"[A-Z]+-([0-9]{4})-.+")


def _belongs(finding: Finding, window: PeriodWindow) -> bool:
    """Whether a finding is of this period: the number of a record says its year."""
    year = _NUMBERED.fullmatch(finding.subject or "")
    return year is None or window.starts.year <= int(year[1]) <= window.ends.year


def _of_document(
    book: Book, verdict: DocumentVerdict, as_of: date, window: PeriodWindow, lapsed_then: bool
) -> Iterator[PeriodReason]:
    """What a document's verdict says of a period: only what was so on one of its days. `lapsed_then`: on one of them
    it was not approved, and has not been since, whenever it was changed last."""
    place, lapsed = entry(book, verdict.id), verdict.due is not None and verdict.due < min(window.ends, as_of)
    changed = verdict.last_change.at.date() if verdict.last_change and verdict.last_change.at else as_of
    if verdict.verdict == "stale" or (verdict.verdict == "pending" and lapsed):
        if lapsed:
            what = f"{verdict.id} was last approved on {_day(verdict)}, and that held until {verdict.due}"
            yield PeriodReason(what, place, "error")
    elif verdict.verdict in {"approved", "draft"} or (changed > window.ends and not lapsed_then):
        return
    elif verdict.verdict == "claimed" or (verdict.verdict == "pending" and not verdict.why):
        yield PeriodReason(f"{verdict.id}: {verdict.reason}", place, "warning")
    else:
        yield PeriodReason(f"{verdict.id} is not approved: {verdict.reason}", place, "error")


def _day(verdict: DocumentVerdict) -> str:
    return str(verdict.approval.at.date()) if verdict.approval else "no day"


def _told(
    as_of: date, window: PeriodWindow, reasons: Sequence[PeriodReason], cured: Sequence[Lapse]
) -> tuple[PeriodState, str]:
    """The word and the sentence. Where something lapsed, or was waived, it never says that nothing is missing."""
    wrong, open_ = (sum(one.level == level for one in reasons) for level in ("error", "warning"))
    over = window.over(as_of)
    begins = f"{_named(window)} {'is over' if over else f'runs until {window.ends}'}"
    if wrong:
        also = f", and {counted(open_, 'thing')} open" if open_ else ""
        return "broken", f"{begins}: {counted(wrong, 'thing')} would be reported as exceptions{also}"
    if open_:
        return "open", f"{begins}: {counted(open_, 'thing')} open"
    state: PeriodState = "kept" if over else "so far"
    told = [*_lapsed(cured), *([f"{counted(len(reasons), 'thing')} waived"] if reasons else [])]
    if told:
        return state, f"{begins}; {', and '.join(told)}"
    return state, f"{begins}, and nothing is missing" if over else f"{begins}; nothing is missing so far"


def _lapsed(cured: Sequence[Lapse]) -> Iterator[str]:
    """The longest lapse in words, and how many more there were."""
    for longest in cured[:1]:
        more = f" (and {counted(len(cured) - 1, 'shorter lapse')}, cured as well)" if cured[1:] else ""
        yield f"{longest.what}: {counted(longest.days, 'day')} lapsed, cured on {longest.cured_on}{more}"


def _named(window: PeriodWindow) -> str:
    """The period as the subject of a sentence."""
    return f"The period {window.words}{',' if ',' in window.words else ''}"


def holds(book: Book, window: PeriodWindow) -> str:
    """What the records of a period hold, counted in words: its population."""
    events = book.events
    held = (
        (len(declared_in(book, window.starts, window.ends)), "incident", ""),
        (sum(dated_in(window, one.detected_at) for one in events.dismissed), "dismissed event", ""),
        (len(held_in(book, window)), "exercise", ""),
        (
            sum(one.ends in window for one in events.nil_statements),
            "nil-incident attestation",
            "nil-incident attestations",
        ),
        (sum(one.ends in window for one in events.trend_reviews), "trend review", ""),
    )
    return listed([counted(*each) for each in held], most=len(held))
