"""Alternating runs of several commands, and their medians as ratios."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Mapping

Timed = Mapping[str, list[float]]


def alternate(subjects: Mapping[str, Callable[[], float]], rounds: int) -> Timed:
    """Seconds of each subject, the subjects taking turns."""
    seconds: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, subject in subjects.items():
            seconds[name].append(subject())
    return seconds


def command(*arguments: str, **options: object) -> Callable[[], float]:
    """A whole command as a subject: its wall time, output thrown away."""

    def run() -> float:
        start = time.perf_counter()
        subprocess.run(arguments, check=True, capture_output=True, **options)  # type: ignore[call-overload]
        return time.perf_counter() - start

    return run


def reported(*arguments: str, **options: object) -> Callable[[], float]:
    """A command that prints its own seconds as its last line."""

    def run() -> float:
        done = subprocess.run(arguments, check=True, capture_output=True, text=True, **options)  # type: ignore[call-overload]
        return float(done.stdout.strip().split("\n")[-1])

    return run


def table(title: str, seconds: Timed, against: str) -> None:
    """Print medians and ratios to one of the subjects."""
    base = statistics.median(seconds[against])
    fastest = min(seconds[against])
    print(f"\n{title} (median of {len(seconds[against])})")
    for name, runs in seconds.items():
        median = statistics.median(runs)
        print(
            f"  {name:<44} {median * 1000:9.0f} ms   x{median / base:6.2f}"
            f"   fastest {min(runs) * 1000:7.0f} ms   x{min(runs) / fastest:6.2f}"
        )
