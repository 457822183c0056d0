"""Generated policy repositories of any size, written by one `git fast-import`: real shapes, made-up content.

Every landing but the first is a merge of one commit by an author, made by an approver, that rewords one document.
Nothing is signed, and the classes say so: what a signature costs is a process for each landing that decides, the
same for any size of history.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTS = ("data", "docs", "runbooks")
START = 1_672_531_200
"""2023-01-01, UTC, in seconds: the day of the first landing."""
END = 1_795_046_400
"""2026-11-19, UTC: the day of the last one."""
_TEXT = (
    "---\ntitle: Working instruction {number}\n---\n\n# Working instruction {number}\n\nEdition {edition}. {words}\n"
)
_WORDS = "The shift keeps a log of what was seen, by whom, and when. " * 6


def write(folder: Path, documents: int, commits: int) -> Path:
    """A repository with so many governed documents and commits, half of them landings, checked out."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    stream = b"".join(_stream(documents, commits))
    subprocess.run(["git", "fast-import", "--quiet"], input=stream, cwd=folder, check=True)
    subprocess.run(["git", "checkout", "-q", "main"], cwd=folder, check=True)
    return folder


def _stream(documents: int, commits: int) -> Iterator[bytes]:
    landings = commits // 2
    step = (END - START) // landings
    yield from _commit("refs/heads/side", "lee", START - 60, "Put the policy into git", 1, _start(documents))
    yield b"reset refs/heads/main\n"
    yield from _commit("refs/heads/main", "priya", START - 50, "Make room", 2, [("README.md", "Policy\n")])
    yield from _commit("refs/heads/main", "priya", START, "Adopt", 3, _start(documents), merge=1)
    before = 3
    for landing in range(1, landings):
        at = START + landing * step
        number = landing % documents
        text = _TEXT.format(number=number, edition=landing, words=_WORDS)
        files = [(_path(number), text)]
        yield from _commit("refs/heads/side", "lee", at - 60, f"Reword {number}", before + 1, files, of=before)
        subject = f"Merge pull request #{landing} from example-corp/reword-{number}"
        yield from _commit("refs/heads/main", "priya", at, subject, before + 2, files, of=before, merge=before + 1)
        before += 2


def _commit(
    ref: str,
    who: str,
    at: int,
    subject: str,
    mark: int,
    files: list[tuple[str, str]],
    of: int | None = None,
    merge: int | None = None,
) -> Iterator[bytes]:
    name = {"priya": "Priya Raman", "lee": "Lee Brandt"}[who]
    yield f"commit {ref}\nmark :{mark}\nauthor {name} <{who}@example.com> {at} +0000\n".encode()
    yield f"committer {name} <{who}@example.com> {at} +0000\ndata {len(subject)}\n{subject}\n".encode()
    yield b"" if of is None else f"from :{of}\n".encode()
    yield b"" if merge is None else f"merge :{merge}\n".encode()
    for path, text in files:
        data = text.encode()
        yield f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"


def _path(number: int) -> str:
    return f"docs/instructions/instruction-{number:04d}.md"


def _start(documents: int) -> list[tuple[str, str]]:
    files = [
        (path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
        for part in PARTS
        for path in sorted((ROOT / part).rglob("*"))
        if path.suffix in {".md", ".yml"}
    ]
    files.append(("mkdocs.yml", (ROOT / "mkdocs.yml").read_text("utf-8")))
    register = (ROOT / "data/register.yml").read_text("utf-8")
    register = register.replace("status: draft", "status: adopted").replace("forge}", "claimed}")
    register = re.sub(r"approvers: \[[^]]*\]", "approvers: [executive-sponsor]", register)
    register = register.replace("365d", "2000d").replace("90d", "2000d")
    entry = (
        "  - {{id: WI-{0:04d}, title: Working instruction {0}, class: runbook, owner: security-lead, pages: [{1}]}}\n"
    )
    listed = "".join(entry.format(number, _path(number)) for number in range(documents))
    register = register.replace("periods:\n", f"{listed}periods:\n")
    made = [(_path(n), _TEXT.format(number=n, edition=0, words=_WORDS)) for n in range(documents)]
    return [*(f for f in files if f[0] != "data/register.yml"), ("data/register.yml", register), *made]
