"""Lighthouse on one page: its scores, and what took them down."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

LIGHTHOUSE = Path(__file__).parent / "lighthouse/node_modules/lighthouse/cli/index.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-component-update --disable-sync"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
JUDGED = CATEGORIES[:3]
"""What must reach the goal. SEO is for information: the site is internal."""

METRICS = {
    "first-contentful-paint": "FCP ms",
    "largest-contentful-paint": "LCP ms",
    "total-blocking-time": "TBT ms",
    "cumulative-layout-shift": "CLS",
}
PROCESSOR = "processor"
"""Lighthouse's own measure of the machine as it ran, about 2500 on the one this was written on when nothing else ran.
What a slow minute takes off it, it takes off the score for performance."""

GOOD = 0.9
"""Lighthouse's own line between an audit that passed and one that did not."""


@dataclass(frozen=True)
class Run:
    """One run: scores by category, 0 to 100; metrics by name; by category what failed, worst first."""

    scores: dict[str, float]
    metrics: dict[str, float]
    failed: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Median:
    """The median of each score and metric over several runs, and what failed in the run nearest to it."""

    scores: dict[str, float]
    spread: tuple[float, float]
    metrics: dict[str, float]
    failed: dict[str, tuple[str, ...]]


def run(address: str) -> Run:
    """Judge one page in a fresh profile with Lighthouse's own mobile settings.

    Raises RuntimeError where Lighthouse could not load or judge it.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = ["node", str(LIGHTHOUSE), address]
        command += ["--quiet", "--no-enable-error-reporting", "--output=json", f"--output-path={out}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"]
        ran = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
        if ran.returncode or not out.is_file():
            raise RuntimeError(f"Lighthouse on {address}: {ran.stderr.strip()[-2000:]}")
        report = json.loads(out.read_text(encoding="utf-8"))
    if report.get("runtimeError"):
        raise RuntimeError(f"Lighthouse on {address}: {report['runtimeError']['message']}")
    return _read(report)


def median(runs: Sequence[Run]) -> Median:
    """The medians of an odd number of runs; `spread` is the least and the most of performance."""
    scores = {name: statistics.median(one.scores[name] for one in runs) for name in CATEGORIES}
    metrics = {name: statistics.median(one.metrics[name] for one in runs) for name in runs[0].metrics}
    failed = {name: min(runs, key=lambda one: abs(one.scores[name] - scores[name])).failed[name] for name in CATEGORIES}
    performance = [one.scores["performance"] for one in runs]
    return Median(scores, (min(performance), max(performance)), metrics, failed)


def _environment() -> dict[str, str]:
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if not found:
        raise RuntimeError("no Chromium here; install it (Debian, Ubuntu: apt-get install chromium) and run again")
    return {**os.environ, "CHROME_PATH": found}


def _read(report: dict[str, Any]) -> Run:
    categories, audits = report["categories"], report["audits"]
    for name in CATEGORIES:
        if categories[name]["score"] is None:
            raise RuntimeError(f"Lighthouse gave no score for {name}: {report['runWarnings']}")
    return Run(
        {name: round(categories[name]["score"] * 100, 1) for name in CATEGORIES},
        {
            **{name: float(audits[name]["numericValue"]) for name in METRICS},
            PROCESSOR: float(report["environment"]["benchmarkIndex"]),
        },
        {name: _failed(categories[name]["auditRefs"], audits) for name in CATEGORIES},
    )


def _failed(refs: list[dict[str, Any]], audits: dict[str, Any]) -> tuple[str, ...]:
    """What weighs in the score, heaviest loss first; then what weighs nothing and would save time if fixed."""
    found = [(audits[ref["id"]], ref["weight"]) for ref in refs]
    bad = [(audit, weight) for audit, weight in found if audit["score"] is not None and audit["score"] < GOOD]
    bad = [(audit, weight) for audit, weight in bad if weight or any((audit.get("metricSavings") or {}).values())]
    bad.sort(key=lambda pair: (pair[0]["score"] - 1) * pair[1])
    return tuple(": ".join(filter(None, (a["id"], a["title"], a.get("displayValue")))) for a, _ in bad)
