"""`ratified pdf`: the policy and every runbook as PDF, from a site that was built."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ratified.cli import exits
from ratified.site.paper import NoBrowserError, on_paper
from ratified.site.printed import NotASiteError, PrintedPage, policy_pages, printed, stamp, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_POLICY = "policy.pdf"


@click.command()
@click.argument("site", type=click.Path(file_okay=False, path_type=Path), default=Path("build/site"))
@click.argument("out", type=click.Path(file_okay=False, path_type=Path), default=Path("build/pdf"))
def pdf(site: Path, out: Path) -> int:
    """Print the policy and each runbook of a built site as PDF, with a cover and the commit on every page.

    SITE is the folder that `ratified site build` wrote, build/site unless said; OUT gets policy.pdf and one file a
    runbook, which begins with its steps and has the cover last. Needs Chromium. The cover shows what the pages
    themselves say of their approval. Exits 2 where nothing was printed.

    Example: ratified pdf
    """
    try:
        documents = dict(_documents(site))
        whose = title_of(PrintedPage("", _read(site, "")))
        out.mkdir(parents=True, exist_ok=True)
        for name, (title, pages) in documents.items():
            html = printed(title, whose, pages, site.resolve().as_uri(), cover_last=name != _POLICY)
            made = on_paper(html, _moment(stamp(pages).day))
            part = out / f".{name}.part"
            part.write_bytes(made)
            part.replace(out / name)
            click.echo(out / name)
    except (NotASiteError, NoBrowserError) as error:
        raise exits.CannotDecideError(str(error)) from None
    return exits.CLEAN


def _documents(site: Path) -> Iterator[tuple[str, tuple[str, list[PrintedPage]]]]:
    """Every document by its file name: its title, and its pages in the order of the navigation."""
    urls = policy_pages(PrintedPage("", _read(site, "")))
    if not urls:
        raise NotASiteError(f"{site}: its navigation has no policy; build the site with `mkdocs build` first")
    yield _POLICY, ("Policy", [PrintedPage(url, _read(site, url)) for url in urls])
    for folder in sorted((site / "runbooks").glob("RB-*/")):
        page = PrintedPage(f"runbooks/{folder.name}/", _read(site, f"runbooks/{folder.name}/"))
        yield f"{folder.name}.pdf", (title_of(page), [page])


def _read(site: Path, url: str) -> str:
    try:
        return (site / url / "index.html").read_text(encoding="utf-8")
    except OSError:
        raise NotASiteError(f"{site / url}: no site was built here; run `mkdocs build` first") from None


def _moment(day: str) -> datetime:
    """The day that the site was built for; the first moment there is where it says none."""
    return datetime.combine(date.fromisoformat(day) if day else date(1970, 1, 1), time(), UTC)
