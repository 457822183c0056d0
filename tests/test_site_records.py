"""Records in the built site: a page each, under its list, governed like its file, and no markup from what it holds."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from conftest import ROOT, commit_everything
from ratified.demo.records import EXERCISE, INCIDENT_1, INCIDENT_2, record
from ratified.site import pages as made
from serving import AS_OF
from test_views import Words

if TYPE_CHECKING:
    from pathlib import Path

EVIL = "| <script>alert(1)</script> `x` {{ 7*7 }} {% raw %} *y* [z](javascript:b)"
LISTS = ("incidents/index.md", "exercises/index.md", "corrective-actions.md")
HELD = {"script", "em", "code", "a", "img", "svg"}
NAV = [{"Home": "index.md"}, {"Incidents": "incidents/index.md"}, {"Exercises": "exercises/index.md"}]


class Records:
    """A site of the pages of records alone, on this repository's data."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for part in ("data", "macros"):
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        self.write("docs/index.md", "---\ntitle: Home\n---\n\nHello.\n")
        macros = {"module_name": "macros", "on_undefined": "strict", "on_error_fail": True}
        plugins = [{"ratified": {"as_of": AS_OF}}, {"macros": macros}]
        settings = {"site_name": "x", "theme": {"name": "mkdocs"}, "plugins": plugins, "nav": NAV}
        settings |= {"repo_url": "https://github.com/example-corp/policy", "edit_uri": "edit/main/docs/"}
        (root / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
        (root / ".gitignore").write_text("/site/\n", encoding="utf-8")

    def write(self, path: str, text: str) -> Records:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return self

    def build(self) -> dict[str, str]:
        """Every page's HTML by its path in the site."""
        commit_everything(self.root)
        mkdocs_build(load_config(str(self.root / "mkdocs.yml")))
        site = self.root / "site"
        return {f.relative_to(site).as_posix(): f.read_text(encoding="utf-8") for f in site.rglob("*.html")}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Records:
    monkeypatch.setattr(made, "WRITTEN", LISTS)
    return Records(tmp_path)


def test_every_record_has_a_page_under_its_list_governed_like_its_file(small: Records) -> None:
    built = small.write(INCIDENT_1, record(INCIDENT_1)).write(EXERCISE, record(EXERCISE)).build()
    page = built["incidents/INC-2026-001/index.html"]
    text = " ".join(Words(page).text.split())
    assert "INC-2026-001 A support account taken over by phishing" in text
    assert "Document EVENTS, Records of incidents, exercises, dismissed events and lists of acknowledgements" in text
    assert "/edit/main/data/incidents/INC-2026-001.yml" in page
    assert page.count('class="r-approval ') == 1
    assert "Check with counsel." in page
    assert "Attendance" in built["exercises/EX-2026-01/index.html"]
    home = built["index.html"]
    assert 'href="incidents/INC-2026-001/"' in home
    assert 'href="exercises/EX-2026-01/"' in home
    assert 'href="INC-2026-001/"' in built["incidents/index.html"]
    assert "main had no such file then" in text


def test_a_site_without_records_says_so(small: Records) -> None:
    built = small.build()
    assert "No incident has been recorded." in built["incidents/index.html"]
    assert "No exercise has been recorded." in built["exercises/index.html"]
    assert not [path for path in built if path.startswith(("incidents/INC", "exercises/EX"))]


def test_a_record_cannot_inject_anything_anywhere(small: Records) -> None:
    def with_title(text: str) -> dict[str, str]:
        quoted = json.dumps(text)
        told = record(INCIDENT_2).replace(
            "title: Export files readable by anyone who knew the address", f"title: {quoted}"
        )
        told = told.replace("text: A release made the bucket", f"text: {quoted}\n    #")
        return small.write(INCIDENT_2, told).build()

    evil, plain = with_title(EVIL), with_title("two words")
    assert EVIL in " ".join(Words(evil["incidents/INC-2026-002/index.html"]).text.split())
    for path, page in evil.items():
        assert [tag for tag in Words(page).tags if tag in HELD] == [t for t in Words(plain[path]).tags if t in HELD], (
            path
        )
