"""A MkDocs hook that writes down a build of ours, so that a stock build of the same pages can be replayed.

Into the folder named by RECORD go `before/` (the pages as the macros plugin gets them), `after/` (as it leaves
them), `results.json` (what every macro call gave, page by page), `nav.json` (the navigation with its generated
pages) and `modules.json` (what was imported).
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from mkdocs.plugins import event_priority

from ratified.site.expanded_page import filled
from ratified.views import VIEWS

RECORD = Path(os.environ["RECORD"])
results: dict[str, list[str]] = defaultdict(list)
depth = 0


def on_nav(nav: Any, config: Any, files: Any) -> None:
    macros = config.plugins["macros"]
    for name in {*macros.macros, *VIEWS}:
        if name in macros.env.globals:
            macros.env.globals[name] = _recorded(macros, macros.env.globals[name])


def _recorded(macros: Any, macro: Any) -> Any:
    def call(*args: object, **options: object) -> object:
        global depth
        depth += 1
        try:
            result = macro(*args, **options)
        finally:
            depth -= 1
        if depth == 0:
            results[macros.page.file.src_uri].append(str(result))
        return result

    return call


@event_priority(-90)
def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> None:
    """After every plugin: the source is still on the file, the Markdown is what the macros left, less the blocks that
    ours puts in once it is rendered.
    """
    whole = filled(markdown, config.plugins["ratified"].blocks)
    assert whole is not None, page
    title = json.dumps(str(page.meta.get("title", "")))
    _write("before", page, page.file.content_string)
    _write("after", page, f"---\ntitle: {title}\n---\n{whole}")


def _write(folder: str, page: Any, text: str) -> None:
    path = RECORD / folder / page.file.src_uri
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def on_post_build(config: Any) -> None:
    (RECORD / "results.json").write_text(json.dumps(results), encoding="utf-8")
    (RECORD / "nav.json").write_text(json.dumps(config.nav), encoding="utf-8")
    (RECORD / "modules.json").write_text(json.dumps(sorted(sys.modules)), encoding="utf-8")
