"""Whether four numbers with full stops are a version or an address: the words about them say so."""

from __future__ import annotations

import re

_REACH = 48
"""How many characters before the numbers are looked at, in their line and clause."""

_CLAUSE, _LINE = re.compile(r"[\n;!?]|[,.](?=\s)"), re.compile(r"\n")
_OF_A_MACHINE = re.compile(
    r"(?i)\b(?:ipv?4?s?|addr\w*|hosts?|servers?|machines?|instances?|src|dst|sources?|destinations?|traffic|connect(?:s|ed|ing|ions?)"
    r"|requests?|log-?ins?|sign-?ins?|logged|signed|sessions?|ping\w*|ssh|scp|sftp|rsync|curl|scan\w*|dns|resolvers?"
    r"|gateways?|subnets?|ranges?|networks?|nodes?|endpoints?|prox(?:y|ies)|peers?|clients?|attackers?|beacon\w*|block\w*"
    r"|deny|denied|ban(?:s|ned)?|listen\w*|remote|behind|resolve[sd]?|points?|route[sd]?|reach\w*|seen)\b"
)
_OF_A_RELEASE = re.compile(
    r"(?i)\b(?:versions?|ver|v|releases?d?|builds?|firmware|hotfix\w*|revision|image|packages?|tag(?:ged)?|upgrad\w*|downgrad\w*"
    r"|updat\w*|patch\w*|bump\w*|pin(?:s|ned)?|install\w*|vulnerable|affect\w*|fix(?:es|ed)?|ship(?:s|ped)|before|older|newer"
    r"|prior|deployed|running|runs|module|library|plugin|appliance|agent|sections?|rules?|standards?|figure|requirements?|clauses?|controls?|criteri(?:a|on)|chapter|pci|jdk|jre|sdk|driver|kernel)\b|[<>~^]=?|=="
)
_CLEARLY = re.compile(
    r"(?i)(?:\b(?:versions?|ver|v|releases?|builds?|firmware|tag)\b\W{0,3}(?:(?:is|was|of|number|no)\W{1,2})?|==)$"
)
_AFTERWARDS = re.compile(
    r"(?i)[ \t]{0,2}\(?(?:releases?|builds?|hotfix|is (?:vulnerable|affected|out)|was released|below|above"
    r"|(?:or|and) (?:all )?(?:later|newer|above|higher|earlier|older|below|prior|up))\b"
)
_OF_A_PLACE = re.compile(r":\d|/(?:[12]?\d|3[0-2])(?![\d.])")
_LOGIN = re.compile(
    r"(?:://\S{0,60}|\b(?:ssh|scp|sftp|rsync)\b.{0,60}|(?:^|\s)(?:root|admin\w*|ubuntu|ec2-user|user|deploy))@$"
)
_PACKAGE = re.compile(r"[A-Za-z]\w{0,40}[-_/]$")
_PRODUCT = re.compile(r"(?:^|\s)(?:[A-Z][\w+.-]*[a-z][\w+.-]*|[A-Z]+-[A-Z]+|[a-z]+[A-Z]\w*)\s+$")
_FUNCTION = re.compile(r"(?i)\b(?:at|from|to|on|in|by|via|and|or|the|for|with|is|was|then|also|saw|only|both)\s+$")
_SMALL = 30
"""Releases begin with smaller numbers; addresses with any."""


def is_version(text: str, start: int, end: int) -> bool:
    """Whether the numbers between two places of a text are a version. The nearest word before them decides."""
    if _OF_A_PLACE.match(text, end):
        return False
    window = text[max(0, start - _REACH) : start]
    listed = window.rfind("[") > window.rfind("]")
    cuts = [match.end() for match in (_LINE if listed else _CLAUSE).finditer(window)]
    before = window[cuts[-1] :] if cuts else window
    if _CLEARLY.search(before):
        return True
    if before.endswith("@"):
        return int(text[start:end].partition(".")[0]) < _SMALL and not _LOGIN.search(window)
    if int(text[start:end].partition(".")[0]) >= _SMALL:
        return False
    if _PACKAGE.search(before):
        return True
    machine, release = (
        max((m.start() for m in of.finditer(before)), default=-1) for of in (_OF_A_MACHINE, _OF_A_RELEASE)
    )
    if machine != release:
        return release > machine
    if _AFTERWARDS.match(text, end):
        return True
    return _PRODUCT.search(before) is not None and _FUNCTION.search(before) is None
