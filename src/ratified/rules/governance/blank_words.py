"""What a template leaves to be filled in, told from protocols, masks, numbers and words about such words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.rules.governance.blank_values import stands_for_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_FIELD = (
    r"\[(?:DATE|NAME|ROLE|TITLE|E-?MAIL|PHONE|ADDRESS|VERSION|LOCATION|AMOUNT|DEPARTMENT|VENDOR|CLIENT|CUSTOMER|OWNER"
    r"|APPROVER|AUTHOR|SIGNATURE|NUMBER|COUNTRY|STATE|CITY)(?:[ _-][A-Z]{2,20}){0,3}\]"
)
_SHAPES = re.compile(
    r"(?P<insert>[\[<](?:INSERT\b|(?i:insert\s|fill[ _](?:me[ _])?in\b|customi[sz]e\b))[^\[\]<>]*[\]>](?![(\[]))"
    r"|(?i:\(fill[ _](?:me[ _])?in\))"
    r"|(?i:(?<![\w.+@-])[\w.+@-]*(?<![\w-])(?:yourcompany|example-company)\.com\b)"
    r"|(?P<lorem>(?i:\blorem\s+ipsum\b))"
    r"|(?i:\bexample\s+sentence\s+to\s+replace\b)"
    r"|(?i:[\[<](?:your\s+)?(?:company|organi[sz]ation)(?:[\s_-]+name)?[\]>])(?![(\[]|:\s*(?:\w+:/|[/.<]))"
    r"|\[YOUR [A-Z /'-]{2,60}\]"
    rf"|{_FIELD}(?![(\[:])"
    r"|(?<![\w@.-])(?<!\w/)(?:(?P<todo>TODO|FIXME)|(?P<tbd>TB[CD]|CHANGE[_-]?ME|PLACEHOLDER)"
    r"|(?P<acme>ACME|Acme)|(?P<capitals>FILL[ _](?:ME[ _])?IN)"
    r"|(?P<crosses>X{3,}(?:[ -]X+)*))(?![\w-]|\.\w)"
)
_ALONE = re.compile(r"(?im)(?:^[ \t>*+-]*|[|:][ \t]*)(fill[ _](?:me[ _])?in)\b[.*]*\s*(?=\||\Z)")
"""In small letters the words are ordinary, but for where they are all that a value, an item or a cell says."""

_MAYBE = re.compile("insert|fill|customi|company|sentence|organi|todo|tb[cd]|fixme|change|place|xxx|acme|lorem|your")
"""No text of ASCII is a blank that has none of these: most texts need not be searched."""

_REACH, _JUST_BEFORE = 160, 64
"""How many characters about a word say what it is about, and how many before it whether it is spoken of."""

_SQL = re.compile(r"\b(?:UPDATE|DELETE|SELECT|INTO|VALUES|MERGE|TRUNCATE)\b")
_MENTIONED = re.compile(
    r"(?i)\b(?:says?|said|saying|reads?|writes?|written|mark(?:s|ed|ing)?|label(?:s|led|ed)?|tag(?:s|ged)?|words?|terms?|strings?"
    r"|grep|search(?:es|ed|ing)?|finds?|look(?:s|ing)?|contain(?:s|ing)?|replac(?:es?|ed|ing)|remov(?:es?|ed|ing)|prints?|printed"
    r"|masked|shown|refus(?:es?|ed)|reject(?:s|ed)?|never|no|not|any|every|each|without|instead|such|like|forbids?)"
    r"[ \t]+(?:(?:a|an|the|as|for|of|still|only|leaves?)[ \t]+){0,3}"
    r"(?:[\"'*_]*(?:TODO|FIXME|TB[CD]|XXX)[\"'*_]*(?:,|[ \t]and|[ \t]or)[ \t]+){0,3}[\"'\u201c\u2018\u00ab*_(]*$"
)
"""What comes before a word that is spoken of and not used."""
_COUNTED = re.compile(
    r"(?i)\b(?:an?|the|all|both|open|this|that|these|those|our|your|their|old|stale|remaining|leftover|one|two|\d+)"
    r"[ \t]+[\"'*_]*$"
)
_OF_WORK = re.compile(
    r"(?i)['\u2019]s\b|[\"'\u201d\u2019*_]*[ \t]+(?:lists?|items?|comments?"
    r"|apps?|boards?|files?|columns?|entr(?:y|ies)|queues?|cards?|markers?"
    r"|notes?|backlog|tags?|tickets?|labels?"
    r"|tests?|options?|warnings?|annotations?)\b"
)
_FORM = re.compile(
    r"[ \t]+(?:THE|THIS|YOUR|EACH|EVERY|AN?|ALL)\b(?:[ \t]+[A-Z-]+){0,3}[ \t]+"
    r"(?:FORM|SHEET|CARD|LOG|TICKET|RECORD|REPORT|TEMPLATE|CHECKLIST|TIMELINE|FIELDS?|TABLE|COLUMNS?|BOXES|QUESTIONNAIRE)\b"
)
_CERTIFICATES = re.compile(
    r"(?i)\b(?:certificates?|certs?|tls|ssl|x\.509|csrs?|pki|certbot|cert-manager|let['\u2019]?s ?encrypt|zerossl"
    r"|dns-01|http-01|tls-alpn(?:-01)?|rfc ?8555|eab|acme\.sh|step-ca|traefik|caddy|challenges?)\b"
    r"|_acme-challenge|\bACMEv2\b"
)
_PROTOCOL = re.compile(
    r"[ \t]+(?:protocol|directory|v[12]|issuers?|CA|solvers?|challenges?|client|server|endpoint|account key)\b"
)
_FIRM = re.compile(
    r"['\u2019]s\b|,?[ \t]+(?:Corp(?:oration)?|Inc|Ltd|Limited|LLC|GmbH|AG|Co|Company|Holdings|Industries|Group"
    r"|employees|staff|customers|personnel|Security|Information|management|contractors)\b"
)
_ROMAN = re.compile(
    r"(?i)\b(?:chapter|title|article|appendix|part|section|annex|schedule|bowl|volume|book|figure|sizes?)[ \t]+$"
)
_SAY = re.compile(r"(?i)\b(?:say|says|said|write|writes|written|put|reads?)[ \t]+[\"\u201c][^\"\u201c\u201d]{0,40}$")
_UNSAY = re.compile(r"[^\"\u201c\u201d]{0,40}[\"\u201d]")
_NOT_ALLOWED = re.compile(
    r"(?i)(?:[ \t]+(?:texts?|words?|paragraphs?|fillers?))?[ \t]+(?:is|are|was|were|may|must|can)[ \t]+"
    r"(?:not|never|refused|forbidden|rejected|removed|banned)\b"
)
_PROTOCOL_NAMED = re.compile(
    r"(?i)\bACME protocol|let['\u2019]?s ?encrypt|\bcertbot|cert-manager|RFC ?8555|acme\.sh|_acme-challenge|dns-01"
)

_SPELT_OUT = (
    re.compile(r"\b((?:[A-Za-z]{1,30}[ -]){2,8})\((ACME|TBD|TODO|FIXME)\)"),
    re.compile(r"\b(ACME|TBD|TODO|FIXME)[ \t]+\(((?:[A-Za-z]{1,30}[ -]){1,8}[A-Za-z]{1,30})\)"),
)


def blank_words(text: str, about: str = "", defined: frozenset[str] | None = None) -> Iterator[tuple[int, str]]:
    """Where a blank begins, and its words.

    `about` is the text with its code, where that was masked; `defined` are the words that the page explains.
    """
    if text.isascii() and "[" not in text and not _MAYBE.search(text.lower()):
        return
    for match in _SHAPES.finditer(text):
        kind = match.lastgroup
        if kind is not None:
            defined = defined_words(about or text) if defined is None else defined
            explained = match[0].upper() in defined and not _FIRM.match(_after(match))
            if explained and not stands_for_value(match):
                continue
            if _ORDINARY[kind](match, about or text):
                continue
        yield match.start(), match[0]
    yield from ((match.start(1), match[1]) for match in _ALONE.finditer(text))


def filled_when_sent(word: str) -> bool:
    """Whether a blank is one that the template of a notice keeps until it is sent: `[DATE]`, `[CUSTOMER NAME]`."""
    return re.fullmatch(_FIELD, word) is not None


def defined_words(text: str) -> frozenset[str]:
    """The words of a template that a text explains as something else: spelt out, or the protocol for certificates."""
    found = {"ACME"} if _PROTOCOL_NAMED.search(text) else set()
    for shape, (long, short) in zip(_SPELT_OUT, ((1, 2), (2, 1)), strict=True):
        for match in shape.finditer(text):
            initials = "".join(word[0] for word in re.split(r"[ -]+", match[long].strip())).upper()
            if initials.endswith(match[short]):
                found.add(match[short])
    return frozenset(found)


def _before(match: re.Match[str]) -> str:
    text = match.string[max(0, match.start() - _JUST_BEFORE) : match.start()]
    return text[text.rfind("\n\n") + 1 :].replace("\n", " ")


def _after(match: re.Match[str]) -> str:
    return match.string[match.end() : match.end() + _JUST_BEFORE].replace("\n", " ")


def _quoted(match: re.Match[str]) -> bool:
    """Whether a word is part of what somebody is told to say or to write."""
    return bool(_SAY.search(_before(match)) and _UNSAY.match(_after(match)))


def _refused(match: re.Match[str], about: str) -> bool:
    return _NOT_ALLOWED.match(_after(match)) is not None


def _of_a_table(match: re.Match[str], about: str) -> bool:
    return _SQL.search(match[0]) is not None


def _of_work(match: re.Match[str], about: str) -> bool:
    before = _before(match)
    return bool(_quoted(match) or _MENTIONED.search(before) or _COUNTED.search(before) or _OF_WORK.match(_after(match)))


def _mentioned(match: re.Match[str], about: str) -> bool:
    return _quoted(match) or _MENTIONED.search(_before(match)) is not None


def _of_certificates(match: re.Match[str], about: str) -> bool:
    """A firm's name is one whatever it says of certificates."""
    after = _after(match)
    if _FIRM.match(after):
        return False
    near = about[max(0, match.start() - _REACH) : match.end() + _REACH]
    return _PROTOCOL.match(after) is not None or _CERTIFICATES.search(near.replace(match[0], "")) is not None


def _of_a_form(match: re.Match[str], about: str) -> bool:
    return _FORM.match(_after(match)) is not None


def _of_a_mask(match: re.Match[str], about: str) -> bool:
    """Crosses beside digits, in the groups of a card or of a social security number, a Roman thirty, or spoken of."""
    before, after = _before(match), _after(match)
    groups = [len(group) for group in re.split("[ -]", match[0])]
    masked = groups in ([3, 2, 4], [4, 4, 4, 4]) or re.match(r"[ -]?\d", after) or re.search(r"\d[ -]?$", before)
    return bool(masked or (match[0] == "XXX" and _ROMAN.search(before)) or _MENTIONED.search(before))


_ORDINARY: Mapping[str, Callable[[re.Match[str], str], bool]] = {
    "insert": _of_a_table,
    "lorem": _refused,
    "todo": _of_work,
    "tbd": _mentioned,
    "acme": _of_certificates,
    "capitals": _of_a_form,
    "crosses": _of_a_mask,
}
"""By the kind of a blank, what tells an ordinary word from one."""
