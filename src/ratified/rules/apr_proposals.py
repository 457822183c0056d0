"""APR-27: pull requests that nobody could approve."""

from __future__ import annotations

from collections.abc import Iterator

from ratified.approval import Proposed, Record
from ratified.chronicle import Authority
from ratified.model.landing import Identity
from ratified.rules.documents import hit, listed
from ratified.rules.rule import Case, Hit, record_rule


@record_rule("APR-27", "error", "A pull request that nobody can approve")
def nobody_can_approve(case: Case, record: Record) -> Iterator[Hit]:
    """In a pull request (`--base`): a document that it changes has no approver besides its authors, those of
    earlier landings that the approval would cover included; or an author is unknown to the roster approved
    before. The roster of the pull request itself does not count.

    **Why it matters.** Merged as it is, it would leave the document unapproved, and only another change could
    mend that. Before the merge one line, or another author, is enough.

    **To mend it.** Add a deputy, or the author's address, to the roster first, by a change of its own. Or let
    somebody else write this change.

    **Protects.** CC1.3, CC5.3, CC8.1
    """
    authority = record.docket.authority
    for proposed in (record.proposed or {}).values() if authority else ():
        if authority and not proposed.eligible:
            yield hit(case.book, proposed.document, _nobody(proposed, authority), _deputy(proposed))
        if proposed.unknown:
            who = listed([str(identity) for identity in proposed.unknown])
            what = f"the roster does not know {who}, so nobody can be shown to have had no part in {proposed.document}"
            yield hit(case.book, proposed.document, what, _lines(proposed.unknown))


def _nobody(proposed: Proposed, authority: Authority) -> str:
    names = [authority.person[id_].name or id_ for id_ in proposed.entitled]
    if not names:
        return f"nobody can approve {proposed.document}: the roles that approve it are empty"
    return f"nobody can approve {proposed.document}: {listed(names)} may, and wrote part of it"


def _deputy(proposed: Proposed) -> str:
    first = "add a deputy first, by a pull request of its own"
    return f"{first}, or let somebody else write this change" if proposed.entitled else first


def _lines(unknown: tuple[Identity, ...]) -> str:
    person = unknown[0]
    if not person.email.strip():
        entry = f"- {{name: {person.name}, person: ID or outside, reason: why}}"
        return f"land this first: `{entry}` under `authors:` in data/register.yml"
    id_ = "".join(sign if sign.isalnum() else "-" for sign in person.email.partition("@")[0].lower())
    row = f"{{id: {id_}, name: {person.name}, kind: human, started: YYYY-MM-DD, emails: [{person.email}]}}"
    return f"land this first: {person.email} among the emails of a person in data/people.yml, or `- {row}`"
