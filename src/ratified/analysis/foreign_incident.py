"""What an export of another program says of an incident, before anything of it stands in a record."""

from __future__ import annotations

from dataclasses import dataclass


class NoIncidentError(Exception):
    """A file that gives no draft: a sentence with the place, what is wrong and what to do."""


@dataclass(frozen=True)
class ForeignMoment:
    """A moment (RFC 3339, as written there) and where it was read: `GitHub issue 12, createdAt`.

    `stage` is the stage of ours that it stands beside. `claims`: the source says of it just what the stage means, so
    that it may be the stamp; else a person decides.
    """

    at: str
    source: str
    stage: str | None = None
    claims: bool = False


@dataclass(frozen=True)
class ForeignPerson:
    """Somebody as the source names them; any of these may be empty. Only login, e-mail and pager tell who it is."""

    name: str = ""
    login: str = ""
    email: str = ""
    pager: str = ""


@dataclass(frozen=True)
class ForeignEntry:
    """A line of the timeline. Without `at` nobody can tell the moment, and the text has what was written."""

    text: str
    source: str
    at: str | None = None
    by: ForeignPerson = ForeignPerson()


@dataclass(frozen=True)
class ForeignIncident:
    """An incident of another program.

    `label` names it (`GitHub issue 12`), `kind` says what file it was. `noted` are facts that are shown to whoever
    fills the record in, and that become nothing by themselves: `hints` those on its severity, `about` all others, each
    as words of ours and a text of theirs. `people` are all whom the file names, so that no name goes further.
    """

    kind: str
    label: str
    title: str
    moments: tuple[ForeignMoment, ...]
    entries: tuple[ForeignEntry, ...] = ()
    people: tuple[ForeignPerson, ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    hints: tuple[tuple[str, str], ...] = ()
    ticket: str | None = None
