"""SEV-01: criteria that state a fact, told from those that are soft words only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.rules.rule import RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from ratified.model.severities import Criterion

_SOFT = """
big considerable considerably critical critically extensive grave high important large limited low major
material materially mild minimal minor moderate moderately negligible noticeable notable potential
potentially serious seriously severe severely significant significantly slight small some substantial
substantially sufficient unacceptable very wide widespread
"""
_NAMES_NO_FACT = """
affect affected affecting affects business cause caused causes causing company consequences customer
customers damage degradation disruption effect effects event events failure harm impact impacted impacts
incident incidents issue issues level nature operation operations organisation organization problem
problems process processes risk risks security service services situation system systems trouble user
users
"""
_JOINS = """
a an and any are at be been by can could for from has have in is it its kind may might more no not of on
one or other our over than that the their there these this those to us was we were which with would
"""
SAYS_NOTHING = frozenset((_SOFT + _NAMES_NO_FACT + _JOINS).split())
"""Words that make no criterion alone: taken away, a criterion that states a fact has words left."""

_CONCRETE = "add a criterion that states a fact: what is confirmed, on how many hosts, for how many customers"


@rule("SEV-01", "error", "A level without a concrete criterion")
def level_without_fact(case: RuleInput) -> RuleHits:
    """A level has no criteria, or all of them are vague. A criterion is vague when it has no `covers`, no
    digit, and nothing is left of its text once soft adjectives (*significant, serious, major, minor,
    substantial*...), nouns that name no fact (*impact, incident, issue, business, customers, systems*...)
    and joining words are taken away.

    **Why it matters.** "Major impact" is decided anew by everyone who reads it. Two responders set two
    levels, and the assessor finds that severity was a matter of mood.

    **How to fix it.** Give the level at least one criterion that two strangers would answer alike: "production
    is down for all customers", "confirmed", "more than one host", "10 %".

    **Protects.** CC7.3, CC7.4-PF07
    """
    for level in case.book.severities.levels:
        if not level.criteria:
            yield hit_at(level, "criteria", f"{level.id} has no criteria", _CONCRETE)
        elif all(_vague(criterion) for criterion in level.criteria):
            only = ", ".join(f'{c.id} "{c.text}"' for c in level.criteria)
            what = f"{level.id} rests on vague words only: {only}"
            yield hit_at(level, "criteria", what, _CONCRETE)


def _vague(criterion: Criterion) -> bool:
    words = re.findall(r"[a-z]+|\d+", criterion.text.casefold())
    return not criterion.covers and SAYS_NOTHING.issuperset(words)
