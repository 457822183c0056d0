"""The data files a repository has: the model of each, and what stands for one that may be left out.

Register, people and roles are every company's. The rest belongs to responding to incidents: a repository that does so
(its register names the profile `incident-response`, or no profile, and it has runbooks, records of incidents or
exercises, or one of `RESPONSE_FILES`) has all of it, so that nothing is lost by deleting a file; a repository of
policies alone needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.model.calendars import Calendars
from ratified.model.governance import Coverage, Events, Limits, RevokedKeys, Waivers
from ratified.model.imports import Imports
from ratified.model.notifications import Contracts, Notifications
from ratified.model.people import NO_PARTS, OnCall, People, Roles
from ratified.model.place import Place
from ratified.model.register import INCIDENTS, Register
from ratified.model.requirements import OwnRequirements
from ratified.model.severities import Escalation, Intake, Severities
from ratified.model.starter_record import StarterRecord
from ratified.source.fault import ReadingFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.model.data_entry import DataEntry
    from ratified.source.tree import FileTree


class DataFile(NamedTuple):
    """A data file: its model, what stands for it where it is left out, and whether even a company that responds to
    incidents may leave it out."""

    model: type[DataEntry]
    absent: DataEntry | None = None
    optional: bool = False


_NO_RECORD = StarterRecord.model_construct(engine="")  # type: ignore[call-arg]  # rules ask nothing of it

DATA: Mapping[str, DataFile] = {
    "register": DataFile(Register),
    "people": DataFile(People),
    "roles": DataFile(Roles),
    "oncall": DataFile(OnCall, OnCall.model_construct(rotations=())),
    "severities": DataFile(Severities, Severities.model_construct(clock_starts="detected", levels=())),
    "escalation": DataFile(Escalation, Escalation.model_construct(first_responder="", rows=())),
    "intake": DataFile(Intake, Intake.model_construct(sources=())),
    "notifications": DataFile(Notifications, Notifications.model_construct(in_scope=(), commitments=())),
    "contracts": DataFile(Contracts, Contracts.model_construct(contracts=())),
    "coverage": DataFile(Coverage, Coverage.model_construct(frameworks=())),
    "limits": DataFile(Limits, Limits.model_construct(limits=())),
    "calendars": DataFile(Calendars, Calendars.model_construct(calendars=())),
    "waivers": DataFile(Waivers, Waivers.model_construct(), optional=True),
    "events": DataFile(Events, Events.model_construct(), optional=True),
    "requirements": DataFile(OwnRequirements, OwnRequirements.model_construct(), optional=True),
    "imports": DataFile(Imports, Imports.model_construct(), optional=True),
    "starter": DataFile(StarterRecord, _NO_RECORD, optional=True),
    "trust/revoked": DataFile(RevokedKeys, RevokedKeys.model_construct(), optional=True),
}
"""Every data file by its name under `data/`, without the ending."""

for _file in DATA.values():
    _file.model.model_rebuild()  # models wait to be built (see DataEntry); these build what is nested in them as well

RESPONSE_FILES = ("severities", "escalation", "intake", "notifications", "contracts", "events")
"""The data files that only a company that responds to incidents has."""


def responds(tree: FileTree, register: Register | None) -> bool:
    """Whether a repository is one of a company that responds to incidents, and not of policies alone: by what its
    register says, and where that names no profile, or cannot be read, by its files."""
    if register is not None and register.profiles is not None:
        return INCIDENTS in register.profiles
    named = (f"data/{name}.yml" for name in RESPONSE_FILES)
    return bool(tree.paths("runbooks", "data/incidents", "data/exercises", *named))


def missing(name: str, responding: bool) -> ReadingFault | None:
    """The fault of leaving a file out, None where the repository may, by whether it responds to incidents."""
    file, place = DATA[name], Place(f"data/{name}.yml")
    if file.optional or (file.absent is not None and not responding):
        return None
    why = "" if file.absent is None else ", and a repository that responds to incidents has it"
    return ReadingFault("unreadable", place, f"missing{why}", "add the file; `ratified explain SIT-11`")


def lacking(register: Register, roles: Roles) -> Iterator[ReadingFault]:
    """Keys that a company that responds to incidents needs, and this one lacks."""
    for key, entry, there in (
        ("review_after", register, register.review_after is not None),
        ("parts", roles, roles.parts is not NO_PARTS),
    ):
        if not there:
            yield ReadingFault("shape", entry.at(), f"{key!r} is missing", f"add '{key}:'")
