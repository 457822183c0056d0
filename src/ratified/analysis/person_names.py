"""Names of people, found in a text as words, in any capitals and whatever stands between first and last name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s.,'\u2019_-]{1,3}")
_LETTERS, _WORDS = 3, 8
"""A name of fewer letters is found in other words; of a longer one the first words are sought."""


class NameInText(NamedTuple):
    """From where to where a name stands, and the id of the person, where it is known."""

    start: int
    end: int
    id: str | None


@dataclass
class _NameStep:
    """What follows a word of names, and whose name ends with it."""

    after: dict[str, _NameStep] = field(default_factory=dict)
    ends: bool = False
    id: str | None = None


class PersonNames:
    """Names and the ids of those who bear them. Time grows with the text alone, however many names there are."""

    def __init__(self, names: Mapping[str, str | None]) -> None:
        self._first = _NameStep()
        for name, id_ in names.items():
            step = self._first
            words = [word.lower() for word in _WORD.findall(name)][:_WORDS]
            if sum(map(len, words)) >= _LETTERS:
                for word in words:
                    step = step.after.setdefault(word, _NameStep())
                step.ends, step.id = True, id_

    def found_in(self, text: str) -> Iterator[NameInText]:
        """Each name in a text, the longest where one begins with another."""
        words = [*_WORD.finditer(text)]
        number = 0
        while number < len(words):
            found = self._longest(text, words[number : number + _WORDS])
            if found is None:
                number += 1
            else:
                last, id_ = found
                yield NameInText(words[number].start(), words[number + last].end(), id_)
                number += last + 1

    def _longest(self, text: str, words: Sequence[re.Match[str]]) -> tuple[int, str | None] | None:
        step, found = self._first, None
        for place, word in enumerate(words):
            if place and not _BETWEEN.fullmatch(text, words[place - 1].end(), word.start()):
                break
            following = step.after.get(word[0].lower())
            if following is None:
                break
            step = following
            if step.ends:
                found = (place, step.id)
        return found
