"""Laws of `ratified import incident`: whatever an export holds, its draft reads back as that, or there is none.

`LAW_EXAMPLES=2000 pytest tests/test_import_incident_laws.py` looks harder, and elsewhere each time.
"""

from __future__ import annotations

import json
import os
import re
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from ratified.analysis.foreign_incident import NoIncidentError
from ratified.analysis.import_incident import ExportFile, exhibits, foreign_incident
from ratified.analysis.imported_record import ImportChoices, ImportedRecord, imported_record
from ratified.model.incident import Incident
from ratified.model.incident_times import STAGES
from ratified.policy import read_book
from ratified.rules.incidents.leaks import customer_names, leaks_in
from ratified.source.decode import decode
from ratified.source.tree import WorkTree
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from ratified.policy import Book

HARD = int(os.environ.get("LAW_EXAMPLES", "0"))
LAW = settings(
    max_examples=HARD or 60, derandomize=not HARD, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

ODD = (
    "---",
    "- ",
    "#: ",
    " # ",
    ": ",
    "${id}",
    "$how",
    "{{ x }}",
    "<moment>",
    "\r\n",
    "...",
    "? ",
    "!!str ",
    "&a ",
    "*a ",
)
OTHER = (
    "%TAG",
    "| ",
    ">-",
    "yes",
    "1.10",
    "2026-11-20",
    "0x1F",
    "\\u202e",
    "נתון",
    "بيانات",
    "é",
    "\U0001f468\u200d\U0001f4bb",
)
CHARACTERS = st.characters(codec="utf-8") | st.sampled_from(":#\"'\n\t{}[],&*!|>%@`~-\\ \u202e\u200f\u2028\x00\x85")
TEXTS = st.lists(st.sampled_from((*ODD, *OTHER)) | st.text(CHARACTERS, max_size=12), max_size=6).map("".join)
MOMENTS = st.builds(
    lambda at, zone: at.isoformat(timespec="seconds") + zone,
    st.datetimes(datetime(2020, 1, 2), datetime(2027, 12, 30)),  # noqa: DTZ001 - the zone comes behind
    st.sampled_from(["Z", "+00:00", "+05:30", "-08:00"]),
)
LOGINS = st.sampled_from(["dana", "DANA", "stranger", ""])


@lru_cache
def book() -> Book:
    found = read_book(WorkTree(ROOT)).book
    assert found is not None
    return found


def drafted(*values: object, name: str = "export.json") -> ImportedRecord:
    files = [
        ExportFile(name, (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass"))
        for value in values
    ]
    found = foreign_incident(files)
    return imported_record(book(), found, exhibits(files, found), ImportChoices("monitoring", "sev-1", None))


def read_back(record: ImportedRecord) -> Incident:
    """The record by our own reader, which finds nothing wrong with it; and nothing in it that must not be."""
    text = decode("x.yml", record.text.encode("utf-8"))
    assert text == record.text
    yaml = read_yaml("x.yml", record.text)
    incident = typed(Incident, yaml)
    assert yaml.faults == []
    assert incident is not None
    assert leaks_in(record.text, customer_names(book())) == []
    return incident


_ROW = re.compile(r"#:    - \{at: (\S+), by: (\S+), kind: <[^>]*>, (text: .*)")


def rows(record: ImportedRecord) -> list[tuple[str, str, str]]:
    """Each line of the timeline as it reads once its mark is taken away and the kind is written in."""
    found = []
    for line in record.text.split("\n"):
        if match := _ROW.fullmatch(line):
            yaml = read_yaml("x.yml", f"x:\n    - {{kind: observe, {match[3]}\n")
            assert yaml.faults == []
            value: Any = yaml.value
            found.append((match[1], match[2], value["x"][0]["text"]))
    return found


def stamps(incident: Incident) -> dict[str, str]:
    found = {stage: getattr(incident.times.stages, stage) for stage in STAGES}
    return {stage: at for stage, at in found.items() if at is not None}


def said(text: str) -> str:
    """A text as it is told: the ends of lines as here, and no blanks around it."""
    return text.replace("\r\n", "\n").strip()


COMMENTS = st.lists(st.tuples(TEXTS, MOMENTS, LOGINS), max_size=4)


@given(title=TEXTS, body=TEXTS, comments=COMMENTS, opened=MOMENTS, closed=st.none() | MOMENTS, label=TEXTS)
@example("", "", [], "2026-11-20T14:20:05Z", None, "")
@example("a: b # c", "---\n- x: {y}", [('"', "2026-11-20T14:20:05Z", "dana")], "2026-11-20T14:20:05Z", None, "\n")
@LAW
def test_an_issue_reads_back_word_for_word(
    title: str, body: str, comments: list[tuple[str, str, str]], opened: str, closed: str | None, label: str
) -> None:
    told = [{"body": text, "createdAt": at, "author": {"login": who}} for text, at, who in comments]
    issue = {"number": 12, "title": title, "body": body, "createdAt": opened, "closedAt": closed, "comments": told}
    record = drafted({**issue, "labels": [{"name": label}], "author": {"login": "nobody"}})
    incident = read_back(record)
    assert stamps(incident) == {"reported": opened}
    found = rows(record)
    wanted = [(body, opened, ""), *comments]
    wanted = [one for one in wanted if one[0].strip()]
    assert [(at, by) for at, by, _ in found] == [
        (at, "dana" if who.lower() == "dana" else "<person>") for _, at, who in wanted
    ]
    removed = {one.where for one in record.removed}
    if "the title" not in removed:
        assert incident.title == (said(title) or "<what happened>")
    for (text, _, _), (_, _, shown), entry in zip(wanted, found, _sources(record), strict=True):
        if entry not in removed:
            assert shown == said(text)


def _sources(record: ImportedRecord) -> list[str]:
    return [line.rpartition("  # ")[2] for line in record.text.split("\n") if _ROW.fullmatch(line)]


@given(
    title=TEXTS,
    created=st.none() | MOMENTS,
    resolved=st.none() | MOMENTS,
    changed=st.none() | MOMENTS,
    acknowledged=st.lists(MOMENTS, max_size=3),
    log=st.lists(
        st.tuples(st.sampled_from(["acknowledge_log_entry", "resolve_log_entry"]), TEXTS, MOMENTS), max_size=4
    ),
    status=st.sampled_from(["triggered", "resolved", ""]),
)
@LAW
def test_a_page_is_detected_when_it_was_created_and_never_closed(
    title: str,
    created: str | None,
    resolved: str | None,
    changed: str | None,
    acknowledged: list[str],
    log: list[tuple[str, str, str]],
    status: str,
) -> None:
    incident = {"incident_number": 7, "title": title, "created_at": created, "resolved_at": resolved, "status": status}
    incident |= {"last_status_change_at": changed, "acknowledgements": [{"at": at} for at in acknowledged]}
    entries = [{"type": kind, "summary": text, "created_at": at} for kind, text, at in log]
    try:
        record = drafted({"incident": incident}, {"log_entries": entries})
    except NoIncidentError:
        resolving = resolved or (changed if status == "resolved" else None)
        assert (created, resolving, acknowledged, log) == (None, None, [], [])
        return
    at = datetime.fromisoformat
    first = min([*acknowledged, *(when for kind, _, when in log if kind.startswith("ack"))], key=at, default=None)
    wanted = {"detected": created} if created else {}
    if first and not (created and at(first) < at(created)):
        wanted["acknowledged"] = first
    found = stamps(read_back(record))
    assert {stage: at(moment) for stage, moment in found.items()} == {stage: at(one) for stage, one in wanted.items()}
    assert set(found.values()) <= {created, *acknowledged, *(when for _, _, when in log)}
    order = [at(when) for when, _, _ in rows(record)]
    assert order == sorted(at(when) for _, _, when in log)


NAMES = (
    st.sampled_from(["Reported at", "Detected at", "Closed", "Declared at", "Resolved at", "Impact started"]) | TEXTS
)


@given(name=TEXTS, summary=TEXTS, created=MOMENTS, told=st.lists(st.tuples(NAMES, MOMENTS), max_size=4), severity=TEXTS)
@LAW
def test_a_timestamp_is_a_stamp_only_by_its_very_name(
    name: str, summary: str, created: str, told: list[tuple[str, str]], severity: str
) -> None:
    incident = {"reference": "INC-1", "name": name, "summary": summary, "created_at": created}
    values = [{"incident_timestamp": {"name": one}, "value": {"value": at}} for one, at in told]
    whole = {**incident, "severity": {"name": severity}, "incident_timestamp_values": values}
    record = drafted({"incident": whole})
    found = read_back(record)
    assert found.classification.severity == ()
    assert "closed" not in stamps(found)
    assert "declared" not in stamps(found)
    for stage, at in stamps(found).items():
        assert at in {when for one, when in told if one.lower().removesuffix(" at").strip() == stage}
    if "the title" not in {one.where for one in record.removed}:
        assert found.title == (said(name) or "<what happened>")


LINES = st.lists(
    TEXTS
    | st.sampled_from(["# T", "## Timeline", "### 2026-11-20 (UTC)", "| Time | What |", "|---|---|", "| 14:20 | x |"])
    | st.builds("- {} UTC {}".format, st.sampled_from(["2026-11-20 14:20", "14:20", "x"]), TEXTS),
    max_size=14,
).map("\n".join)


@given(LINES)
@LAW
def test_any_postmortem_gives_a_record_that_reads_or_none(page: str) -> None:
    whole = f"{page}\n\nDetected: 2026-11-20 13:00 UTC\n"
    try:
        record = drafted(whole, name="post.md")
    except NoIncidentError:
        return  # an open fence takes the last line in
    assert set(stamps(read_back(record)).values()) <= {"2026-11-20T13:00Z"}
    assert {at for at, _, _ in rows(record)} <= {"<moment>", "2026-11-20T14:20Z"}


LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS | MOMENTS
KEYS = st.sampled_from(
    [
        *("title", "number", "createdAt", "closedAt", "comments", "author", "labels", "body", "url", "state", "login"),
        *("incident", "incident_number", "created_at", "acknowledgements", "at", "log_entries", "agent", "priority"),
        *(
            "reference",
            "incident_timestamp_values",
            "incident_timestamp",
            "value",
            "name",
            "severity",
            "summary",
            "type",
        ),
    ]
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=20
)


@given(st.dictionaries(KEYS, VALUES, max_size=6))
@LAW
def test_keys_with_values_of_any_type_give_a_record_or_a_sentence(export: dict[str, object]) -> None:
    try:
        record = drafted(export)
    except NoIncidentError:
        return
    texts = json.dumps(export)
    assert all(at in texts for at in stamps(read_back(record)).values())
