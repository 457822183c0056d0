"""Which texts of a document were approved when, by fingerprint, and after which of them everybody is asked anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.document_changes import kind
from ratified.model.acknowledged import MaterialText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratified.approval.decision import Decisions
    from ratified.approval.past_data import PastAsked


class AcknowledgedTexts:
    """The texts of each document that a landing approved, each looked up when a line names it."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions, self._timeline = decisions, decisions.timeline
        self._by_fingerprint: dict[str, dict[str, list[int]]] = {}

    def before(self, document: str, fingerprint: str, number: int) -> int | None:
        """The last landing before another one that approved a document with this fingerprint; None where none did."""
        numbers = self._landings(document).get(fingerprint, [])
        return next((n for n in reversed(numbers) if n < number and self._approved(document, n)), None)

    def known(self, document: str, fingerprint: str) -> bool:
        """Whether a document ever had this fingerprint on main since the adoption, approved or not."""
        return fingerprint in self._landings(document)

    def material(self, asked: PastAsked) -> MaterialText | None:
        """The last landing that the register calls material, of those that it names by a day.

        Each names the first approved amendment on its day or later, and with it all of that one's day: where two land
        on one day, nobody can have read the second in the first.
        """
        found = {row.amended: [*self._from(asked.document, row.amended.toordinal())] for row in asked.material}
        last = max((numbers[-1] for numbers in found.values() if numbers), default=None)
        if last is None:
            return None
        named = tuple(sorted(day for day, numbers in found.items() if last in numbers))
        return MaterialText(last, self._timeline.landings[last].commit.id, self._timeline.day(last), named)

    def _from(self, document: str, day: int) -> Iterable[int]:
        first: int | None = None
        for number in self._decisions.in_force(document):
            on = self._timeline.day(number).toordinal()
            if on < day or (first is not None and on > first) or not self._amends(document, number):
                continue
            first = on
            yield number

    def _amends(self, document: str, number: int) -> bool:
        """Whether a landing approved an amendment: its own, or an earlier one that nobody had approved."""
        if number == self._timeline.bootstrap or not self._approved(document, number):
            return False
        amended = kind(self._timeline, document, number) == "amendment"
        return amended or bool(self._decisions.covers(document, number))

    def _approved(self, document: str, number: int) -> bool:
        return self._decisions.outcome(document, number).approved

    def _landings(self, document: str) -> dict[str, list[int]]:
        if document not in self._by_fingerprint:
            found: dict[str, list[int]] = {}
            for number in self._decisions.in_force(document):
                found.setdefault(self._timeline.fingerprint(document, number), []).append(number)
            self._by_fingerprint[document] = found
        return self._by_fingerprint[document]
