"""What the import of many merged requests costs, against `json.load` over the same files and one pass of git."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from timing import alternate, command, reported, table

if TYPE_CHECKING:
    from pathlib import Path

REQUESTS = 5_000
START = 1_700_000_000
_PASS = ("log", "--first-parent", "-z", "--raw", "--no-renames", "--no-abbrev", "--diff-merges=first-parent")
_LOADED = """
import json, sys, time
from pathlib import Path
start = time.perf_counter()
for file in Path(sys.argv[1]).rglob("*.json"):
    with file.open(encoding="utf-8") as opened:
        json.load(opened)
print(time.perf_counter() - start)
"""
_IMPORTED = """
import sys, time
from pathlib import Path
from click.testing import CliRunner
import ratified.analysis.review_import, ratified.output.review_import
import ratified.git.repository, ratified.check.approval_record
from ratified.cli.reviews import reviews
start = time.perf_counter()
done = CliRunner().invoke(reviews, ["import", "--repo", sys.argv[1], *sys.argv[3:], sys.argv[2]], standalone_mode=False)
seconds = time.perf_counter() - start
assert done.exception is None, done.exception
assert "imports 5000 merged requests" in done.output or "would import 5000" in done.output, done.output
print(seconds)
"""
_ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Robo",
    "GIT_AUTHOR_EMAIL": "robo@example.com",
}


def run(folder: Path) -> None:
    """Write a history of squashes and GitHub's answers about them, and print what their import costs."""
    repo, fetched = folder / "repo", folder / "fetched"
    ids = _history(repo)
    _answers(fetched, ids)
    loaded = reported(sys.executable, "-c", _LOADED, str(fetched))
    passed = command("git", *_PASS, "main", cwd=repo, env=_ENVIRONMENT)

    def imported(*options: str) -> float:
        words = ("git", "update-ref", "-d", "refs/heads/evidence")
        subprocess.run(words, cwd=repo, env=_ENVIRONMENT, check=False, capture_output=True)
        return reported(sys.executable, "-c", _IMPORTED, str(repo), str(fetched), *options, env=_ENVIRONMENT)()

    seconds = alternate(
        {
            "json.load and one pass of git": lambda: loaded() + passed(),
            "reviews import": imported,
            "reviews import --dry-run": lambda: imported("--dry-run"),
        },
        5,
    )
    title = f"Import of {REQUESTS:,} squashed requests with reviews (goal: at most 2 times)"
    table(title, seconds, "json.load and one pass of git")


def _history(repo: Path) -> list[tuple[str, str]]:
    """Squashes on main and the branch that each was: their ids, head first."""
    repo.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", "-b", "main", "--template=", "."], cwd=repo, env=_ENVIRONMENT, check=True)
    register = "company: Example\\nstatus: draft\\nmain: main\\nclasses: {}\\ndocuments: []\\n".replace("\\n", "\n")
    lines = [
        _commit("refs/heads/main", 1, START, "", f"M 100644 inline data/register.yml\ndata {len(register)}\n{register}")
    ]
    for number in range(REQUESTS):
        text = f"Change {number}\n" * 20
        change = f"M 100644 inline docs/{number % 300}.md\ndata {len(text)}\n{text}"
        base, at = 2 * number + 1 if number else 1, START + 600 * number
        lines.append(_commit(f"refs/made/{number}", 2 * number + 2, at, f"from :{base}\n", change))
        lines.append(_commit("refs/heads/main", 2 * number + 3, at + 60, f"from :{base}\n", change))
    feed = "".join(lines).encode()
    marks = repo / ".git" / "marks"
    words = ["git", "fast-import", "--quiet", f"--export-marks={marks}"]
    subprocess.run(words, cwd=repo, env=_ENVIRONMENT, input=feed, check=True)
    subprocess.run(["git", "reset", "-q", "--hard", "main"], cwd=repo, env=_ENVIRONMENT, check=True)
    by_mark = dict(row.split() for row in marks.read_text(encoding="ascii").splitlines())
    return [(by_mark[f":{2 * number + 2}"], by_mark[f":{2 * number + 3}"]) for number in range(REQUESTS)]


def _commit(ref: str, mark: int, at: int, parent: str, change: str) -> str:
    return (
        f"commit {ref}\nmark :{mark}\ncommitter Lee <lee@example.com> {at} +0000\ndata 7\nChange\n\n{parent}{change}\n"
    )


def _answers(folder: Path, ids: list[tuple[str, str]]) -> None:
    """Answers as long as GitHub's are: repositories are told in whole, twice in each request."""
    padding = {
        f"{name}_url": f"https://api.github.com/repos/example/policies/{name}{{/sha}}" for name in map(str, range(60))
    }
    repo = {"id": 77, "full_name": "example/policies", **padding}
    user = {"login": "lee", "id": 4212, "type": "User", **dict(list(padding.items())[:14])}
    other = {**user, "login": "dana", "id": 4211}
    note = {"schema": "ratified/fetch/1", "forge": "github", "host": "github.com", "branch": "main", "page_size": 100}
    files: dict[str, object] = {"fetch.json": {**note, "taken_at": "2030-01-01T00:00:00Z"}, "repository.json": repo}
    for number, (head, merge) in enumerate(ids, 1):
        own = f"requests/{number}"
        files[f"{own}/pull.json"] = {
            "number": number,
            "merged": True,
            "merged_at": "2026-03-02T08:00:00Z",
            "merge_commit_sha": merge,
            "merged_by": other,
            "user": user,
            "base": {"ref": "main", "repo": repo},
            "head": {"sha": head, "repo": repo},
            "commits": 1,
            "body": "Why this is changed, in words. " * 20,
        }
        review = {"user": other, "state": "APPROVED", "commit_id": head, "submitted_at": "2026-03-01T08:00:00Z"}
        files[f"{own}/reviews-1.json"] = [{**review, "state": "COMMENTED"}, review]
        files[f"{own}/commits-1.json"] = [{"sha": head, "author": user, "commit": {"message": "Change"}}]
    sums = []
    for path, said in files.items():
        data = json.dumps(said).encode()
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        sums.append(f"{hashlib.sha256(data).hexdigest()}  ./{path}\n")
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="ascii")


if __name__ == "__main__":
    import tempfile
    from pathlib import Path as Folder

    with tempfile.TemporaryDirectory() as made:
        run(Folder(made))
