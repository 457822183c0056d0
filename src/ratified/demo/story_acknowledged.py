"""Example Corp reads its policy: everybody is asked, anew after a material amendment, and for the card of the night."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.analysis.acknowledgement_files import list_path
from ratified.demo.acknowledged import ASK, ASK_ANEW, ASK_FOR_CARD, LISTS, OWN, list_of, own_text
from ratified.demo.company import SIGNING
from ratified.demo.landings import DemoLanding, Edit, landed
from ratified.model.acknowledgement import own_path

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEADS = ("dana", "lee")
"""Security leads, who approve lists; each merges what the other is on."""


def _own() -> Iterator[DemoLanding]:
    """Each line in a commit of its person, signed where they have a key, merged by a security lead."""
    for number, one in enumerate(OWN):
        before = tuple(other for other in OWN[:number] if other.person == one.person)
        edit = Edit(own_path(one.person), own_text(before) if before else None, own_text((*before, one)))
        merger = next(lead for lead in _LEADS if lead != one.person)
        made = landed(one.day, f"Acknowledge {one.document}", one.person, merger, "signed", edit)
        work = made.works[0]
        yield replace(made, works=(work._replace(signed=one.person in SIGNING),))


def _lists() -> Iterator[DemoLanding]:
    for one, merger in zip(LISTS, _LEADS, strict=True):
        title = f"Who acknowledged POL-IR: {one.name}"
        yield landed(one.day, title, "helen", merger, "signed", Edit(list_path(one.name), None, list_of(one)))


STEPS: tuple[DemoLanding, ...] = tuple(
    sorted(
        (
            landed("2025-09-10", "Everybody acknowledges the policy", "dana", "priya", "signed", ASK),
            landed("2025-11-24", "The amendment of 19 November is material", "dana", "priya", "signed", ASK_ANEW),
            landed("2026-11-09", "Everybody acknowledges Start here", "dana", "priya", "signed", ASK_FOR_CARD),
            *_own(),
            *_lists(),
        ),
        key=lambda step: step.day,
    )
)
