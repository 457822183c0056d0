"""The page of every rule as JSON, so that `ratified explain` need not load the rules."""

from __future__ import annotations

import json

from ratified.rules import RULES


def pages() -> str:
    """Code, level, name, title, page and version of each rule, and whether it may wait, as they are asked."""
    rows = [
        {key: getattr(rule, key) for key in ("code", "level", "name", "title", "since", "may_wait", "page")}
        for rule in RULES
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
