"""INC-22: what must never stand in a record that everybody may read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ratified.rules.incidents.found_leak import FoundLeak, signs_of
from ratified.rules.incidents.internet_addresses import internet_addresses
from ratified.rules.incidents.issued_tokens import issued_tokens
from ratified.rules.incidents.telephone_numbers import telephone_numbers
from ratified.rules.incidents.written_secrets import written_secrets
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule
from ratified.source.lines import LineIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.policy import Book

_CARD = re.compile(r"(?<![\w-])[2-6]\d(?:[ -]?\d){11,17}(?![\w-])")
_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7]|6\d|35)\d{14}|3[47]\d{13}|3[0689]\d{12}|6\d{16,18}", re.ASCII
)
"""What the numbers of the large networks begin with, by their length."""
_FEWEST, _NO_BREAKS = "0" * 13, {ord(" "): None, ord("-"): None}
"""What a card is at least, every digit a 0 and nothing between them."""
_SOCIAL_SECURITY = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")

_SAID_TO_BE_ONE = re.compile(
    r"(?i)\b(?:ssns?|social[ -]security)(?:[ \t]+(?:no|nr|number)\b)?[.:#= \t]{0,3}(?:(?:is|was)[ \t])?"
    r"((?!000|666|9)\d{3} ?(?!00)\d{2} ?(?!0000)\d{4})(?!\w|[ -]\d)"
)
"""Without hyphens three groups are any number, but for where they are called one."""


@rule("INC-22", "error", "A record that tells too much")
def record_leaks(case: RuleInput) -> RuleHits:
    """The text of a record of an incident or an exercise, its comments too, holds something shaped like a private
    key, an access key, a token, a password, a payment card, a social security number, a telephone number, an
    e-mail address or an internet address; or the name of a customer of `data/contracts.yml`. Drafts are no
    exception. The finding does not repeat what it found.

    Tokens are known by how some seventy issuers let them begin, by `Bearer`, or by a name such as `api_key` before
    them, or an option of a command line. A password that is an ordinary word is found where it is in quotes or right
    behind an equals sign.
    Telephone numbers are found with their country code, in the groups of North America, with a 0 for the trunk, or
    behind a word such as *call*. Versions and packages (`event-stream@3.3.6`, version 10.4.2.1), masks (`***`), names
    of where a secret is kept, addresses that lead to no one machine (127.0.0.1, 169.254.169.254), and those that are
    written so that nobody follows them, as indicators are (`203[.]0[.]113[.]4`), are left alone.

    **Why it matters.** Git forgets nothing. A name or a secret in a record is with everybody who ever clones the
    repository, and taking it out again means rewriting the history that proves the rest.

    **How to fix it.** Keep it in the full record, and say here what it was: "the key of the build account", CT-021,
    the roster id. Rotate a secret that was pushed.

    **Protects.** P6.3, CC7.4-PF06, A.5.34
    """
    customers = customer_names(case.book)
    for path, text in case.book.record_texts.items():
        subject = path.rpartition("/")[2].removesuffix(".yml")
        if found := leaks_in(text, customers):
            lines = LineIndex(path, text)
            for leak in found:
                what = f"{subject} holds {leak.what}"
                yield RuleHit(lines.at(leak.start), what, "take it out; the full record has it", subject)


class CustomerNames(NamedTuple):
    """The shape that finds any customer by name, and signs of which a text of ASCII then has one."""

    shape: re.Pattern[str]
    signs: tuple[str, ...]


def customer_names(book: Book) -> CustomerNames | None:
    """The parties of `data/contracts.yml`, in any capitals, and where a name goes on in the next line."""
    names = [words for contract in book.contracts.contracts if (words := contract.party.split())]
    listed = "|".join(r"\s+".join(map(re.escape, words)) for words in names)
    shape = re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)
    return CustomerNames(shape, tuple({signs_of(words[0]) for words in names})) if names else None


def leaks_in(text: str, customers: CustomerNames | None = None) -> list[FoundLeak]:
    """What a text must not hold, in its order. Of what is two things at once, the first of these counts."""
    taken, kept = bytearray(len(text)), []
    for found in _every(text, customers):
        if taken.find(1, found.start, found.end) < 0:
            taken[found.start : found.end] = b"\x01" * (found.end - found.start)
            kept.append(found)
    return sorted(kept)


def _every(text: str, customers: CustomerNames | None) -> Iterator[FoundLeak]:
    signs = signs_of(text)
    yield from issued_tokens(text)
    yield from written_secrets(text, signs)
    yield from internet_addresses(text, signs)
    if "000 00 0000" in signs or "000000000" in signs:
        yield from (FoundLeak(*m.span(1), "a social security number") for m in _SAID_TO_BE_ONE.finditer(text))
    for match in _SOCIAL_SECURITY.finditer(text) if "000-00-0000" in signs else ():
        yield FoundLeak(*match.span(), "a social security number")
    for match in _CARD.finditer(text) if _FEWEST in signs.translate(_NO_BREAKS) else ():
        if _is_card(match[0]):
            yield FoundLeak(*match.span(), "a payment card number")
    yield from telephone_numbers(text, signs)
    if customers is not None and (not text.isascii() or any(sign in signs for sign in customers.signs)):
        yield from (FoundLeak(*match.span(), "the name of a customer") for match in customers.shape.finditer(text))


def _is_card(written: str) -> bool:
    """Digits as an issuer gives them out, with the check digit of payment cards (ISO/IEC 7812-1, annex B)."""
    text = "".join(letter for letter in written if letter.isdecimal())
    digits = [int(one) for one in reversed(text)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return _ISSUERS.fullmatch(text) is not None and sum((*digits[::2], *doubled)) % 10 == 0
