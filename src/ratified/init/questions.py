"""The twelve questions, and what is typed in answer as lines of the file of answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ratified.analysis.new_record import quoted
from ratified.init.ways import way_of
from ratified.init.yaml_text import flow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PERSON = re.compile(
    r"(?P<name>[^<>]+?)\s*<(?P<email>[^<>\s]+@[^<>\s]+)>(?:\s+@?(?P<login>\S+)\s+(?P<account>[0-9]+))?"
    r"(?:\s+(?P<office>UTC|[A-Za-z_]+(?:/[\w+-]+)+))?"
)
_OFFICE = re.compile(r"(?P<zone>[\w+-]+(?:/[\w+-]+)*)\s+(?P<country>[A-Z]{2})(?:-(?P<part>[A-Z0-9]+))?")
_FIRMS = ("counsel", "forensics", "insurer")


class Question(NamedTuple):
    """One question. `many`: it is answered by a line for each, until an empty one. `incidents`: asked only of those
    who respond to incidents. `lines` turns what was typed into YAML; it raises ValueError with what to type instead.
    """

    text: str
    lines: Callable[[Sequence[str]], str]
    default: str | None = None
    many: bool = False
    incidents: bool = False


def _text(key: str) -> Callable[[Sequence[str]], str]:
    return lambda typed: f"{key}: {quoted(typed[0].strip())}\n"


def _list(key: str) -> Callable[[Sequence[str]], str]:
    return lambda typed: f"{key}: {flow(part.strip() for part in typed[0].split(',') if part.strip())}\n"


def _one_of(key: str, *known: str) -> Callable[[Sequence[str]], str]:
    def lines(typed: Sequence[str]) -> str:
        if typed[0].strip() not in known:
            raise ValueError(f"type one of {', '.join(known)}")
        return f"{key}: {typed[0].strip()}\n"

    return lines


def _profiles(typed: Sequence[str]) -> str:
    known = {"policies": "approvals", "incidents": "incident-response"}
    if typed[0].strip() not in known:
        raise ValueError("type policies or incidents")
    return f"profiles: [{known[typed[0].strip()]}]\n"


def _forge(typed: Sequence[str]) -> str:
    name, _, repository = typed[0].strip().partition(" ")
    found = _one_of("forge", "github", "gitlab", "gitea", "bitbucket")([name])
    return found + (f"repository: {quoted(repository.strip())}\n" if repository.strip() else "")


def _offices(typed: Sequence[str]) -> str:
    rows = []
    for line in typed:
        found = _OFFICE.fullmatch(line.strip())
        if found is None:
            raise ValueError(
                f"{line!r} is no zone and country; type them like Europe/Berlin DE, or America/New_York US"
            )
        country = quoted(found["country"])
        part = f", subdivision: {quoted(found['part'])}" if found["part"] else ""
        rows.append(f"  - {{zone: {quoted(found['zone'])}, country: {country}{part}}}\n")
    return "".join(("offices:\n", *rows))


def _people(typed: Sequence[str]) -> str:
    rows = []
    for line in typed:
        found = _PERSON.fullmatch(line.strip())
        if found is None:
            raise ValueError(
                f"{line!r} is not understood; type Ada Lindgren <ada@example.org> ada-login 81234 Europe/Berlin"
            )
        account = f", login: {quoted(found['login'])}, account: {found['account']}" if found["login"] else ""
        office = f", office: {quoted(found['office'])}" if found["office"] else ""
        rows.append(f"  - {{name: {quoted(found['name'])}, email: {quoted(found['email'])}{account}{office}}}\n")
    return "".join(("people:\n", *rows))


def _reach(typed: Sequence[str]) -> str:
    parts = [part.strip() for part in typed[0].split(";")]
    if len(parts) != 4 or not all(parts):
        raise ValueError("type four things with ; between them: pager; phone; chat room; address for reports")
    if not (way_of("pager", parts[0]).keys or way_of("phone", parts[1]).keys):
        raise ValueError(
            "nothing there can be dialled at night; type the phone with its number: duty phone +44 1632 960100, or "
            " the pager with the page to page by, such as schedule https://pager.example.org/on-call"
        )
    rows = zip(("pager", "phone", "chat", "email"), parts, strict=True)
    return "".join(("reach:\n", *(f"  {key}: {quoted(text)}\n" for key, text in rows)))


def _outside(typed: Sequence[str]) -> str:
    rows = []
    for line in typed:
        kind, _, rest = line.partition(":")
        parts = [part.strip() for part in rest.split(";")]
        if kind.strip() not in _FIRMS or len(parts) != 4 or not all(parts):
            raise ValueError("type counsel: FIRM; CONTRACT; 2027-06-30; HOW TO REACH (or forensics: or insurer:)")
        keys = zip(("firm", "contract", "expires", "reach"), parts, strict=True)
        rows.append(f"  {kind.strip()}: {{{', '.join(f'{k}: {t if k == _DAY else quoted(t)}' for k, t in keys)}}}\n")
    return "".join(("outside:\n", *rows)) if rows else ""


_DAY = "expires"

QUESTIONS = (
    Question("What is the company called?", _text("company")),
    Question("Policies alone, or your response to incidents too? (policies, incidents)", _profiles, "incidents"),
    Question(
        "Which forge, and which repository there? (github, gitlab, gitea, bitbucket; OWNER/NAME)", _forge, "github"
    ),
    Question("Time zone and country of each office, such as Europe/Berlin DE", _offices, many=True),
    Question(
        "Who works with it? Name <address> login number-of-the-account, and the zone of their office; two at least",
        _people,
        many=True,
    ),
    Question("Who approves policies? Names or addresses, with commas", _list("approvers")),
    Question("Who leads security? The first leads, the others stand in", _list("security")),
    Question("Who is on call, in turn?", _list("on_call"), incidents=True),
    Question(
        "Fourteen roles, or ten for few people? (full, small)", _one_of("size", "full", "small"), "small", False, True
    ),
    Question(
        "Which notification clocks bind you? Ids with commas; `ratified init --regimes` lists them",
        _list("regimes"),
        "",
        False,
        True,
    ),
    Question(
        "How are people reached? pager; phone +NUMBER; chat room; address for reports (a https:// page after a pager "
        "or a room becomes a link)",
        _reach,
        incidents=True,
    ),
    Question(
        "Firms engaged: counsel, forensics, insurer, each as KIND: FIRM; CONTRACT; LAST DAY; HOW",
        _outside,
        "",
        True,
        True,
    ),
)
