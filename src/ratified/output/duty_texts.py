"""Duties to notify as lines to read away from the site: in a terminal, in a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from ratified.policy.notices.duties import Duty, duty_of
from ratified.policy.roster.holders import title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.clock import Deadline
    from ratified.policy import Book

PAGE = "clocks/"
"""The page of the deadlines, from the site's root."""


class DutyTexts(NamedTuple):
    """The words of a book's duties. `site` is the address of the site's root; empty where nobody says it."""

    book: Book
    site: str

    def of(self, one: Deadline) -> Duty:
        """The duty behind a deadline."""
        return duty_of(self.book, one.clock, one.to)

    def link(self, duty: Duty) -> str:
        """Where the site says more; empty where no site is known, or no row of it tells of the duty."""
        base = self.site if self.site.endswith("/") else f"{self.site}/"
        return urljoin(base, f"{PAGE}#{duty.anchor}") if self.site and duty.anchor else ""

    def lines(self, duty: Duty, met: Sequence[Deadline] = ()) -> Iterator[str]:
        """Who sees to it, how and by which text, a line each; then what the same notice meets, and the link."""
        yield f"Owner: {title(self.book, duty.owner) if duty.owner else 'nobody is named'}"
        if duty.how:
            yield f"How: {duty.how}"
        if duty.template:
            page = next(page for page in self.book.pages if page.path == duty.template)
            yield f"Template: {page.title} ({duty.template})"
        for one in met:
            yield f"The same notice meets: {self.of(one).law} ({one.clock})"
        if link := self.link(duty):
            yield f"Link: {link}"


def duty_texts(book: Book) -> DutyTexts:
    """The words of a book, linked to the site that its settings name."""
    return DutyTexts(book, book.settings.url)
