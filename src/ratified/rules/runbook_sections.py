"""The runbooks that rules are asked about, and their fixed sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.source.markdown import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.page import RunbookFront
    from ratified.model.place import Place
    from ratified.model.prose import MacroCall, Page
    from ratified.rules.rule import RuleInput

USE = "Use when"
FIRST = "First 15 minutes"
PRESERVE = "Preserve evidence"
VALIDATE = "Validate before return"
HEADINGS = (
    USE,
    FIRST,
    PRESERVE,
    "Contain",
    "Eradicate",
    "Recover",
    VALIDATE,
    "Decisions",
    "Notify",
    "Communicate",
    "Close and review",
    "Common mistakes",
    "Exercise prompt",
)
"""The second-level headings of every runbook, in the order a responder needs them."""


def runbooks(case: RuleInput) -> Iterator[tuple[Page, RunbookFront]]:
    """Every runbook that is not retired, with its front matter."""
    for page in case.book.runbooks:
        if page.runbook is not None and page.runbook.status != "retired":
            yield page, page.runbook


def led_by(page: Page) -> Iterator[MacroCall]:
    """The criteria on which a runbook is used, as calls of its section *Use when*. What an item says that sends the
    reader on to another runbook is about that one."""
    for block in page.section(USE):
        calls = [*page.calls_in(block)]
        if not any(call.name == "runbook" for call in calls):
            yield from (call for call in calls if call.name == "criterion")


def heading(page: Page, name: str) -> Place | None:
    """Where a second-level heading stands first."""
    return next((h.place for h in page.headings if h.level == 2 and h.text == name), None)


def filled(page: Page, name: str) -> bool:
    """Whether a section holds words, code or a macro call."""
    return any(
        words(block.text) or "`" in "".join(block.source) or any(page.calls_in(block)) for block in page.section(name)
    )
