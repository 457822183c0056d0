"""What an import wrote or would write: each page with what became of it, what was left out, and what comes next."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from ratified.analysis.import_navigation import SETTINGS
from ratified.analysis.import_rows import IMPORTS
from ratified.approval.toolchain_files import CODEOWNERS_FILES
from ratified.model.plurals import counted
from ratified.source.literal_text import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ratified.analysis.clause_offers import OfferedClauses
    from ratified.analysis.import_pages import PlannedPage
    from ratified.analysis.import_plan import ImportPlan

_FEW = 8
"""Files that are listed one by one."""


def render(plan: ImportPlan, root: Path, again: str) -> Iterator[str]:
    """The lines to print. `again` is the command that writes what was only planned, else nothing."""
    for page in plan.pages:
        yield from _page(page)
    yield from (f"{path}: imported from the same bytes before; nothing to do" for path in plan.same)
    yield from (f"copied with its page: {path}" for path in plan.copied)
    yield from (f"left out: {fault.place}: {fault.message}; {fault.help}" for fault in plan.refused)
    yield from _untaken(plan.untaken)
    yield from _summary(plan, bool(again))
    if plan.pages:
        yield from _references(plan)
        yield from _elsewhere(plan)
    yield from _next(plan, root, again)


def _page(page: PlannedPage) -> Iterator[str]:
    what = "a new version of" if page.before is not None else "from"
    document = f"  {page.row.id}, class {page.row.class_}, owner {page.row.owner}" if page.row else ""
    yield f"{page.path}  {what} {page.source.given}{document}"
    head = page.head
    said = [f"title {scalar(head.title)}", *([f"reviewed {head.reviewed}"] if head.reviewed else [])]
    if head.kept:
        said.append(f"kept under extra: {', '.join(head.kept)}")
    elif any(line == "extra:" for line in head.lines):
        said.append("its front matter is kept under extra: as text")
    yield f"  {'; '.join(said)}"
    if page.page.marked:
        yield "  the byte order mark in front of it is gone"
    if head.literal:
        yield "  holds braces of another program, which the site shows as they are written (render_macros: false)"
    if head.unknown_references:
        yield f"  names requirements that are not known here: {', '.join(head.unknown_references)}"
    yield from (f"  {note.place}: the link {note.text}" for note in (*page.anew, *page.dead))


def _untaken(files: Sequence[str]) -> Iterator[str]:
    """Files that nobody would miss before the folder is thrown away."""
    if files:
        more = f" and {len(files) - _FEW} more" if len(files) > _FEW else ""
        listed = ", ".join(files[:_FEW])
        yield f"not taken, since it is no Markdown page and no page that was imported shows it: {listed}{more}"


def _summary(plan: ImportPlan, dry: bool) -> Iterator[str]:
    yield ""
    would = "would be " if dry else ""
    left = len({fault.place.path for fault in plan.refused})
    yield (
        f"{counted(len(plan.pages), 'page')} {would}imported, {len(plan.same)} unchanged, {left} left out; "
        f"{counted(sum(len(page.anew) for page in plan.pages), 'link')} written anew, "
        f"{sum(len(page.dead) for page in plan.pages)} dead"
    )
    for level in ("error", "warning"):
        rows = {code: number for (of, code), number in sorted(plan.found.items()) if of == level}
        if rows:
            listed = ", ".join(f"{code} {number}" for code, number in rows.items())
            yield f"`ratified check` will find on them: {counted(sum(rows.values()), level)} ({listed})"
    if any(code == "SIT-18" for _, code in plan.found):
        yield "SIT-18 is a matter of blanks and empty lines for the most part: `ratified check --fix` writes these anew"


def _references(plan: ImportPlan) -> Iterator[str]:
    named: dict[str, list[str]] = {}
    for page in plan.pages:
        for id_ in page.head.references:
            named.setdefault(id_, []).append(f"{page.row.id}, {page.head.title}" if page.row else page.head.title)
    if named:
        yield ""
        yield "They name requirements. What shows that each is met is in data/coverage.yml, under answers:"
        yield from (
            f"  - {{requirement: {id_}, evidence: [{', '.join(map(_quoted, titles))}]}}"
            for id_, titles in sorted(named.items())
        )


def _quoted(text: str) -> str:
    found = scalar(text)
    return found if found.startswith('"') else f'"{found}"'


def _elsewhere(plan: ImportPlan) -> Iterator[str]:
    """What was written besides pages and rows, and what is left to write by hand."""
    if SETTINGS in plan.files:
        yield ""
        yield f"{SETTINGS} names the new pages in its navigation"
    owners = next((path for path in CODEOWNERS_FILES if path in plan.files), None)
    if owners:
        yield ""
        yield f"{owners} is made again, with whom the Git host asks for the new pages"
    for sentence in plan.by_hand:
        yield ""
        yield from sentence.split("\n")


def _next(plan: ImportPlan, root: Path, again: str) -> Iterator[str]:
    check = "    ratified check" + (f" --repo {shlex.quote(str(root))}" if str(root) != "." else "")
    yield ""
    if not plan.files:
        yield "Nothing was written. Next:"
        yield check
        return
    if again:
        yield "Nothing was written. Next:"
        yield f"    {again}"
        return
    yield f"Where each came from is in {IMPORTS}. Nothing is approved by this: an approver merges it. Next:"
    if str(root) != ".":
        yield f"    cd {shlex.quote(str(root))}"
    yield "    git switch -c import-policies"
    others = [path for path in plan.files if not path.startswith(f"{plan.folder}/")]
    files = [*plan.files] if len(plan.files) <= _FEW else [plan.folder, *others]
    yield f"    git add -- {' '.join(map(shlex.quote, files))}"
    yield "    git commit -m 'policies: Take in what was written elsewhere'"
    yield "    ratified check"


def offered(
    pages: Sequence[OfferedClauses], document: str, scheme: str | None, taken: bool, root: Path
) -> Iterator[str]:
    """The lines after `--clauses`: the diff, and the command that takes it; or what to do with what was written."""
    where = f" --repo {shlex.quote(str(root))}" if str(root) != "." else ""
    count = counted(sum(len(one.ids) for one in pages), "id")
    if not pages:
        yield f"{document} has no rule outside of a clause, so there is nothing to offer. Next:"
        yield f"    ratified check{where}"
        return
    for one in pages:
        yield from one.diff()
    yield ""
    if not taken:
        yield f"{count} offered; nothing was written. Take what you like of it by hand, or all of it:"
        form = f" --scheme {shlex.quote(scheme)}" if scheme else ""
        yield f"    ratified import --clauses {shlex.quote(document)}{form} --write{where}"
        return
    yield f'{count} written. A clause may cite what it answers, clause("{pages[0].ids[0]}", "CC6.1").'
    yield "Clauses are asked for more than prose is: what shows that each is kept, and numbers from the data. Next:"
    yield f"    ratified check{where}"
