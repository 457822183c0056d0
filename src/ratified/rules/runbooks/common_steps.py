"""RUN-13: what every incident begins with is said once, on Start here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.policy.addresses import START_PAGE
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule
from ratified.rules.runbook_sections import FIRST, runbooks
from ratified.source.markdown import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.model.prose import Page, TextBlock

_ENDS = re.compile(r"[.,;:?!]|\b(?:and|then)\b")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = re.compile(r"an?|as|at|by|for|from|if|i[nst]|of|on|or|th(?:at|e|is)|to|when|where|with|your?")
_LEAST = 2
"""Words that an order has at least before it is told again: "page", alone, is a part of many."""


@rule("RUN-13", "warning", "A first step that stands on Start here already", since="0.2.0")
def common_step_again(case: RuleInput) -> RuleHits:
    """A numbered step in *First 15 minutes* of a runbook gives an order that a numbered step of Start here gives under
    a heading of that name: all its words, one after another, in one clause. Small words, and who is to do it, do
    not count. Without such a section on `docs/start-here.md` the rule is silent.

    **Why it matters.** Somebody comes from Start here with those steps done. A second list that begins with them again
    is skipped, and with it the step that only this kind of incident needs.

    **How to fix it.** Take the order out of the runbook, and keep there what is special about it.

    **Protects.** CC7.4, CC7.4-PF02
    """
    start = next((page for page in case.book.markdown if page.path == START_PAGE), None)
    common = [*_common(start)] if start else []
    for page, front in runbooks(case) if common else ():
        for step in page.steps(FIRST):
            said = [*_orders(step)]
            again = {order: line for line, order in common if any(_within(order, one) for one in said)}
            if again:
                what = f"{front.id}: step {step.step} of {FIRST!r} says again " + _listed(again)
                yield RuleHit(step.place, what, "take it out: Start here says it for every incident", front.id)


def _listed(again: Mapping[tuple[str, ...], int]) -> str:
    return ", ".join(f"{' '.join(order)!r} ({START_PAGE}:{line})" for order, line in again.items())


def _common(start: Page) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each order of the first steps of Start here, with its line."""
    for block in start.blocks:
        if block.step and FIRST.lower() in (block.section or "").lower():
            yield from ((block.place.line, order) for order in _orders(block) if len(order) >= _LEAST)


def _orders(step: TextBlock) -> Iterator[tuple[str, ...]]:
    """The clauses of a step, each as its words but for the small ones."""
    for clause in _ENDS.split(words(step.text).lower()):
        if found := tuple(word for word in _WORD.findall(clause) if not _SMALL.fullmatch(word)):
            yield found


def _within(order: tuple[str, ...], said: tuple[str, ...]) -> bool:
    return any(said[at : at + len(order)] == order for at in range(len(said) - len(order) + 1))
