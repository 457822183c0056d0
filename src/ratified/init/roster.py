"""Who holds which role, by the answers: `data/people.yml`, `roles.yml` and `calendars.yml`.

Nobody holds a role to which they would fall back themselves, as far as there are people enough; duties are spread.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ratified.analysis.new_record import quoted
from ratified.init.folding import FOLDED
from ratified.init.ways import emergency_row, way_of
from ratified.init.yaml_text import flow, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ratified.model.answers import Answers, Firm
    from ratified.model.channels import ChannelKind
    from ratified.model.people import OutsideRole, Role, Roles

SCHEMA = "# yaml-language-server: $schema=../schemas/{}.schema.json\n"
_ALL, _APPROVE, _LEAD, _CALL = "everybody", "approvers", "security", "on_call"
_FROM: Mapping[str, tuple[str, ...]] = {
    "executive-sponsor": (_APPROVE,),
    "security-lead": (_LEAD,),
    "on-call-engineer": (_CALL,),
    "incident-commander": (_LEAD, _CALL, _APPROVE),
    "operations-lead": (_CALL,),
    "engineering-lead": (_CALL,),
    "scribe": (_CALL, _ALL),
    "legal-counsel": (_APPROVE, _ALL),
    "finance-lead": (_APPROVE, _ALL),
    "people-lead": (_APPROVE, _ALL),
}
"""From whom the holders of a role are taken first; of the others from everybody."""

_APART = {"outside-counsel": "legal-counsel", "operations-lead": "security-lead", "privacy-officer": "legal-counsel"}
"""Roles that are asked when another does not answer: somebody else is primary, where there is anybody."""

_APPROVING = frozenset({"executive-sponsor", "security-lead", "incident-commander"})
"""Roles that approve documents: nobody holds one whom the answers do not name for it or for what it is taken from."""

_WHOLE = frozenset({"executive-sponsor", "security-lead", "on-call-engineer"})
"""Roles that all of those hold who were named for them."""

_OUTSIDE = {"outside-counsel": "counsel", "forensics-firm": "forensics", "insurer": "insurer"}
_CHANNELS: tuple[ChannelKind, ...] = ("pager", "phone", "chat")


class RoleHolders(NamedTuple):
    """A role and who holds it, by id: the first is primary."""

    role: str
    people: tuple[str, ...]


def assigned(answers: Answers, roles: Iterable[Role | OutsideRole]) -> list[RoleHolders]:
    """Holders for each role: those whom the answers name for it, then whoever has least to do."""
    pools = {
        _APPROVE: answers.named(answers.approvers),
        _LEAD: answers.named(answers.security),
        _CALL: answers.named(answers.on_call or answers.security),
        _ALL: list(answers.ids),
    }
    load: Counter[str] = Counter()
    primary: dict[str, str] = {}
    found = []
    for role in roles:
        sources = _FROM.get(role.id, (_ALL,))
        first = pools[sources[0]]
        wanted = len(first) if role.id in _WHOLE else 2
        ranked = _ranked(sources, pools, load, fixed=role.id in _WHOLE)
        ranked.sort(key=lambda one: one == primary.get(_APART.get(role.id, "")))
        named = [one for source in sources for one in pools[source]]
        most = len(dict.fromkeys(named)) if role.id in _APPROVING else len(answers.ids)
        people = tuple(ranked[: max(wanted, min(2, most))])
        primary[role.id] = people[0]
        load.update({people[0]: 2} | dict.fromkeys(people[1:], 1))
        found.append(RoleHolders(role.id, people))
    return found


def _ranked(
    sources: Iterable[str], pools: Mapping[str, Sequence[str]], load: Mapping[str, int], fixed: bool
) -> list[str]:
    """Everybody, those of the first source first; within a source whoever has least to do, unless it is `fixed`."""
    found: dict[str, None] = {}
    for index, source in enumerate((*sources, _ALL)):
        pool = pools[source]
        keep = fixed and index == 0
        found |= dict.fromkeys(pool if keep else sorted(pool, key=lambda one: load.get(one, 0)))
    return list(found)


def people_file(answers: Answers, day: date) -> str:
    """`data/people.yml`. Where somebody's first day is not known, it is the day on which the company begins here."""
    rows = [SCHEMA.format("people"), "people:\n"]
    for id_, one in zip(answers.ids, answers.people, strict=True):
        rows += [f"  - id: {quoted(id_)}\n", f"    name: {quoted(one.name)}\n", "    kind: human\n"]
        rows.append(f"    started: {one.started or day}\n")
        rows.append(f"    emails: {flow([one.email])}\n")
        if one.login and one.account:
            rows.append(f"    forge: {{login: {quoted(one.login)}, id: {one.account}}}\n")
    return "".join(rows)


