"""Authors whom no roster tells by an address, and the register's list of who they are."""

from __future__ import annotations

import unicodedata
from datetime import date
from string import ascii_uppercase
from typing import TYPE_CHECKING

from ratified.approval.past_data import PastAuthor, PastPerson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratified.model.landing import Identity

OUTSIDE = PastPerson.model_construct(id="outside", name="somebody outside", kind="human", started=date.min, emails=())
"""Whoever is known to be nobody of the company: no approver, so that every approver is somebody else."""

_LOWER = {ord(upper): upper.lower() for upper in ascii_uppercase}


def lower_address(email: str) -> str:
    """An address as it is compared: ASCII letters in lower case and nothing else folded, or a sign could pass for k."""
    return email.translate(_LOWER)


def folded_name(name: str) -> str:
    """A name as it is compared: letter case, blanks and the ways to write one letter make no difference."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class OutsideAuthors:
    """The list `authors:` of one register. Two entries of one address, or of one name, that differ say nothing."""

    def __init__(self, authors: Iterable[PastAuthor]) -> None:
        self._said: dict[tuple[str, str], set[str]] = {}
        for author in authors:
            key = ("", lower_address(author.email.strip())) if author.email.strip() else (folded_name(author.name), "")
            self._said.setdefault(key, set()).add(author.person)

    def of(self, who: Identity) -> str:
        """The id that the list gives for somebody, or `outside`; empty where it does not say."""
        address = lower_address(who.email.strip())
        said = self._said.get(("", address) if address else (folded_name(who.name), ""), set())
        return next(iter(said)) if len(said) == 1 else ""
