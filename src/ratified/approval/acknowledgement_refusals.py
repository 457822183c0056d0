"""Why a line of `data/acknowledgements/` counts for nothing, in words, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.model.landing import SigningKey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratified.approval.acknowledged_lines import AcknowledgedLine
    from ratified.approval.authority import Authority
    from ratified.approval.past_data import PastPerson
    from ratified.model.landing import Contributor

_AGAIN = "run `ratified acknowledge {document}` and get that merged as a change of its own, written by {person} alone"


class LineRefusal(NamedTuple):
    """Why a line counts for nothing, in words that follow 'it', and what to do."""

    why: str
    help: str
    undecided: bool = False


def by_others(
    line: AcknowledgedLine, made: Iterable[Contributor], authority: Authority, what: str, vouched: bool = False
) -> LineRefusal | None:
    """Whether anybody but the person of a line had a hand in what brings it, or nobody can tell who had.

    `vouched`: the person's own key signed every commit, so that an address which is nobody's may be theirs.
    """
    for contributor in made:
        if isinstance(contributor, SigningKey):
            holder = authority.holders.get(contributor.fingerprint, line.person)
            other = "" if holder == line.person else f"the key of {holder}"
        elif vouched and authority.author(contributor) is None:
            other = ""
        else:
            found = authority.who(contributor)
            other = "" if found is not None and found.id == line.person else str(contributor)
        if other:
            return LineRefusal(f"is not {line.person}'s own act alone: {other} had a hand in {what}", again(line))
    return None


def unbound(line: AcknowledgedLine) -> LineRefusal:
    """That nobody can approve the list in which a line stands."""
    return LineRefusal(
        "stands in a list that no document of data/register.yml binds, so nobody approves it",
        f"add {line.path.rpartition('/')[0]}/*.yml to the binds of a document, by a merge of an approver",
    )


def on_own_list(line: AcknowledgedLine, did: str) -> LineRefusal:
    """That whoever a line is of wrote the list, or approved it."""
    what = f"stands in a list that {line.person}, who is on it, {did}"
    return LineRefusal(what, f"{line.person} has git: {again(line)}")


AS_LIST = "get a list with the right fingerprint, days and people merged by an approver who is not on it"


def again(line: AcknowledgedLine) -> str:
    """What the person of a line does so that theirs counts."""
    return _AGAIN.format(document=line.document, person=line.person)


def outside_term(line: AcknowledgedLine, person: PastPerson) -> str | None:
    """Whether a line is of before somebody's first day or after their last."""
    if line.date < person.started:
        return f"says {line.date}, and {person.name or person.id} joined on {person.started}"
    if person.left is not None and line.date > person.left:
        return f"says {line.date}, and {person.name or person.id} left on {person.left}"
    return None
