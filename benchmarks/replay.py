"""Macros for the stock build: each call gives back what ours gave, with no work behind it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

RECORD = Path(os.environ["RECORD"])
NAMES = Path(os.environ["RECORD"], "names.json")


def define_env(env: Any) -> None:
    results: dict[str, list[str]] = json.loads((RECORD / "results.json").read_text("utf-8"))
    recorded = {page: iter(given) for page, given in results.items()}

    def call(*args: object) -> str:
        return next(recorded[env.page.file.src_uri])

    for name in json.loads(NAMES.read_text("utf-8")):
        env.macro(call, name)
