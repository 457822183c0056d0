"""Every kind of page has its picture, and the pictures stay where they belong."""

from __future__ import annotations

import shutil
from pathlib import Path

from ratified.demo.starter import starter_files
from ratified.policy.read import read_book
from ratified.site.navigation import navigation
from ratified.site.pages import expand, generated
from ratified.source.tree import WorkTree
from screens import SCREENS, SCREENS_OF

ROOT = Path(__file__).parent.parent
RECORDS = ROOT / "src/ratified/demo/records"
PLAIN = ("policy", "notices", "runbooks", "incidents", "exercises", "rules", "amendments")


def kind(path: str) -> str:
    """Which kind of page a path of the site is: itself, or any page below the list of its kind."""
    path = path.partition("?")[0].rstrip("/")
    folder, _, name = path.partition("/")
    return f"{folder}/*" if name and folder in PLAIN else path


def pages_of(nav: object) -> list[str]:
    if isinstance(nav, str):
        return [nav.removesuffix(".md").removesuffix("index")]
    inner = nav.values() if isinstance(nav, dict) else nav
    return [page for entry in inner for page in pages_of(entry)]  # type: ignore[attr-defined]


def test_every_kind_of_page_in_navigation_has_a_picture(tmp_path: Path) -> None:
    for path, data in starter_files().items():
        if path.startswith(("data/", "docs/", "runbooks/")):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(data)
    for record in RECORDS.glob("*-*.yml"):
        folder = tmp_path / "data" / ("incidents" if record.name.startswith("INC") else "exercises")
        folder.mkdir(exist_ok=True)
        shutil.copy(record, folder)
    book = read_book(WorkTree(tmp_path)).book
    assert book is not None
    there = {*generated(book, "x"), *(page.path.removeprefix("docs/") for page in book.pages)}
    nav = navigation(None, book, "docs", there)
    kinds = {kind(page) for page in pages_of(expand(nav, book))}
    assert {"incidents/*", "exercises/*", "runbooks/*", "rules/*", "policy/*"} < kinds
    pictured = {kind(screen.path) for screen in SCREENS_OF.values()}
    assert kinds - pictured == set()
    assert {"amendments/*", "404.html"} < pictured, "no navigation has these"


def test_the_pictures_kept_are_those_of_the_list_and_small() -> None:
    wanted = {f"{name}-{look}.webp" for name, screen in SCREENS_OF.items() for look in screen.looks}
    assert {file.name for file in SCREENS.iterdir()} == wanted
    assert sum(file.stat().st_size for file in SCREENS.iterdir()) < 3_000_000


def test_a_starter_and_a_built_site_leave_the_pictures_out(site: Path) -> None:
    assert not [path for path in starter_files() if "screens" in path]
    assert (site / "assets" / "mark.svg").is_file()
    assert not (site / "assets" / "screens").exists()
