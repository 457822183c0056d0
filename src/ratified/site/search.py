"""The search of the site: which pages come first, and what can be found that is no heading of a page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ratified.views.home.search_entries import SearchEntry

INDEX = "search/search_index.json"
SEPARATOR = r"[\s\-,;!=\[\]()\"`/|]+"
"""Where a text falls into words. A question is always split at spaces and hyphens, so texts must be too."""

_BOOSTS = (("runbooks/", 4.0), ("policy/", 3.0))
"""How much more a page counts than others, by how its address begins: at night a word is asked for its runbook."""

_SOUGHT = 8.0
"""What an entry counts, and a page that knows by which words people ask for it: they are looking for it."""

_RULES = "rules/"
_RULE_PART = re.compile(r"rules/[A-Z]{3}-\d\d/#")
_RULE = re.compile(r"rules/([A-Z]{3}-\d\d)/$")
_COMMON = frozenset(
    [
        *("a", "an", "and", "as", "at", "be", "but", "by", "for", "from", "his", "her", "i", "in", "is", "it", "my"),
        *("no", "not", "of", "on", "or", "our", "the", "this", "to", "up", "us"),
    ]
)


def _by_code(doc: dict[str, Any]) -> dict[str, Any]:
    """The page of a rule by its code alone; any other as it is."""
    if doc["location"] == _RULES:
        return {**doc, "text": ""}
    if not (rule := _RULE.match(doc["location"])):
        return doc
    code, _, text = doc["title"].partition(" ")
    return {"location": doc["location"], "title": code, "text": text, "tags": _name(rule[1]), "boost": 1.0}


def _page(entry: SearchEntry) -> str:
    return entry.location.partition("#")[0]


def _name(text: str) -> list[str]:
    return re.split(SEPARATOR, text.lower())


def _words(phrase: str) -> set[str]:
    """The words by which a page is found. Of more than two the common ones say nothing; `not` never does."""
    words = _name(phrase)
    return {word for word in words if word not in _COMMON or (len(words) == 2 and word != "not")} - {""}


def boost(url: str) -> float | None:
    """What a page counts; None for as much as any."""
    return next((factor for start, factor in _BOOSTS if url.startswith(start)), None)


def with_entries(index: str, entries: Iterable[SearchEntry], synonyms: Mapping[str, Sequence[str]]) -> str:
    """The search's index with more to find in it, and without the pages of rules, which are found by their codes alone.
    `synonyms` are words for pages by their address. Raises ValueError where it is no such index.

    No word is left out as too common: `not` is half of a rule's code.
    """
    found, entries = json.loads(index), [*entries]
    found["docs"] = [_by_code(doc) for doc in found["docs"] if not _RULE_PART.match(doc["location"])]
    titles = [(_page(one), _words(one.title)) for one in entries]
    for doc in found["docs"]:
        if phrases := synonyms.get(doc["location"]):
            elsewhere = {word for page, words in titles if page != doc["location"] for word in words}
            words = {word for phrase in phrases for word in _words(phrase)}
            doc |= {"tags": sorted(words - elsewhere), "boost": boost(doc["location"]) or _SOUGHT}
    found["docs"] += [
        {"location": one.location, "title": one.title, "text": one.text, "boost": _SOUGHT}
        | ({"tags": _name(one.title)} if one.named else {})
        for one in entries
    ]
    found["config"] |= {"separator": SEPARATOR, "pipeline": []}
    return json.dumps(found, separators=(",", ":"))
