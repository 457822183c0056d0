"""INC-22: what must never stand in a record that everybody may read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.model.place import Place
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.policy import Book

_KEYS = r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|sk_live_\w{16,})"
_PASSWORD = r"(?i)\b(?:passw(?:or)?d|passphrase|secret|api[_ -]?key)[ \t]*[:=][ \t]*(?!['\"]?\*)\S{6,}"  # noqa: S105 - what a password looks like, and none
_PHONE = r"(?<![\w:.+-])\+\d{1,3}[ -]?\(?\d{2,4}\)?(?:[ -]\d{2,5}){2,4}\b"
_SECRETS = ("passwd", "password", "passphrase", "secret", "apikey", "api key", "api_key", "api-key")
_SHAPES = (
    ("a private key", ("private",), re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("an access key", ("akia", "asia"), re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")),
    ("a token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "glpat", "xox", "sk_live"), re.compile(_KEYS)),
    ("a signed token", ("eyj",), re.compile(r"(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}")),
    ("a password", _SECRETS, re.compile(_PASSWORD)),
    ("an e-mail address", ("@",), re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b")),
    ("an internet address", ("0.0",), re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)")),
    ("a social security number", ("000-00-0000",), re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")),
    ("a telephone number", ("+",), re.compile(_PHONE)),
)
"""What is looked for: its name, signs of which it has one (in small letters, every digit a 0), and its shape."""

_GIVEN = re.compile(r"[ \t]*[:=]")
_CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")
_FEWEST = "0" * 13
"""What a card is at least, every digit a 0 and nothing between them."""
_ZEROS = {ord(digit): "0" for digit in "123456789"}
_NO_BREAKS = {ord(" "): None, ord("-"): None}


@rule("INC-22", "error", "A record that tells too much")
def record_leaks(case: RuleInput) -> RuleHits:
    """The text of a record of an incident or an exercise, its comments too, holds something shaped like a private
    key, an access key, a token, a password, a payment card, a social security number, a telephone number, an
    e-mail address or an internet address; or the name of a customer of `data/contracts.yml`. Drafts are no
    exception. The finding does not repeat what it found.

    **Why it matters.** Git forgets nothing. A name or a secret in a record is with everybody who ever clones the
    repository, and taking it out again means rewriting the history that proves the rest.

    **How to fix it.** Keep it in the full record, and say here what it was: "the key of the build account", CT-021,
    the roster id. Rotate a secret that was pushed.

    **Protects.** P6.3, CC7.4-PF06, A.5.34
    """
    customers = _customers(case.book)
    for path, text in case.book.record_texts.items():
        subject = path.rpartition("/")[2].removesuffix(".yml")
        for what, offset in _found(text, customers):
            before = text[:offset]
            place = Place(path, before.count("\n") + 1, offset - before.rfind("\n"))
            yield RuleHit(place, f"{subject} holds {what}", "take it out; the full record has it", subject)


_Names = tuple[tuple[str, ...], re.Pattern[str]]
"""The names of customers in small letters, every digit a 0, and the shape that finds any of them."""


def _customers(book: Book) -> _Names | None:
    names = [contract.party for contract in book.contracts.contracts]
    shape = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    return (tuple(name.lower().translate(_ZEROS) for name in names), shape) if names else None


def _found(text: str, customers: _Names | None) -> Iterator[tuple[str, int]]:
    """What is found and where. Most texts lack the sign that a shape cannot do without, and are not searched."""
    plain = text.isascii()
    small = text.lower()
    small = small.translate(_ZEROS if plain else {ord(c): "0" for c in set(small) if c.isdecimal()})
    for what, signs, shape in _SHAPES:
        asked = any(sign in small for sign in signs) and (signs is not _SECRETS or _gives(small))
        for match in shape.finditer(text) if asked else ():
            yield what, match.start()
    for match in _CARD.finditer(text) if _FEWEST in small.translate(_NO_BREAKS) else ():
        if _luhn(match[0]):
            yield "a payment card number", match.start()
    if customers and (not plain or any(name in small for name in customers[0])):
        for match in customers[1].finditer(text):
            yield "the name of a customer", match.start()


def _gives(small: str) -> bool:
    """Whether a word for a secret is followed by what it is: the word alone stands in many records."""
    for sign in _SECRETS:
        at = small.find(sign)
        while at >= 0:
            if _GIVEN.match(small, at + len(sign)):
                return True
            at = small.find(sign, at + 1)
    return False


def _luhn(text: str) -> bool:
    """The check digit of payment cards (ISO/IEC 7812-1, annex B)."""
    digits = [int(one) for one in reversed(text) if one.isdecimal()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return sum((*digits[::2], *doubled)) % 10 == 0
