"""The site build: no macros, the stock macros plugin, ours; the same pages in all three."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from timing import alternate, command, reported, table

from ratified.views import VIEWS

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent
AS_OF = "2026-11-22"
ROUNDS = 9
FIRST = "ours, nothing kept from an earlier run"
STOCK = "stock macros plugin, results recorded"
WHOLE = "ours, a whole build"


class _Config(yaml.SafeLoader):
    """mkdocs.yml with its `!ENV` tags as plain values."""


def _default(loader: yaml.SafeLoader, node: yaml.SequenceNode) -> Any:
    return loader.construct_sequence(node)[-1]


_Config.add_constructor("!ENV", _default)


def run(folder: Path) -> None:
    """Prepare three sites under `folder`, then print both tables."""
    ours = _ours(folder / "ours")
    record = folder / "record"
    environment = {
        # a build finds the macros of a company compiled, but for the first one after a change
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "RECORD": str(record),
        "RATIFIED_AS_OF": AS_OF,
        "PYTHONPATH": str(HERE),
        "NO_MKDOCS_2_WARNING": "1",
        "XDG_CACHE_HOME": str(folder / "account"),
    }
    _record(ours, record, environment)
    sites = {
        "no macros": _stock(folder / "plain", record / "after", macros=False),
        STOCK: _stock(folder / "stock", record / "before", macros=True),
        "ours": ours,
    }
    pages = sum(1 for _ in (record / "before").rglob("*.md"))
    mkdocs = str(Path(sys.executable).with_name("mkdocs"))
    first = {**environment, "XDG_CACHE_HOME": os.devnull}
    whole = {
        name: command(mkdocs, "build", "-q", "-f", str(site / "mkdocs.yml"), env=environment)
        for name, site in sites.items()
    }
    whole[FIRST] = command(mkdocs, "build", "-q", "-f", str(ours / "mkdocs.yml"), env=first)
    table(f"Site build of {pages} pages, whole command", alternate(whole, ROUNDS), STOCK)
    once, modules = str(HERE / "build_once.py"), str(record / "modules.json")
    alone = {
        name: reported(sys.executable, once, str(site / "mkdocs.yml"), modules, env=environment)
        for name, site in sites.items()
    }
    alone[FIRST] = reported(sys.executable, once, str(ours / "mkdocs.yml"), modules, env=first)
    table(f"Site build of {pages} pages, imports left out", alternate(alone, ROUNDS), STOCK)
    edited, there = str(ours / "docs/policy/escalation.md"), "policy/escalation/index.html"
    serving = str(HERE / "serve_once.py")
    served = {
        WHOLE: alone["ours"],
        "served, from a change to its page": reported(
            sys.executable, serving, str(ours / "mkdocs.yml"), edited, there, env=environment
        ),
    }
    table("An edited page on screen", alternate(served, ROUNDS), WHOLE)


def _ours(site: Path) -> Path:
    """The demo company, so that every panel shows a verdict of a real history."""
    subprocess.run(
        [str(Path(sys.executable).with_name("ratified")), "demo", str(site)], check=True, capture_output=True
    )
    return site


def _record(ours: Path, record: Path, environment: dict[str, str]) -> None:
    record.mkdir()
    config = yaml.load((ours / "mkdocs.yml").read_text("utf-8"), Loader=_Config)  # noqa: S506 - its loader is a safe one
    config["hooks"] = [str(HERE / "recorder.py")]
    settings = ours / "mkdocs.yml"  # the only settings that are built
    as_it_was = settings.read_bytes()
    settings.write_text(yaml.safe_dump(config), encoding="utf-8")
    mkdocs = str(Path(sys.executable).with_name("mkdocs"))
    subprocess.run([mkdocs, "build", "-q", "-f", str(settings)], check=True, env=environment)
    settings.write_bytes(as_it_was)
    (record / "names.json").write_text(json.dumps(sorted(VIEWS)), encoding="utf-8")


def _stock(site: Path, pages: Path, macros: bool) -> Path:
    site.mkdir()
    shutil.copytree(pages, site / "docs")
    shutil.copytree(ROOT / "docs" / "assets", site / "docs" / "assets")
    config = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=_Config)  # noqa: S506 - its loader is a safe one
    config["nav"] = json.loads((pages.parent / "nav.json").read_text("utf-8"))
    config["plugins"] = ["search"]
    config["hooks"] = [str(HERE / "looks.py")]
    if macros:
        shutil.copy(HERE / "replay.py", site)
        config["plugins"].append({"macros": {"module_name": "replay", "on_undefined": "strict", "on_error_fail": True}})
    (site / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    return site
