"""Generated policy repositories of any size, written by one `git fast-import`: real shapes, made-up content.

Every landing but the first is a merge of one commit by an author, made by an approver, that rewords one document.
Nothing is signed, and the classes say so: what a signature costs is a process for each landing that decides, the
same for any size of history.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTS = ("data", "docs", "runbooks")
START = 1_672_531_200
"""2023-01-01, UTC, in seconds: the day of the first landing."""
END = 1_795_046_400
"""2026-11-19, UTC: the day of the last one."""
Files = Mapping[str, str]
"""Texts by path."""
_TEXT = (
    "---\ntitle: Working instruction {number}\n---\n\n# Working instruction {number}\n\nEdition {edition}. {words}\n"
)
_LINES = 40
_WORDS = "The shift keeps a log of what was seen, by whom, and when. " * 6


def write(folder: Path, documents: int, commits: int) -> Path:
    """A repository with so many governed documents and commits, half of them landings, checked out."""
    return imported(folder, b"".join(history(start(documents), START, _rewordings(documents, commits))))


def crossing(folder: Path, documents: int, merges: int, lines: bool = False, authority: bool = False) -> Path:
    """A repository with so many merges that are not their branch: each left main a landing before its base.

    Every one rewords a document and changes a list, or with `authority` a file of AUTHORITY, so that whether it is
    approved decides about all that comes after. With `lines` that file is one of which the base changed another line:
    what a merge should hold then only git's own merge can say, while else trees tell.
    """
    where = ".github" if authority else "docs"
    files = {**start(documents), **_listed(where, 0)} if lines else start(documents)
    landings = (
        (at, title, {**changed, **(_listed(where, number - 2, number) if lines else _noted(where, number))})
        for number, (at, title, changed) in enumerate(_rewordings(documents, 2 * merges + 2), 1)
    )
    besides = (lambda number: _listed(where, number)) if lines else _nothing
    return imported(folder, b"".join(history(files, START, landings, behind=1, besides=besides)))


def _noted(folder: str, landing: int) -> Files:
    return {f"{folder}/note-{landing % 50:02d}.md": f"Edition {landing}. {_WORDS}\n"}


def _listed(folder: str, upto: int, own: int = 0) -> Files:
    """A list with a line for each landing up to one, and for `own`: of forty lines the next one every time."""
    last = [upto - (upto - line) % _LINES for line in range(_LINES)]
    last[own % _LINES] = max(own, last[own % _LINES])
    return {f"{folder}/list.md": "".join(f"{line}: edition {max(0, n)}\n\n" for line, n in enumerate(last))}


def _nothing(_: int) -> Files:
    return {}


def imported(folder: Path, stream: bytes) -> Path:
    """A new repository of what `git fast-import` is told, checked out."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    subprocess.run(["git", "fast-import", "--quiet"], input=stream, cwd=folder, check=True)
    subprocess.run(["git", "checkout", "-q", "main"], cwd=folder, check=True)
    return folder


def history(
    files: Files,
    adopted: int,
    landings: Iterable[tuple[int, str, Files]],
    behind: int = 0,
    besides: Callable[[int], Files] = _nothing,
) -> Iterator[bytes]:
    """The stream of a repository that Priya adopts and whose landings, oldest first, Lee writes and Priya merges.

    `behind` is how many landings before its base a branch left main, `besides` what the merge of a number, from 1,
    holds otherwise than its branch.
    """
    yield from _commit("refs/heads/side", "lee", adopted - 60, "Put the policy into git", 1, files)
    yield b"reset refs/heads/main\n"
    yield from _commit("refs/heads/main", "priya", adopted - 50, "Make room", 2, {"README.md": "Policy\n"})
    yield from _commit("refs/heads/main", "priya", adopted, "Adopt", 3, files, merge=1)
    before = 3
    for number, (at, title, changed) in enumerate(landings, 1):
        fork = max(3, before - 2 * behind)
        yield from _commit("refs/heads/side", "lee", at - 60, title, before + 1, changed, of=fork)
        subject = f"Merge pull request #{number} from example-corp/change-{number}"
        merged = {**changed, **besides(number)}
        yield from _commit("refs/heads/main", "priya", at, subject, before + 2, merged, of=before, merge=before + 1)
        before += 2


def _rewordings(documents: int, commits: int) -> Iterator[tuple[int, str, Files]]:
    landings = commits // 2
    step = (END - START) // landings
    for landing in range(1, landings):
        number = landing % documents
        text = _TEXT.format(number=number, edition=landing, words=_WORDS)
        yield START + landing * step, f"Reword {number}", {_path(number): text}


def _commit(
    ref: str,
    who: str,
    at: int,
    subject: str,
    mark: int,
    files: Files,
    of: int | None = None,
    merge: int | None = None,
) -> Iterator[bytes]:
    name = {"priya": "Priya Raman", "lee": "Lee Brandt"}[who]
    yield f"commit {ref}\nmark :{mark}\nauthor {name} <{who}@example.com> {at} +0000\n".encode()
    yield f"committer {name} <{who}@example.com> {at} +0000\ndata {len(subject)}\n{subject}\n".encode()
    yield b"" if of is None else f"from :{of}\n".encode()
    yield b"" if merge is None else f"merge :{merge}\n".encode()
    for path, text in files.items():
        data = text.encode()
        yield f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"


def _path(number: int) -> str:
    return f"docs/instructions/instruction-{number:04d}.md"


def start(documents: int) -> Files:
    """The starter as adopted, with so many documents more, every class approved by the sponsors by name."""
    files: dict[str, str] = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for part in PARTS
        for path in sorted((ROOT / part).rglob("*"))
        if path.suffix in {".md", ".yml"}
    }
    files["mkdocs.yml"] = (ROOT / "mkdocs.yml").read_text("utf-8")
    register = (ROOT / "data/register.yml").read_text("utf-8")
    register = register.replace("status: draft", "status: adopted").replace("forge}", "claimed}")
    register = re.sub(r"approvers: \[[^]]*\]", "approvers: [executive-sponsor]", register)
    register = register.replace("365d", "2000d").replace("90d", "2000d")
    entry = (
        "  - {{id: WI-{0:04d}, title: Working instruction {0}, class: runbook, owner: security-lead, pages: [{1}]}}\n"
    )
    listed = "".join(entry.format(number, _path(number)) for number in range(documents))
    files["data/register.yml"] = register.replace("periods:\n", f"{listed}periods:\n")
    return files | {_path(n): _TEXT.format(number=n, edition=0, words=_WORDS) for n in range(documents)}