def roles_file(answers: Answers, starter: Roles, held: Iterable[RoleHolders], day: date) -> str:
    """`data/roles.yml`: the starter's roles with their holders, and the firms that the company has engaged."""
    holders = {one.role: one.people for one in held}
    parts = {key: FOLDED.get(id_, id_) if answers.size == "small" else id_ for key, id_ in _parts(starter)}
    rows = [SCHEMA.format("roles")]
    rows += [emergency_row(answers.reach)] if answers.reach and answers.responds else []
    rows += ["parts:\n", *(f"  {key}: {id_}\n" for key, id_ in parts.items())] if answers.responds else []
    rows.append("roles:\n")
    for role in starter.roles:
        if role.id in holders:
            rows += _role(role, holders[role.id], answers, day)
    engaged = [(one, firm) for one in starter.outside_roles if (firm := firm_of(answers, one))]
    for outside in starter.outside_roles:
        if outside.id in holders:
            rows += _stand_in(outside, holders[outside.id], answers, day)
    if engaged:
        rows.append("outside_roles:\n")
    for outside, firm in engaged:
        rows += [f"  - id: {outside.id}\n", f"    title: {quoted(outside.title)}\n"]
        rows.append(f"    duties: {flow(outside.duties)}\n")
        rows += [f"    firm: {quoted(firm.firm)}\n", f"    contract: {quoted(firm.contract)}\n"]
        rows.append(f"    expires: {firm.expires}\n")
        rows.append(f"    channels: [{way_of('hotline', firm.reach).row('kind: hotline')}]\n")
    return "".join(rows)


def _parts(starter: Roles) -> Iterator[tuple[str, str]]:
    return ((name, getattr(starter.parts, name)) for name in type(starter.parts).model_fields if name != "spot")


def firm_of(answers: Answers, role: OutsideRole) -> Firm | None:
    """The firm that the company has engaged for a role; None where its own people stand in."""
    found: Firm | None = getattr(answers.outside, _OUTSIDE[role.id])
    return found


def _stand_in(role: OutsideRole, people: Sequence[str], answers: Answers, day: date) -> list[str]:
    """A role of the company's own in the place of a firm that is not engaged yet."""
    rows = [f"  - id: {role.id}\n", f"    title: {quoted(f'{role.title} (none engaged yet)')}\n"]
    rows.append(f"    duties: {flow([f'Stands in for the {role.title.lower()} until a firm is engaged'])}\n")
    return [*rows, *_reached(answers), *_holders(people, day)]


def _role(role: Role, people: Sequence[str], answers: Answers, day: date) -> list[str]:
    rows = [f"  - id: {role.id}\n", f"    title: {quoted(role.title)}\n", f"    duties: {flow(role.duties)}\n"]
    rows += [f"    must_not: {quoted(role.must_not)}\n"] if role.must_not else []
    rows.append(f"    minimum_holders: {min(role.minimum_holders, len(people))}\n")
    rows += ["    critical: true\n"] if role.critical else []
    return [*rows, *_reached(answers), *_holders(people, day)]


def _reached(answers: Answers) -> list[str]:
    if answers.reach is None:
        return []
    return listed(
        "    channels",
        [way_of(kind, getattr(answers.reach, kind)).row(f"kind: {kind}") for kind in _CHANNELS],
        indent=6,
    )


def _holders(people: Sequence[str], day: date) -> list[str]:
    as_ = ("primary", *["deputy"] * len(people))
    return listed(
        "    holders",
        [f"{{person: {quoted(one)}, as: {how}, since: {day}}}" for one, how in zip(people, as_, strict=False)],
        indent=6,
    )


def calendars_file(answers: Answers, day: date) -> str:
    """`data/calendars.yml`: the business days of each office; the first is the company's."""
    rows = [SCHEMA.format("calendars"), "calendars:\n"]
    for index, office in enumerate(answers.offices):
        name = "company" if index == 0 else f"office-{index + 1}"
        where = f"{office.country}-{office.subdivision}" if office.subdivision else office.country
        rows += [f"  - id: {name}\n", f"    title: {quoted(f'Public holidays of {where}')}\n"]
        rows.append(f"    country: {office.country}\n".replace(": NO\n", ': "NO"\n'))
        rows += [f"    subdivision: {quoted(office.subdivision)}\n"] if office.subdivision else []
        rows += [f"    zone: {quoted(office.zone)}\n", f"    valid_through: {day.year + 2}-12-31\n"]
    return "".join(rows)
