"""Where a sentence begins and ends, for whoever asks whether it is the same one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ratified.model.place import Place
    from ratified.model.prose import TextBlock

_ENDS = re.compile(r"(?<![.\w])(\w{3,})[\"'”’)\]*_`]*[.!?][\"'”’)\]*_]*\s+(?=[A-Z\"'“‘(\[*_{])")
_ABBREVIATED = re.compile(
    "adm|approx|apr|art|assn|asst|attn|aug|calif|capt?|chap|col|corp|dec|dept|dist|div|est|etc|excl|exec|ext|feb|fig"
    "|fri|gen|govt?|hon|hrs?|incl?|intl|jan|jul|jun|llc|ltd|mar|max|mfg|mgmt|mgr|mins?|misc|mon|mrs|mtg|nov|nos|oct|org"
    "|para?|phd|pres|prof|ref|reg|rep|resp|rev|sat|secs?|sect|sept?|ser|sun|supp|tel|temp|thu|treas|tue|univ|vol|wed|yrs?",
    re.IGNORECASE,
)
"""Words behind which a full stop ends no sentence for certain; behind a shorter one it never does. What may be one
sentence is taken for one, and is new where any of it is."""


def sentence_at(block: TextBlock, place: Place) -> str:
    """The sentence of a block in which a place stands, as it is written."""
    text = "\n".join(block.source)
    above = block.source[: place.line - block.place.line]
    at = sum(len(line) + 1 for line in above) + place.column - 1
    starts = [0, *(end.end() for end in _ENDS.finditer(text) if not _ABBREVIATED.fullmatch(end[1]))]
    start = max(one for one in starts if one <= at)
    return text[start : min((one for one in starts if one > at), default=len(text))]
