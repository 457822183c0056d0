"""The files of an import, told apart by their keys: an issue, an incident of a pager, a postmortem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from ratified.analysis import github_issue, incident_io_incident, pagerduty_incident, postmortem
from ratified.analysis.foreign_incident import ForeignIncident, NoIncidentError
from ratified.analysis.json_fields import JsonFields
from ratified.analysis.new_response import NewExhibit
from ratified.policy.addresses import MARKDOWN
from ratified.source.strict_json import NoJsonError, read_json
from ratified.source.tree import LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = (
    github_issue.KIND,
    pagerduty_incident.KIND,
    pagerduty_incident.LOG_KIND,
    incident_io_incident.KIND,
    postmortem.KIND,
)
"""Every form that is known, in words."""


@dataclass(frozen=True)
class ExportFile:
    """A file as it was given: its name without folders, and its bytes."""

    name: str
    data: bytes


def foreign_incident(files: Sequence[ExportFile]) -> ForeignIncident:
    """What one file says of an incident, or two where the other holds log entries. Raises NoIncidentError."""
    if len(files) == 1 and files[0].name.lower().endswith(MARKDOWN):
        return postmortem.postmortem(files[0].name, _without_front_matter(_text(files[0])))
    tops = [(file.name, _object(file)) for file in files]
    logs = [(name, top) for name, top in tops if "log_entries" in top]
    incidents = [(name, top) for name, top in tops if "log_entries" not in top or "incident" in top]
    if len(incidents) != 1 or len(logs) > 1:
        what = "two incidents" if len(incidents) > 1 else "log entries without their incident"
        raise NoIncidentError(
            f"{files[0].name}: {what}; give one incident, and a second file only with its log entries"
        )
    name, top = incidents[0]
    log = [row for file, found in logs for row in JsonFields(file, "", found).rows("log_entries")]
    found = _told_apart(name, top, log, bool(logs))
    if any(one.get("more") is True for _, one in logs):
        return replace(found, about=(*found.about, ("log entries", "there are more of them than this file holds")))
    return found


def exhibits(files: Sequence[ExportFile], found: ForeignIncident) -> tuple[NewExhibit, ...]:
    """The files as evidence: what each is, its name and the hash of its bytes."""
    return tuple(NewExhibit(f"Export of {found.label}", file.name, sha256(file.data).hexdigest()) for file in files)


def _told_apart(name: str, top: Mapping[str, object], log: Sequence[JsonFields], logged: bool) -> ForeignIncident:
    incident = top.get("incident")
    if isinstance(incident, Mapping):
        fields = JsonFields(name, "incident", incident)
        pager, other = (
            not signs.isdisjoint(incident) for signs in (pagerduty_incident.SIGNS, incident_io_incident.SIGNS)
        )
        if pager and not other:
            return pagerduty_incident.pagerduty_incident(fields, log)
        if other and not pager and not logged:
            return incident_io_incident.incident_io_incident(fields)
    elif "title" in top and github_issue.KNOWN.issuperset(top) and not logged:
        return github_issue.github_issue(JsonFields(name, "", top))
    raise NoIncidentError(f"{name}: {_unknown(top)}; known are {'; '.join(KINDS)}")


def _unknown(top: Mapping[str, object]) -> str:
    keys = ", ".join(sorted(top)[:5]) or "none"
    return f"no form that is known by its keys ({keys[:80]})"


def _object(file: ExportFile) -> Mapping[str, object]:
    try:
        found = read_json(_text(file))
    except NoJsonError as error:
        raise NoIncidentError(f"{file.name}: {error}") from None
    if not isinstance(found, Mapping):
        raise NoIncidentError(
            f"{file.name}: holds {'a list' if isinstance(found, list) else 'one value'}, and should be one object; "
            f"known are {'; '.join(KINDS)}"
        )
    return found


def _text(file: ExportFile) -> str:
    if len(file.data) > LIMIT:
        raise NoIncidentError(f"{file.name}: over the limit of 1 MiB; export the part that is about the incident")
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoIncidentError(
            f"{file.name}: not UTF-8: byte 0x{file.data[error.start]:02x} at {error.start}; save it as UTF-8"
        ) from None


def _without_front_matter(text: str) -> str:
    """The text with its front matter blank, so that every line keeps its number."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0] == "---" and "---" in lines[1:]:
        end = lines.index("---", 1)
        return "\n".join(["", *[""] * end, *lines[end + 1 :]])
    return "\n".join(lines)
