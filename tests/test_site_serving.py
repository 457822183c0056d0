"""The site while somebody writes: pages are made when they are asked for, and are the same."""

from __future__ import annotations

import dataclasses
import json
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import Environment
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer

from ratified.site import pages as made
from ratified.site import plugin
from ratified.site.late_pages import LATER, LatePages
from ratified.site.plugin import RatifiedPlugin
from ratified.site.search import INDEX
from test_site import Small, small
from verdict_samples import amended, event, everything_approved, known_at_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.policy import Book
    from ratified.views.approvals.status import SiteVerdicts

__all__ = ["small"]

RULE = "rules/GOV-01/index.html"
THEME = {"name": "material"}


class Served:
    """A server that nobody connects to: what it answers to an address, and what lies in the folder of the site."""

    def __init__(self, of: Small) -> None:
        of.write("mkdocs.yml", json.dumps(of.settings))
        self.config = load_config(str(of.root / "mkdocs.yml"))
        plugin = self.config.plugins["ratified"]
        assert isinstance(plugin, RatifiedPlugin)
        self.plugin = plugin
        self.config.plugins.on_startup(command="serve", dirty=False)
        self.site = Path(self.config.site_dir)
        self.server = LiveReloadServer(self.build, "127.0.0.1", 0, str(self.site), mount_path="/")
        self.build()
        self.plugin.on_serve(self.server, config=self.config, builder=None)

    def build(self) -> None:
        build(self.config, serve_url="http://127.0.0.1/")

    def ask(self, path: str) -> tuple[str, str]:
        """The status and the text."""
        told: list[str] = []

        def start(status: str, headers: Any) -> None:
            told.append(status)

        app: Any = self.server.get_app()
        text = b"".join(app({"PATH_INFO": path}, start)).decode("utf-8")
        return told[-1], text


def one_amendment(book: Book) -> SiteVerdicts:
    return dataclasses.replace(everything_approved(book), amendments=amended(event("2026-09-02", 2)))


@pytest.fixture
def served(small: Small, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(made, "WRITTEN", ("amendments.md",))
    monkeypatch.setattr(plugin, "stand_ahead", known_at_once(one_amendment))
    small.settings["theme"] = THEME
    small.settings["plugins"] = [{"search": {}}, *small.settings["plugins"]]
    found = Served(small)
    yield found
    found.server.server_close()
    found.plugin.on_startup(command="build", dirty=False)


def article(html: str) -> str:
    """What a page says; what it tells the search alone is gone once the index is made."""
    found = re.search(r"<article.*?</article>", html, re.DOTALL)
    assert found is not None
    return re.sub(r"\s?data-search-\w+=\"[^\"]+\"", "", found[0])


def the_past(site: Path) -> list[str]:
    return sorted(f.parent.name for f in site.glob("amendments/*/index.html"))


def test_a_late_page_is_made_when_it_is_asked_for_and_is_what_a_build_makes(served: Served, small: Small) -> None:
    assert {(served.site / name).read_text("utf-8") for name in ("index.html", RULE)} == {LATER}
    assert the_past(served.site) == []
    status, home = served.ask("/")
    assert (status, (served.site / "index.html").read_text("utf-8") != LATER) == ("200 OK", True)
    status, rule = served.ask("/rules/GOV-01/")
    assert (status, (served.site / RULE).read_text("utf-8") != LATER) == ("200 OK", True)
    (past,) = [a for a in served.plugin.late._left if a.startswith("amendments/") and a.count("/") == 2][:1]
    status, landing = served.ask(f"/{past}")
    assert status == "200 OK"
    assert the_past(served.site) == [Path(past).parent.name]
    served.plugin.on_startup(command="build", dirty=False)  # MkDocs keeps plugins that want to know of this
    built = small.build()
    assert article(home) == article(built["index.html"])
    assert article(rule) == article(built[RULE])
    assert article(landing) == article(built[past])


def test_a_late_page_that_fails_fails_again_and_is_made_once_it_can_be(tmp_path: Path) -> None:
    pages, answers = LatePages(), iter([None, None, "made"])

    def page() -> str:
        if (text := next(answers)) is None:
            raise RuntimeError("not now")
        return text

    pages.begin(tmp_path, Environment(autoescape=True), lambda _, render: render())
    pages.add("rules/x/index.html", page)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="not now"):
            pages.make("rules/x/index.html")
        assert not pages.making
    pages.make("rules/x/index.html")
    pages.make("rules/x/index.html")  # it is there, and nothing is left to make
    assert (tmp_path / "rules/x/index.html").read_text("utf-8") == "made"


def test_no_page_is_made_while_a_build_is_on(tmp_path: Path) -> None:
    pages = LatePages()
    pages.hold()
    pages.hold()  # of one build after another that failed before it came to its pages
    pages.begin(tmp_path, Environment(autoescape=True), lambda _, render: render())
    pages.add("a.html", lambda: "made")
    asked = threading.Thread(target=pages.make, args=("a.html",), daemon=True)
    asked.start()
    asked.join(0.2)
    assert asked.is_alive()
    pages.release()
    asked.join(10)
    assert (tmp_path / "a.html").read_text("utf-8") == "made"


def test_a_rebuild_makes_it_anew_and_an_address_that_is_none_stays_none(served: Served) -> None:
    served.ask("/rules/GOV-01/")
    served.build()
    assert (served.site / RULE).read_text("utf-8") == LATER
    assert served.ask("/rules/GOV-01/")[0] == "200 OK"
    assert served.ask("/rules/GOV-99/")[0] == "404 Not Found"
    assert served.ask("/../mkdocs.yml")[0] == "404 Not Found"
    for odd in ("/rules//GOV-02/", "/rules/./GOV-03/", "/rules/x/../GOV-04/index.html"):
        assert LATER not in served.ask(odd)[1]
    assert served.ask("/")[0] == "200 OK"


def test_a_template_that_shows_what_its_panel_does_not_say_is_refused_when_the_page_is_asked_for(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "WRITTEN", ("amendments.md",))
    monkeypatch.setattr(plugin, "stand_ahead", known_at_once(one_amendment))
    small.settings["theme"] = THEME
    page = '{% extends "base.html" %}{% block footer %}<img src="../../secret.png">{% endblock %}'
    small.write("overrides/main.html", page)
    small.write("docs/secret.png", "no picture")
    found = Served(small)
    try:
        with pytest.raises(PluginError, match=r"shows docs/secret\.png, which no document governs"):
            found.ask("/runbooks/RB-08-lost-device/")
    finally:
        found.server.server_close()
        found.plugin.on_startup(command="build", dirty=False)


def test_the_search_index_is_made_when_it_is_asked_for_and_finds_what_a_build_finds(
    served: Served, small: Small
) -> None:
    assert not (served.site / INDEX).exists()
    status, text = served.ask(f"/{INDEX}")
    assert status == "200 OK"
    found = {entry["location"] for entry in json.loads(text)["docs"]}
    served.plugin.on_startup(command="build", dirty=False)
    small.build()
    built = {entry["location"] for entry in json.loads((served.site / INDEX).read_text("utf-8"))["docs"]}
    assert {location for location in built if not location.startswith("rules/")} <= found
    served.config.plugins.on_startup(command="serve", dirty=False)
    served.build()
    assert {e["location"] for e in json.loads(served.ask(f"/{INDEX}")[1])["docs"]} == found
