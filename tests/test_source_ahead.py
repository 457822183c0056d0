"""Records read by a second process are what this one would have read, and nothing hangs on that process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ratified.book.records import read_records
from ratified.model.incident import Incident
from ratified.source import yaml_ahead
from ratified.source.fault import Fault
from ratified.source.tree import WorkTree
from ratified.source.yaml_ahead import Ahead, Known, reading_ahead, tell
from test_source_first import spots, told

RECORDS = Path(__file__).parent.parent / "src/ratified/starter/records"
FOLDER = "data/incidents"
SURE = sorted(f"{FOLDER}/{record.name}" for record in RECORDS.glob("INC-*.yml"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tree of records: those of the demo, and between them files that nobody is sure of."""
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    for record in RECORDS.glob("INC-*.yml"):
        (folder / record.name).write_bytes(record.read_bytes())
    (folder / "INC-2026-090.yml").write_text("id: no\n", encoding="utf-8")
    (folder / "INC-2026-091.yml").write_bytes(b"id: \xff\n")
    (folder / "INC-2026-092.yml").write_text("id: 'never closed\n", encoding="utf-8")
    (folder / "INC-2026-093.yml").symlink_to(folder / "INC-2026-090.yml")
    (folder / "note.txt").write_text("no record", encoding="utf-8")
    return tmp_path


def read(root: Path) -> tuple[object, dict[str, str], list[Fault]]:
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    found = read_records(WorkTree(root), Incident, "incidents", texts, faults)
    return [(one, told(one.spot)) for one in found], texts, faults


def wait(ahead: Ahead, count: int) -> None:
    """Until the other process has told of so many files."""
    give_up = time.monotonic() + 60
    while len(ahead._known) < count and time.monotonic() < give_up:
        ahead._fetch()
        time.sleep(0.01)


def test_it_tells_all_that_is_sure_and_nothing_else(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_ahead, "WORTH_IT", 1)
    with reading_ahead(root, FOLDER, 1) as ahead:
        wait(ahead, len(SURE))
        found = {path: ahead.take(path) for path in WorkTree(root).paths(FOLDER)}
    assert {path for path, known in found.items() if known} == set(SURE)
    assert {path: known.text for path, known in found.items() if known} == {p: read(root)[1][p] for p in SURE}


def test_with_it_and_without_it_the_same_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = read(root)
    assert {fault.place.path[-7:-4] for fault in alone[2]} >= {"090", "091", "092", "093"}
    taken: list[str] = []
    take = Ahead.take

    def once_all_is_told(ahead: Ahead, path: str) -> Known | None:
        if not taken:
            wait(ahead, len(SURE))
        known = take(ahead, path)
        taken.extend([path] if known else [])
        return known

    monkeypatch.setattr(yaml_ahead, "WORTH_IT", 1)
    monkeypatch.setattr(Ahead, "take", once_all_is_told)
    assert read(root) == alone
    assert taken == SURE


def test_the_places_it_tells_are_those_of_the_first_look(root: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    tell(root, FOLDER)
    sys.stdout.flush()
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    ahead = Ahead(reading)
    frames = capfdbinary.readouterr().out
    for start in range(0, len(frames), 1000):  # it may come in any pieces
        os.write(writing, frames[start : start + 1000])
        ahead._fetch()
    os.close(writing)
    for path in SURE:
        known = ahead.take(path)
        here = yaml_ahead.first_look(path, (root / path).read_text(encoding="utf-8"), 1)
        assert known is not None
        assert here is not None
        assert known.value == here[0]
        assert told(known.spot) == told(here[1])
        assert spots(known.value) == spots(here[0])
    os.close(reading)


@pytest.mark.parametrize("executable", ["", "/nowhere/python", "/bin/false", "/bin/cat"])
def test_where_it_cannot_run_everything_is_read_here(
    root: Path, monkeypatch: pytest.MonkeyPatch, executable: str
) -> None:
    alone = read(root)
    monkeypatch.setattr(yaml_ahead, "WORTH_IT", 1)
    monkeypatch.setattr(sys, "executable", executable)
    assert read(root) == alone


def test_it_is_gone_with_the_block(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_ahead, "WORTH_IT", 1)
    begun: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def noted(*args: object, **options: object) -> subprocess.Popen[bytes]:
        begun.append(start(*args, **options))  # type: ignore[call-overload]
        return begun[0]

    monkeypatch.setattr(subprocess, "Popen", noted)
    with pytest.raises(RuntimeError), reading_ahead(root, FOLDER, 1):
        raise RuntimeError
    assert begun[0].returncode is not None


def test_a_few_files_start_no_process(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    with reading_ahead(root, FOLDER, yaml_ahead.WORTH_IT - 1) as ahead:
        assert ahead.take(f"{FOLDER}/INC-2026-001.yml") is None


def test_what_is_no_answer_is_passed_over_and_all_else_read_here() -> None:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.write(writing, (5).to_bytes(8, "big") + b"hello" + (3).to_bytes(8, "big") + b"two")
    ahead = Ahead(reading)
    assert ahead.take(SURE[0]) is None
    os.write(writing, b"more")
    assert ahead.take(SURE[0]) is None
    os.close(writing)
    os.close(reading)
