"""Sites of this repository as it would stand, with the records that the demo company keeps; each built once a run."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from conftest import TODAY
from ratified.check.judgement import Judgement
from ratified.demo.records import RECORDS, record
from ratified.model.finding import Finding
from ratified.model.place import Place
from ratified.site import plugin
from ratified.views.approvals.status import WORDS, SiteVerdicts
from serving import ROOT, once
from traces import judged_by
from verdict_samples import event, everything_approved, known_at_once, standing, verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ratified.model.verdict import VerdictWord
    from ratified.policy import Book

BASE = "policy/"
"""Each site stands in a folder of its host, as it does on a forge's pages."""

RUNBOOKS = {word: f"RB-{number:02}" for number, word in enumerate(WORDS, 1)}
"""A runbook for each verdict, on the site that has them all."""


def approved(book: Book) -> SiteVerdicts:
    """Everything is approved, and records are judged by the policy as it is."""
    return judged_by(everything_approved(book), book)


def every_verdict(book: Book) -> SiteVerdicts:
    """The first runbooks have each verdict in turn, the policy is unapproved, and a check found something of every
    level; all else is approved, one document of it for twelve more days."""
    found = judged_by(everything_approved(book), book)
    verdicts, events = dict(found.verdicts), {id_: found.events(id_) for id_ in found.verdicts}
    for word, id_ in RUNBOOKS.items():
        landed: VerdictWord = "approved" if word in {"stale", "pending"} else word
        history = (event("2025-01-20", 1), event("2025-11-02", 2, landed, kind="reaffirmation"))
        before = found.verdicts[id_]
        due = {"stale": date(2026, 11, 2), "approved": date(2027, 3, 1), "claimed": date(2027, 3, 1)}.get(word)
        verdicts[id_] = verdict(
            id_, word, history, due=due, class_=before.class_, title=before.title, pages=before.pages,
            reason="#118 went straight to main by Lee Brandt; nobody merged it", help_="merge it",
        )  # fmt: skip
        events[id_] = history
    events["POL-IR"] = (event("2026-03-02"), event("2026-09-02", 2, "unapproved"))
    verdicts["POL-IR"] = verdict("POL-IR", "unapproved", events["POL-IR"], title="Incident Response Policy")
    verdicts["RB-10"] = dataclasses.replace(found.verdicts["RB-10"], due=TODAY + timedelta(days=12))
    pairs = [(verdicts[id_], events[id_]) for id_ in verdicts]
    return dataclasses.replace(judged_by(standing(pairs), book), checked=Judgement(TODAY, None, _findings()))


def _findings() -> tuple[Finding, ...]:
    place, words = Place("runbooks/RB-05-outage-and-a-very-long-name-that-nobody-broke.md", 12, 3), "it is not approved"
    levels: tuple[tuple[str, str | None], ...] = (("error", None), ("warning", None), ("warning", "until March"))
    return tuple(
        Finding("GOV-03", "stale", level, place, words, "merge it", waived=why)  # type: ignore[arg-type]
        for level, why in levels
    )


def stood_once(folder: Path, stand: Callable[[Book], SiteVerdicts]) -> Path:
    """The folder of a host on which the site stands in `BASE`; test processes side by side share one."""
    return once(folder, lambda host: _built(folder / "repository", host, stand))[0]


def _built(root: Path, host: Path, stand: Callable[[Book], SiteVerdicts]) -> subprocess.CompletedProcess[str]:
    for part in ("data", "docs", "macros", "runbooks"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__", "screens"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    for path in RECORDS:  # one of them with an action that is overdue
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(record(path).replace("    closed_on: 2026-09-10\n", ""), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plugin, "stand_ahead", known_at_once(stand))
        patch.setenv("RATIFIED_AS_OF", TODAY.isoformat())
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(host / BASE))
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
    return subprocess.CompletedProcess([], 0, "", "")
