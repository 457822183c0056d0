"""What imported reviews cost: `status` of a history of squashes with the evidence branch, and the same without it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from timing import alternate, command, table

from histories import DAY, Repo
from history_company import company
from history_keys import thrown_away
from ratified.model.host_review import MergedRequest
from reviewed import PROJECT, REVIEWING, Evidence, account, review, reviewing

if TYPE_CHECKING:
    from collections.abc import Callable

REQUESTS, DOCUMENTS, A_BATCH, ROUNDS = 5_000, 200, 50, 5
AS_OF = "2026-11-22"
WITHOUT = "ratified status, first, no evidence branch"


def run(folder: Path) -> None:
    """Print `status`, first and again, with 5,000 imported requests and without the branch that keeps them."""
    with thrown_away() as keys:
        repo = _written(Repo(folder / "with", keys))
    bare = folder / "without"
    shutil.copytree(repo.root, bare)
    (bare / ".git/refs/heads/evidence").unlink()
    ratified = str(Path(sys.executable).with_name("ratified"))
    subjects: dict[str, Callable[[], float]] = {}
    for root, what in ((bare, "no evidence branch"), (repo.root, f"with {REQUESTS:,} reviews")):
        kept = folder / f"kept-{root.name}"
        env = {**os.environ, "CI": "", "XDG_CACHE_HOME": str(kept)}
        asked = command(ratified, "status", "--repo", str(root), "--as-of", AS_OF, "--ref", "main", env=env)
        subjects[f"ratified status, first, {what}"] = _forgetting(kept, asked)
        subjects[f"ratified status, again, {what}"] = asked
    table(f"{REQUESTS:,} squashes, {DOCUMENTS} documents", alternate(subjects, ROUNDS), WITHOUT)


def _forgetting(kept: Path, subject: Callable[[], float]) -> Callable[[], float]:
    """The same with nothing kept of an earlier run."""

    def run() -> float:
        shutil.rmtree(kept, ignore_errors=True)
        return subject()

    return run


def _written(repo: Repo) -> Repo:
    rows = "".join(
        f"  - {{id: D-{n}, title: D {n}, class: policy, owner: security-lead, pages: [docs/d/{n}.md]}}\n"
        for n in range(DOCUMENTS)
    )
    pages = {f"docs/d/{n}.md": f"---\ntitle: D {n}\n---\n\n# D {n}\n\nFirst words.\n" for n in range(DOCUMENTS)}
    register, source = REVIEWING.split("reviews: ")
    files = {**company(repo.keys), **reviewing(repo.keys), **pages}
    files["data/register.yml"] = f"{register}{rows}reviews: {source}"
    repo.init().adopts(files)
    evidence, waiting = Evidence(repo), list[MergedRequest]()
    for number in range(REQUESTS):
        change = {f"docs/d/{number % DOCUMENTS}.md": f"---\ntitle: D\n---\n\n# D\n\nWords {number}.\n"}
        head = repo.branch("lee", change)
        made = repo.commit([repo.tip], repo.files(head), "lee", f"Change it (#{number})", committer="github")
        repo.tip, repo.now = made, repo.now + DAY // 20
        waiting.append(_request(made, head, f"#{number}", repo.now))
        if len(waiting) == A_BATCH:
            evidence.add(*waiting)
            waiting = []
    repo.ref("refs/heads/main", repo.tip)
    repo.git("reset", "-q", "--hard", "main")
    repo.git("repack", "-q", "-a", "-d")
    return repo


def _request(merge: str, head: str, name: str, now: int) -> MergedRequest:
    return MergedRequest(
        name=name,
        author=account("lee"),
        repository=PROJECT,
        branch="main",
        head=head,
        merge=merge,
        merged_by=None,
        merged_at=now,
        commits=(head,),
        reviews=(review("dana", head, now - 600),),
    )
