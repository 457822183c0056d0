"""Which rules are asked of whom, and which of them wait or warn; each rule's page says it of that rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_EVERY_PAGE = frozenset({"COV-04", "GOV-10", "ROL-01", "RUN-04"})
"""What no class can leave out with its family: references that lead nowhere, and clauses, of which `clauses` says."""

ON_WORDING: Mapping[str, Literal["sentence", "paragraph"]] = {
    "GOV-07": "sentence",
    "GOV-10": "paragraph",
    "GOV-12": "sentence",
    "ROL-01": "sentence",
}
"""The rules on words that warn where these stood in a document when it was adopted, and how much has to be unchanged.
GOV-10 speaks once of a paragraph."""

RESPONSE_FAMILIES = frozenset({"SEV", "ESC", "NOT", "RUN", "INC", "EXR", "PIR"})
"""The families that are about responding to incidents, and not asked of a company that has policies alone."""

FIRST = "0.1.0"
"""The first version. Its rules are what a company adopted, so they never wait."""

GUARDS = frozenset({"APR", "SIT"})
"""The families that guard what "approved" means, and that readers see what was approved: none of their rules waits."""

_ASKED_OF = """

**Asked of** a company that responds to incidents: its register names the profile `incident-response`, or it names no
profile, and there are runbooks, records of incidents or exercises, severities, escalation, intake, notifications,
contracts or events. A repository of policies alone is not asked."""

_OLD_WORDS = """

**Old words** warn: where the same {unit} gave this finding in the document as it was adopted (by git's objects of the
commit on main that approved the adoption, in a page that was imported and not changed since until somebody approved
it), it blocks nothing. A {unit} that is new or changed must pass, and so must a second one of the same words."""


def asked_of(code: str, page: str | None, response: bool | None = None) -> tuple[str, bool]:
    """The whole page of a rule, of which `page` is what its own docstring says, and whether only companies that respond
    to incidents are asked. `response` says that; left out, those of the families in `RESPONSE_FAMILIES` are.
    """
    some = code[:3] in RESPONSE_FAMILIES if response is None else response
    old = _OLD_WORDS.format(unit=ON_WORDING[code]) if code in ON_WORDING else ""
    return (page or "") + (_ASKED_OF if some else "") + old, some
