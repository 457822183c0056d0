"""INC-22: what must never stand in a record that everybody may read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ratified.book import Book
from ratified.model.place import Place
from ratified.rules.rule import Case, Hit, rule

_SHAPES = (
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("an access key", re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")),
    ("a token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|sk_live_\w{16,})")),
    ("a signed token", re.compile(r"\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}")),
    (
        "a password",
        re.compile(r"(?i)\b(?:password|passwd|passphrase|secret|api[_ -]?key)\s*[:=]\s*(?!['\"]?\*+)\S{6,}"),
    ),
    ("an e-mail address", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("an internet address", re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)")),
    ("a social security number", re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")),
    ("a telephone number", re.compile(r"(?<![\w:.+-])\+\d{1,3}[ -]?\(?\d{2,4}\)?(?:[ -]\d{2,5}){2,4}\b")),
)
_CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")


@rule("INC-22", "error", "A record that tells too much")
def record_leaks(case: Case) -> Iterator[Hit]:
    """The text of a record of an incident or an exercise, its comments too, holds something shaped like a private
    key, an access key, a token, a password, a payment card, a social security number, a telephone number, an
    e-mail address or an internet address; or the name of a customer of `data/contracts.yml`. Drafts are no
    exception. The finding does not repeat what it found.

    **Why it matters.** Git forgets nothing. A name or a secret in a record is with everybody who ever clones the
    repository, and taking it out again means rewriting the history that proves the rest.

    **To mend it.** Keep it in the full record, and say here what it was: "the key of the build account", CT-021,
    the roster id. Rotate a secret that was pushed.

    **Protects.** P6.3, CC7.4-PF06, A.5.34
    """
    customers = _customers(case.book)
    for path, text in case.book.record_texts.items():
        subject = path.rpartition("/")[2].removesuffix(".yml")
        for number, line in enumerate(text.split("\n"), 1):
            for what, column in _found(line, customers):
                help_ = "take it out; the full record has it"
                yield Hit(Place(path, number, column + 1), f"{subject} holds {what}", help_, subject)


def _customers(book: Book) -> re.Pattern[str] | None:
    names = [re.escape(contract.party) for contract in book.contracts.contracts]
    return re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE) if names else None


def _found(line: str, customers: re.Pattern[str] | None) -> Iterator[tuple[str, int]]:
    for what, shape in _SHAPES:
        for match in shape.finditer(line):
            yield what, match.start()
    for match in _CARD.finditer(line):
        if _luhn(match[0]):
            yield "a payment card number", match.start()
    for match in customers.finditer(line) if customers else ():
        yield "the name of a customer", match.start()


def _luhn(text: str) -> bool:
    """The check digit of payment cards (ISO/IEC 7812-1, annex B)."""
    digits = [int(one) for one in reversed(text) if one.isdecimal()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return sum((*digits[::2], *doubled)) % 10 == 0
