"""The browser's arithmetic, asked from Python: in one node process that stays, or on a page of the site."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ratified.clock import Deadline, DelayRequest, IncidentFacts, UncountedDeadline
from ratified.output.status import instant
from ratified.site.scripts import ARITHMETIC, FOLDER

HERE = Path(__file__).parent
ANSWER = HERE / "clock_answer.js"
Answer = list[dict[str, Any]]


class Node:
    """One node process that has the scripts loaded."""

    def __init__(self) -> None:
        found = shutil.which("node")
        assert found, "no node here; `sh tests/set-up.sh` installs it"
        scripts = [str(FOLDER / name) for name in ("clock-days.js", *ARITHMETIC, "duty-now.js")]
        command = [found, str(HERE / "clock_in_node.cjs"), *scripts]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, question: dict[str, Any]) -> Any:
        """What the scripts answer."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "node ended; its error is above"
        return json.loads(line)

    def close(self) -> None:
        """End it."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)


Ask = Callable[[dict[str, Any]], Any]


def question(name: str, facts: IncidentFacts, **more: Any) -> dict[str, Any]:
    """What to ask of data that was given under a name."""
    known = {
        "stamps": {stamp: at.isoformat() for stamp, at in facts.stamps.items()},
        "submissions": {of: at.isoformat() for of, at in facts.submissions.items()},
        "counts": dict(facts.counts),
        "people": facts.people,
        "delays": {clock: _delay(delay) for clock, delay in facts.delays.items()},
    }
    return {"name": name, "facts": known, "only": [], **more}


def _delay(delay: DelayRequest) -> dict[str, Any]:
    until = delay.until.isoformat() if delay.until else None
    return {**asdict(delay), "since": delay.since.isoformat(), "until": until}


def written(found: Iterable[Deadline | UncountedDeadline]) -> Answer:
    """What the engine found, as the scripts write it: every field of a deadline, or of what has none."""
    return [json.loads(json.dumps(_row(one))) for one in found]


def _row(one: Deadline | UncountedDeadline) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in one.__slots__}
    if isinstance(one, Deadline):
        row["trigger_at"] = instant(one.trigger_at)
        row["due_at"] = instant(one.due_at) if one.due_at else None
        row["due_on"] = one.due_on.isoformat() if one.due_on else None
    return row
