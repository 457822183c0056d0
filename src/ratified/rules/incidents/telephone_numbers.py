"""Telephone numbers as people write them, told from counts, days, ids, ports and versions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.rules.incidents.found_leak import FoundLeak

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BREAK = "[ \u00a0\u2009\u202f./\u2010\u2011\u2013-]"
"""What people put between the digits of a number: blanks, full stops, slashes and hyphens of all kinds."""

_APART = rf"(?:{_BREAK}{{1,2}}\(?|\){_BREAK}{{0,2}}|\()"
_MORE = rf"(?:{_APART}\d{{1,14}}+){{0,8}}+"
_BEFORE, _AFTER = r"(?<![\w.,/:@#=&$€£+-])", r"(?!(?!x\d)[\w@]|:\d|[.,/-]\w)"

_ABROAD = re.compile(rf"(?<![\w.,+-])(?<!\d{{4}} )(?:\+|00 ?)\(?(?=[1-9])\d{{1,15}}+{_MORE}(?!(?!x\d)[^\W\d]|@)")
_AMERICAN = re.compile(
    rf"{_BEFORE}(?:1{_BREAK})?(?:\([2-9]\d\d\){_BREAK}?[2-9]\d\d[ .\u2011-]"
    rf"|[2-9]\d\d(?P<dash>[.\u2011-])[2-9]\d\d(?P=dash))\d{{4}}{_AFTER}"
)
_NATIONAL = re.compile(
    rf"{_BEFORE}(?<!\d{{4}} )(?:\(0[1-9]\d{{0,4}}+\)"
    rf"|0[1-9]\d{{0,4}}+(?=[ /\u00a0\u2011-]|(?:\.\d\d){{4}}(?![\d.]))){_MORE}{_AFTER}"
)
_SPOKEN = re.compile(rf"{_BEFORE}\(?\d{{1,15}}+{_MORE}{_AFTER}")
_CALLED = re.compile(
    r"(?i)\b(?:(?P<device>tel(?:ephone|efon)?\.?|t\u00e9l\.?|phone|mobile|handy|cell(?:phone)?|fax|sms|whatsapp|hotline"
    r"|helpline|landline|voicemail|switchboard|callback)"
    r"|call(?:ed|ing)?|dial(?:led|ed|ing)?|rang|ring|text(?:ed)?(?![ \t]*:)|reach(?:ed)?)"
    r"(?P<where>(?:[ \t]{1,3}(?:them|him|her|me|us|number|no|nr|line|phone|at|on|is|was|under|via)\b\.?){0,3})"
    r"[ \t]{0,3}[:=#]?[ \t]{0,3}$"
)
"""Words for calling somebody. `text:` is a key of records, and what stands behind it may begin with any number."""

_NUMBERED = re.compile(
    r"(?i)\b(?:invoice|order|booking|ref(?:erence)?|case|ticket|account|contract|policy|serial|batch|parcel|tracking|claim"
    r"|quote|part|licen[cs]e|certificate|asset)s?(?:[ \t]+(?:no|nr|number|id)\b)?[.:# \t]{1,3}$"
)
"""What a number may count that begins with 0 and is in groups, besides telephones."""
_FROM_HOME = re.compile(r"00 ?[1-9(]\d")
_REACH = 48
"""How many characters before a number say that somebody was called."""

_GROUPED = ("00 00", "000 0", "000-0000", "000.000", "00.00.00.00.00", "00/00", "0)0", "0) 0")
_IN_A_ROW = tuple(f"{before}000000000" for before in " :=#\"'")
"""The signs of a number at home, one of which it has: digits in groups, or nine in a row that are no hash."""

_CODES = re.compile(
    r"1[2-9]\d\d[2-9]\d{6}|7|2(?:0|7|[1-689]\d)|3(?:[0-469]|[578]\d)|4(?:[013-9]|2\d)|5(?:[1-8]|[09]\d)"
    r"|6(?:[0-6]|[7-9]\d)|8(?:[1246]|[0578]\d)|9(?:[0-58]|[679]\d)"
)
"""How a number abroad begins: the country codes of ITU-T E.164, and a North American number as a whole."""

_DAY = re.compile(r"(?:19|20)\d\d[-./ ]?[01]\d[-./ ]?[0-3]\d(?!\d)|[0-3]?\d[-./][01]?\d[-./](?:19|20)\d\d(?!\d)")
_QUAD = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .\u00a0\u2009\u202f]\d{3})+")
_SOCIAL_SECURITY = re.compile(r"\d{3}-\d\d-\d{4}")
_PAIRS = re.compile(r"\d\d(?:[ -]\d\d){3,}")


def telephone_numbers(text: str, signs: str) -> Iterator[FoundLeak]:
    """The telephone numbers of a text."""
    shapes: list[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]]] = []
    if any(sign in signs for sign in ("+0", "+(")) or _FROM_HOME.search(text):
        shapes.append((_ABROAD, _is_abroad))
    grouped = any(sign in signs for sign in _GROUPED)
    if grouped:
        shapes += [(_AMERICAN, lambda match: True), (_NATIONAL, _is_national)]
    if grouped or any(sign in signs for sign in _IN_A_ROW):
        shapes.append((_SPOKEN, _is_called))
    for shape, counts in shapes:
        yield from (FoundLeak(*match.span(), "a telephone number") for match in shape.finditer(text) if counts(match))


def _digits(written: str) -> str:
    return "".join(letter for letter in written if letter.isdecimal())


def _is_abroad(match: re.Match[str]) -> bool:
    written = match[0]
    if _DAY.match(written.lstrip("+")) or _QUAD.fullmatch(written):
        return False
    digits = _digits(written) if written.startswith("+") else _digits(written)[2:]
    return (
        len(digits) >= 8 and _CODES.match(digits) is not None and (len(digits) <= 15 or len(digits) < len(written) - 2)
    )


def _is_national(match: re.Match[str]) -> bool:
    """Nine to eleven digits that begin with 0. Pairs are French if they are five, and else bytes."""
    written = match[0]
    if _NUMBERED.search(match.string[max(0, match.start() - _REACH) : match.start()]):
        return False
    digits = _digits(written)
    if _QUAD.fullmatch(written) or _DAY.match(written) or _SOCIAL_SECURITY.fullmatch(written):
        return False
    fewest = 10 if re.fullmatch(r"[\d-]+", written) else 9  # an id has hyphens as well
    return fewest <= len(digits) <= 11 and (len(digits) == 10 or _PAIRS.fullmatch(written) is None)


def _is_called(match: re.Match[str]) -> bool:
    """Behind a word for it less is enough: seven digits in groups, nine in one."""
    written = match[0]
    digits = _digits(written)
    apart = len(digits) < len(written)
    if len(digits) < (7 if apart else 9) or _DAY.match(written) or _QUAD.fullmatch(written):
        return False
    called = _CALLED.search(match.string[max(0, match.start() - _REACH) : match.start()])
    if called is None:
        return False
    device = called["device"] is not None
    if apart:
        return device or _THOUSANDS.fullmatch(written) is None
    return len(digits) <= 15 and (device or bool(called["where"]))
