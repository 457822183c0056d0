"""`ratified new`: a draft with what is known filled in; filled in, it passes, and each part left out is one finding."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT, Starter
from ratified.analysis.new_record import ASKED, next_id, quoted
from ratified.cli.main import main
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

EXERCISE, INCIDENT = "data/exercises/EX-2026-01.yml", "data/incidents/INC-2026-001.yml"
PLAYED = ["--runbook", "RB-02", "--starts", "2026-11-04T10:00+01:00", "--facilitator", "lee"]
NOTICED = ["--title", "A key on a public page", "--source", "monitoring", "--detected", "2026-11-22T09:00Z"]
AFTER = date(2026, 11, 22)


New = Callable[..., int]


@pytest.fixture
def new(starter: Starter) -> New:
    def run(*arguments: str) -> int:
        return main(["new", *arguments, "--repo", str(starter.root)])

    return run


def codes(starter: Starter, as_of: date = AFTER) -> list[tuple[str, str]]:
    return [(f.code, f.level) for f in starter.judge(as_of).findings if f.code != "GOV-01"]


# What is written


def test_a_new_exercise_is_a_draft_that_reads(starter: Starter, new: New, capsys: pytest.CaptureFixture[str]) -> None:
    assert new("exercise", *PLAYED) == 0
    assert codes(starter) == [("EXR-03", "warning")]
    said = capsys.readouterr().out
    assert said.startswith(f"Wrote {EXERCISE}, a draft.")
    assert "    git switch -c ex-2026-01\n" in said
    assert f"    git add {EXERCISE}\n" in said


def test_a_new_exercise_has_the_runbooks_agenda_and_the_rosters_names(starter: Starter, new: New) -> None:
    new("exercise", *PLAYED)
    book = starter.book()
    (exercise,) = book.exercises
    front = book.runbook["RB-02"].runbook
    assert front is not None
    assert [line.role for line in exercise.participants] == [role for role in front.roles_required if role in book.role]
    assert exercise.participants[0].person == "sofia"
    assert [(inject.id, inject.phase) for inject in exercise.injects] == [("I1", "triage"), ("I2", "contain")]
    assert (exercise.scenario.text or "").startswith("Early on a public holiday")
    assert (exercise.agenda[0].time, exercise.agenda[-1].item) == ("10:00", "Review")
    assert "Contain: inject I2, RB-02-D1" in [part.item for part in exercise.agenda]


@pytest.mark.parametrize("id_", [f"RB-{number:02}" for number in range(1, 11)])
def test_every_runbook_makes_a_record_of_either_kind(starter: Starter, new: New, id_: str) -> None:
    assert new("exercise", "--runbook", id_, *PLAYED[2:]) == 0
    assert new("incident", *NOTICED, "--runbook", id_) == 0
    assert codes(starter) == [("EXR-03", "warning"), ("INC-02", "warning")]


def test_a_new_incident_is_a_draft_with_every_clock_pending(starter: Starter, new: New) -> None:
    assert new("incident", *NOTICED) == 0
    assert codes(starter) == [("INC-02", "warning")]
    (incident,) = starter.book().incidents
    assert {row.decision for row in incident.response.notifications} == {"pending"}
    assert incident.times.stages.detected == "2026-11-22T09:00Z"


@pytest.mark.parametrize("title", ["Yes", "1.10", 'He said: "no"', "- a, [b]: {c} # d", "Ünïcode & more", "null"])
def test_a_title_of_any_shape_reads_back_as_it_was_given(starter: Starter, new: New, title: str) -> None:
    assert new("incident", "--title", title, *NOTICED[2:]) == 0
    (incident,) = starter.book().incidents
    assert incident.title == title


@pytest.mark.parametrize("text", ["a", "true", "12:30", "010", "a: b", "it's", "a #b", "x\ty", "-", "é", " a"])
def test_a_quoted_text_is_itself_again(text: str) -> None:
    read = read_yaml("x.yml", f"key: [{quoted(text)}, {{k: {quoted(text)}}}]\n")
    assert read.faults == []
    value: Any = read.value
    assert value["key"][0] == text
    assert value["key"][1]["k"] == text


# Ids


def test_the_next_id_follows_the_last_and_never_fills_a_gap() -> None:
    known = ["INC-2026-001", "INC-2026-004", "INC-2025-009"]
    assert next_id("INC", 2026, 3, known) == "INC-2026-005"
    assert next_id("INC", 2027, 3, known) == "INC-2027-001"


def test_records_are_numbered_by_the_year_they_belong_to(starter: Starter, new: New) -> None:
    for detected in ("2026-12-31T23:30-05:00", "2027-01-01T00:30+01:00", "2026-12-31T22:00Z"):
        assert new("incident", *NOTICED[:4], "--detected", detected) == 0
    written = sorted(path.name for path in (starter.root / "data/incidents").iterdir())
    assert written == ["INC-2026-001.yml", "INC-2026-002.yml", "INC-2027-001.yml"]


# What is refused


def test_a_file_that_is_there_is_never_overwritten(
    starter: Starter, new: New, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    starter.write(EXERCISE, "id: EX-2026-01\ntitle: Ours\nstatus: draft\nkind: tabletop\n")
    monkeypatch.setattr("ratified.cli.new.exercise_id", lambda book, starts: "EX-2026-01")
    before = (starter.root / EXERCISE).read_text(encoding="utf-8")
    assert new("exercise", *PLAYED) == 2
    assert (starter.root / EXERCISE).read_text(encoding="utf-8") == before
    assert "is there already, and nothing is ever overwritten" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["exercise"], "--runbook is missing: which runbook is played"),
        (["exercise", "--runbook", "RB-99"], "'RB-99' is none of RB-01"),
        (["exercise", *PLAYED[:4]], "--facilitator is missing"),
        (["exercise", *PLAYED[:3], "2026-11-04T10:00", *PLAYED[4:]], "has no offset"),
        (["exercise", *PLAYED[:5], "release-bot"], "'release-bot' is none of"),
        (["incident"], "--title is missing"),
        (["incident", *NOTICED[:3], "nowhere"], "'nowhere' is none of monitoring"),
        (["incident", *NOTICED, "--severity", "sev-9"], "'sev-9' is none of sev-1"),
        (["incident", "--title", " ", *NOTICED[2:]], "write some text"),
    ],
)
def test_without_a_terminal_a_missing_or_wrong_answer_is_told_and_nothing_written(
    starter: Starter, new: New, capsys: pytest.CaptureFixture[str], arguments: Any, said: str
) -> None:
    assert new(*arguments) == 2
    assert said in capsys.readouterr().err
    assert not (starter.root / "data/exercises").exists()
    assert not (starter.root / "data/incidents").exists()


def test_a_folder_that_is_a_link_is_refused(
    starter: Starter, new: New, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    (starter.root / "data/exercises").symlink_to(tmp_path_factory.mktemp("elsewhere"), target_is_directory=True)
    assert new("exercise", *PLAYED) == 2
    assert capsys.readouterr().err != ""


def test_data_that_cannot_be_read_stops_it(starter: Starter, new: New, capsys: pytest.CaptureFixture[str]) -> None:
    starter.write("data/limits.yml", "limits: no\n")
    assert new("incident", *NOTICED) == 2
    assert "nothing was written" in capsys.readouterr().err


def test_a_terminal_is_asked_for_what_was_not_given(
    starter: Starter, new: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["A key on a public page", "monitoring", "2026-11-22T09:00Z"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", lambda question, value_proc, err: value_proc(next(answers)))
    assert new("incident") == 0
    assert (starter.root / INCIDENT).exists()


# Filled in, it passes

VALUES = {
    "what was decided": "As the runbook says",
    "true or false": "true",
    "in-person, remote or mixed": "in-person",
    "systems and vendors it crosses": "Storage and the backup vendor",
    "why our threats make it likely": "Two peers were hit this year",
    "who cannot be reached": "The engineering lead is on a plane",
    "what went well": "Isolation within minutes",
    "what did not": "Nobody knew who may say stop",
    "what changes": "Put the name on the card",
    "preventive, detective or corrective": "preventive",
    "high, medium or low": "high",
    "sha256 of the file": sha256(b"The attendance list").hexdigest(),
    "where": "Evidence store",
    "15m": "9m",
    "clause": "IR-6.1",
    "moment": "2026-11-04T10:30+01:00",
}
ROLE = {"takes_away": "engineering-lead", "role": "security-lead"}
DAY = {"signed_on": "2026-11-04", "issued_on": "2026-11-10", "approved_on": "2026-11-10", "due": "2026-12-20"}
PERSON = {"by": "sofia", "approved_by": "dana", "owner": "dana"}


def filled(text: str) -> str:
    """A record as its facilitator fills it in: a value for each <...>, and the marks taken away."""

    def value(found: re.Match[str]) -> str:
        key, asked = found[1], found[2]
        known = {"role": ROLE, "day": DAY, "person": PERSON}.get(asked)
        return f"{key}: {known[key] if known else VALUES[asked]}"

    lines = (line.removeprefix(ASKED) for line in text.split("\n"))
    done = (re.sub(r"(\w+): <([^>]+)>", value, line) for line in lines)
    done = (re.sub(r"<([^>]+)>", lambda found: VALUES[found[1]], line) for line in done if not line.startswith("#"))
    return "\n".join(done).replace("status: draft", "status: closed")


@pytest.fixture
def exercise(starter: Starter, new: New) -> Path:
    assert new("exercise", *PLAYED) == 0
    path = starter.root / EXERCISE
    path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    return path


def test_filling_in_what_it_asks_for_gives_a_record_that_passes(starter: Starter, exercise: Path) -> None:
    assert codes(starter) == []


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (r"  text: \"Early.*\n", "EXR-03", "EX-2026-01 has no scenario.text"),
        (r"  why: .*\n", "EXR-03", "EX-2026-01 has no scenario.why"),
        (
            r"(?<=noor  # Noor Haddad; deputies: yusuf\n)    signed_on: .*\n",
            "EXR-04",
            "scribe has no signed_on on the sign-in sheet of EX-2026-01",
        ),
        (
            r"  - role: legal-counsel\n    person: .*\n    signed_on: .*\n",
            "EXR-04",
            "nobody signed in for legal-counsel at EX-2026-01",
        ),
        (r"  - \{phase: recover, decision.*\n", "EXR-05", "EX-2026-01 records no decision in the phase recover"),
        (r"report:\n(  .*\n)+", "EXR-06", "EX-2026-01 has no report"),
        (r"    owner: .*\n", "EXR-07", "EX-2026-01-A1 has no owner"),
    ],
)
def test_each_part_left_out_is_the_one_finding_expected(
    starter: Starter, exercise: Path, line: str, code: str, said: str
) -> None:
    text = exercise.read_text(encoding="utf-8")
    less, count = re.subn(line, "", text)
    assert count == 1
    exercise.write_text(less, encoding="utf-8")
    found = [f for f in starter.judge(AFTER).findings if f.code != "GOV-01"]
    assert [(f.code, f.message) for f in found] == [(code, said)]


# An incident, filled in

STAMPS = {
    "occurred_from": "08:30",
    "occurred_to": "10:20",
    "reported": "09:00",
    "triaged": "09:05",
    "declared": "09:10",
    "acknowledged": "09:15",
    "commander_named": "09:12",
    "containment_decided": "09:14",
    "contained": "10:20",
    "eradicated": "12:00",
    "restored": "13:00",
    "validated": "14:30",
    "closed": "16:00",
    "discovery": "09:10",
    "awareness": "09:10",
    "since": "09:12",
    "answered": "09:16",
    "at": "09:14",
    "collected": "09:50",
}
WORDS = {
    "codename": "Plover",
    "ticket": "SEC-9",
    "criteria": "S2-C4",
    "scenario": "secret-leak",
    "lasted": "110m",
    "facilitator": "priya",
    "category": "missing-control",
    "stamp": "occurred_to",
    "id": "personal-data",
    "promise": "acknowledge",
    "took": "40m",
    "decision": "change",
    "significant": "false",
    "kind": "preventive",
    "priority": "high",
    "due": "2026-11-30",
    "sha256": sha256(b"The full record").hexdigest(),
    "result": "passed",
}
ACTS = {
    "role": "security-lead",
    **dict.fromkeys(("person", "by", "owner", "signed_by", "collected_by"), "dana"),
    **dict.fromkeys(("accepted_by", "decided_by"), "lee"),
}


def opened(text: str) -> str:
    """The record of an incident as the scribe fills it in; who restored is somebody else than who checks."""

    def value(found: re.Match[str]) -> str:
        key, asked = found[1], found[2]
        if asked == "moment":
            day, time = ("2026-11-05", "10:00") if key in ("held", "published") else ("2026-11-04", STAMPS[key])
            return f"{key}: {day}T{time}Z"
        known = ACTS.get(key) or WORDS.get(key) or ("2026-11-05" if asked == "day" else "As the runbook says")
        return f"{key}: {known}"

    lines = [line.removeprefix(ASKED) for line in text.split("\n") if not line.startswith("# ")]
    done = [re.sub(r"(\w+): <([^>]+)>", value, line) for line in lines]
    done = [re.sub(r"(\w+): \[<([^>]+)>\]", lambda m: f"{m[1]}: [{WORDS.get(m[1], 'As seen')}]", line) for line in done]
    return "\n".join(done)


def test_filling_in_an_incident_gives_a_record_that_passes(starter: Starter, new: New) -> None:
    noticed = [*NOTICED[:4], "--detected", "2026-11-04T09:00Z", "--runbook", "RB-04"]
    assert new("incident", *noticed) == 0
    path = starter.root / INCIDENT
    text = opened(path.read_text(encoding="utf-8")).replace("status: draft", "status: closed")
    text = text.replace(
        "decision: pending}", "decision: not-required, reason: No data, assessed_by: caleb, approved_by: ingrid}"
    )
    text = text.replace("kind: recover, by: dana", "kind: recover, by: tomas")
    for kind, stamp in (("contain", "contained"), ("recover", "restored")):
        text = text.replace(f"at: 2026-11-04T09:14Z, kind: {kind}", f"at: 2026-11-04T{STAMPS[stamp]}Z, kind: {kind}")
    text = text.replace("returned: {at: 2026-11-04T09:14Z", f"returned: {{at: 2026-11-04T{STAMPS['validated']}Z")
    text = re.sub(r"(passed, by: )dana(, role: operations-lead)", r"\1aiko\2", text)
    text = re.sub(r"(      by: )dana(\n      role: incident)", r"\1sofia\2", text)
    text = re.sub(r"(      by: )dana(\n      role: engineering)", r"\1ben\2", text)
    path.write_text(text, encoding="utf-8")
    found = [(f.code, str(f.place), f.message) for f in starter.judge(AFTER).findings if f.code != "GOV-01"]
    assert found == []


def test_the_verb_is_told_in_the_readme_and_the_reference() -> None:
    assert "ratified new incident" in (ROOT / "README.md").read_text(encoding="utf-8")
    reference = (ROOT / "guides/commands.md").read_text(encoding="utf-8")
    assert "\n## ratified new exercise\n" in reference
    assert "| `--runbook " in reference
