"""`make lighthouse`: what the pages of the demo company score, weigh, and how soon Start here can be used.

Run: python benchmarks/site_speed.py SITE. Exit 1 where a goal is missed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import home_weight
import slow_network
from compressed import Served, served_compressed
from lighthouse_runs import CATEGORIES, JUDGED, METRICS, PROCESSOR, Median, median, run

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from typing import TYPE_CHECKING

from serving import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = {
    "home": "",
    "Start here": "start-here/",
    "a policy page": "policy/severity/",
    "a runbook": "runbooks/RB-02-ransomware/",
}
GOAL = 98
ROUNDS = 5


def main(site: Path) -> int:
    """Print every figure; 1 where a goal is missed, else 0."""
    with served_compressed(site) as served:
        print(f"Load of the machine before: {_load()}, {os.cpu_count()} cores")
        with chromium() as browser:
            missed = [*_weight(home_weight.weigh(browser, served)), *_start(browser, served)]
        missed += _lighthouse(served)
        print(f"\nLoad of the machine after: {_load()}")
    for line in missed:
        print(f"MISSED  {line}")
    return 1 if missed else 0


def _load() -> str:
    return " ".join(f"{part:.1f}" for part in os.getloadavg())


def _weight(found: home_weight.Weight) -> list[str]:
    own, goal = home_weight.size(found.own) / 1000, home_weight.GOAL / 1000
    print(f"\nHome in a fresh profile, compressed, heads of answers included (goal: at most {goal:.0f} kB)")
    still = home_weight.size(found.still) / 1000
    print(f"  {own:6.1f} kB  home itself, {len(found.own)} requests; {still:.1f} kB of it before anybody moves")
    for answer in sorted(found.own, key=lambda answer: -answer.size)[:6]:
        print(f"          {answer.size / 1000:6.1f} kB  {answer.path}")
    worker = home_weight.size(found.worker) / 1000
    print(
        f"  {worker:6.1f} kB  afterwards, by the service worker for when the site is away, {len(found.worker)} requests"
    )
    return [] if found.holds else [f"home weighs {own:.1f} kB"]


def _start(browser: Browser, served: Served) -> list[str]:
    print(f"\nStart here, until a ticked box changes the answer (median of {slow_network.ROUNDS} fresh profiles)")
    print(f"  Processor not slowed; the connection itself is opened at once. Goal: at most {slow_network.GOAL} ms.")
    address, answered = served.address + PAGES["Start here"], {}
    for network in (slow_network.SLOW_4G, slow_network.PANEL):
        found = slow_network.usable(browser, address, network)
        answered[network] = found.answered
        runs = " ".join(f"{one:.0f}" for one in sorted(found.runs))
        print(f"  {found.answered:6.0f} ms  {network.name}; first words at {found.painted:.0f} ms; runs: {runs}")
    slow = answered[slow_network.SLOW_4G]
    return [] if slow <= slow_network.GOAL else [f"Start here is usable after {slow:.0f} ms at slow 4G"]


def _lighthouse(served: Served) -> list[str]:
    print(f"\nLighthouse, mobile (median of {ROUNDS} runs; goal: at least {GOAL}, but for SEO)")
    print("  " + f"{'page':<15}" + "".join(f"{name:>16}" for name in (*CATEGORIES, *METRICS.values(), PROCESSOR)))
    missed = []
    for name, path in PAGES.items():
        found = median([run(served.address + path) for _ in range(ROUNDS)])
        print("  " + _row(name, found), flush=True)
        for category in JUDGED:
            if found.scores[category] < GOAL:
                missed.append(f"{name}: {category} {found.scores[category]:g}")
                missed += [f"    {audit}" for audit in found.failed[category]]
    return missed


def _row(name: str, found: Median) -> str:
    least, most = found.spread
    scores = {category: f"{score:g}" for category, score in found.scores.items()}
    scores["performance"] += f" ({least:g} to {most:g})"
    metrics = (
        f"{value:.3f}" if metric == "cumulative-layout-shift" else f"{value:.0f}"
        for metric, value in found.metrics.items()
    )
    return f"{name:<15}" + "".join(f"{cell:>16}" for cell in (*scores.values(), *metrics))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
