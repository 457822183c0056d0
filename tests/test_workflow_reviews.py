"""The jobs of the workflow that fetch, import and keep reviews, each step run by a shell on a real repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ratified.model.host_review import FIRST, read_batch
from test_review_fetch import HostAnswering, server
from test_review_import import Squashed, letting, written
from test_workflows import program, run, script

if TYPE_CHECKING:
    from histories import Repo
    from history_keys import Keys

pytest_plugins = ["history_fixtures"]
__all__ = ["server"]

GH = f"""#!{sys.executable}
import json, subprocess, sys
from pathlib import Path

def git(*words, feed=""):
    done = subprocess.run(["git", *words], cwd=ROOT, input=feed, capture_output=True, text=True, check=True)
    return done.stdout.strip()

ROOT = Path(__file__).with_name("root").read_text()
with open(Path(__file__).with_name("asked"), "a") as asked:
    print(*sys.argv[1:], file=asked)
path, data = sys.argv[2].partition("/git/")[2], json.loads(sys.stdin.read()) if "--input" in sys.argv else None
kind, _, id_ = path.partition("/")
if kind == "matching-refs":
    rows = git("for-each-ref", "--format=%(objectname) %(refname)", "refs/heads/evidence").splitlines()
    said = [{{"ref": row.split()[1], "object": {{"sha": row.split()[0]}}}} for row in rows]
elif kind == "commits" and data is None:
    said = {{"tree": {{"sha": git("rev-parse", id_ + "^{{tree}}")}}}}
elif kind == "trees" and data is None:
    rows = [line.replace("\\t", " ").split() for line in git("ls-tree", id_).splitlines()]
    said = {{"tree": [{{"path": row[3], "sha": row[2]}} for row in rows]}}
elif kind == "trees":
    (entry,) = data["tree"]
    blob = git("hash-object", "-w", "--stdin", feed=entry["content"])
    folder, name = entry["path"].split("/")
    rows = git("ls-tree", data["base_tree"]).splitlines()
    top = [line for line in rows if not line.endswith("\\t" + folder)]
    held = git("ls-tree", data["base_tree"] + ":" + folder) if len(top) < len(rows) else ""
    below = git("mktree", feed="\\n".join(filter(None, [held, f"100644 blob {{blob}}\\t{{name}}"])) + "\\n")
    said = {{"sha": git("mktree", feed="\\n".join([*top, f"040000 tree {{below}}\\t{{folder}}"]) + "\\n")}}
elif kind == "commits":
    parents = [part for one in data["parents"] for part in ("-p", one)]
    who = ["-c", "user.name=bot", "-c", "user.email=bot@example.com", "-c", "gpg.format=ssh"]
    who += ["-c", "user.signingKey=" + Path(__file__).with_name("key").read_text()]
    said = {{"sha": git(*who, "commit-tree", "-S", data["tree"], *parents, feed=data["message"])}}
else:
    git("update-ref", "refs/heads/evidence", data["sha"])
    said = {{}}
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def squashed(adopted: Repo, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Squashed:
    """A company on GitHub that squashes, whose branch `evidence` holds a tip that was seen; never to be changed."""
    repo = adopted.copy(tmp_path_factory.mktemp("squashed") / "repo")
    repo.merges("kim", change=letting(keys, "github"), number=2)
    made = Squashed(repo, "github")
    repo.ref(
        "refs/heads/evidence", repo.commit([], repo.changed(repo.files(""), {"anchors": "line\n"}), "robo", "anchor")
    )
    return made


def copied(made: Squashed, root: Path) -> Squashed:
    copy = object.__new__(Squashed)
    copy.__dict__ |= made.__dict__ | {"repo": made.repo.copy(root)}
    return copy


def kept(here: Path, company: Squashed) -> subprocess.CompletedProcess[str]:
    """The step that commits the batches, with a `gh` that does to the repository what GitHub's API does: it signs, too,
    here with a key for imports.
    """
    programs = here / "bin"
    programs.mkdir(exist_ok=True)
    (programs / "gh").write_text(GH, encoding="utf-8")
    (programs / "gh").chmod(0o755)
    (programs / "root").write_text(str(company.repo.root), encoding="utf-8")
    (programs / "key").write_text(str(company.repo.keys.home / "dana-new"), encoding="utf-8")
    more = {"PATH": f"{programs}:{os.environ['PATH']}", "GH_REPO": "o/r"}
    return run(script("check.yml/keep/Commit the batches"), here / "batches", **more)


def test_the_batches_are_committed_by_the_api_on_what_is_there(squashed: Squashed, tmp_path: Path) -> None:
    company = copied(squashed, tmp_path / "repo")
    before = company.repo.git("rev-parse", "evidence").strip()
    company.imports(written(tmp_path / "fetched", company.files()), "--out", str(tmp_path / "batches"))
    done = kept(tmp_path, company)
    assert (done.returncode, done.stderr) == (0, "")
    assert company.repo.git("rev-list", "--parents", "-1", "evidence").split()[1:] == [before, company.head]
    assert company.repo.git("ls-tree", "-r", "--name-only", "evidence").split() == ["anchors", "reviews/000001.json"]
    assert company.repo.verdict().verdict == "approved"
    (one,) = company.batches()
    assert one.previous == FIRST
    asked = (tmp_path / "bin/asked").read_text(encoding="utf-8")
    assert "force" not in asked
    first = company.repo.git("show", "evidence:reviews/000001.json").encode()
    assert read_batch(first) == one
    # What was planned on the branch as it was before is refused, and the next import follows.
    again = kept(tmp_path, company)
    assert again.returncode == 1
    assert again.stderr == "The branch evidence got other reviews meanwhile; the next run imports again.\n"
    shutil.rmtree(tmp_path / "batches")
    company.imports(written(tmp_path / "fetched", company.files()), "--out", str(tmp_path / "batches"))
    assert not (tmp_path / "batches").exists(), "nothing is new"


def test_without_a_branch_the_witness_comes_first(squashed: Squashed, tmp_path: Path) -> None:
    company = copied(squashed, tmp_path / "repo")
    company.repo.git("update-ref", "-d", "refs/heads/evidence")
    company.imports(written(tmp_path / "fetched", company.files()), "--out", str(tmp_path / "batches"))
    done = kept(tmp_path, company)
    assert (done.returncode, done.stderr) == (
        1,
        "There is no branch evidence yet. The job witness makes it; then run this again.\n",
    )


def test_the_workflow_fetches_imports_and_hands_over(squashed: Squashed, server: str, tmp_path: Path) -> None:
    """In a clone as the runner has it: no local branch `evidence`, and no reviewed head before it is fetched."""
    host = copied(squashed, tmp_path / "host").repo
    host.git("update-ref", "refs/pull/12/head", squashed.head)
    subprocess.run(["git", "clone", "-q", f"file://{host.root}", tmp_path / "policy"], check=True)
    HostAnswering.host, HostAnswering.given = "github", squashed.files()
    (tmp_path / "bin").mkdir()
    program(tmp_path / "bin/gh", f'for last; do :; done\nexec curl --silent --fail "http://{server}/$last"\n')
    program(tmp_path / "tool/bin/ratified", f'exec "{Path(sys.executable).parent}/ratified" "$@"\n')
    more = {
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_REPOSITORY": "example/policies",
        "GITHUB_SERVER_URL": "https://github.com",
        "GH_TOKEN": "t",
        "GIT_CONFIG_COUNT": "1",
        "PATH": f"{tmp_path / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    steps = ["See whether reviews are imported", "Fetch the reviews", "Fetch the reviewed heads", "Import"]
    for step in steps:
        settings = more if step == "Fetch the reviewed heads" else {k: v for k, v in more.items() if "CONFIG" not in k}
        done = run(script(f"check.yml/reviews/{step}"), tmp_path, **settings)
        assert done.returncode == 0, (step, done.stdout, done.stderr)
    assert (tmp_path / "output").read_text(encoding="utf-8") == "on=yes\nbatches=yes\n"
    plan = json.loads((tmp_path / "batches/plan.json").read_bytes())
    assert [one["parents"] for one in plan["batches"]] == [[squashed.head]]


def test_a_register_without_a_project_asks_nothing(tmp_path: Path) -> None:
    (tmp_path / "policy/data").mkdir(parents=True)
    (tmp_path / "policy/data/register.yml").write_text("company: Example\n# reviews: later\n", encoding="utf-8")
    done = run(
        script("check.yml/reviews/See whether reviews are imported"), tmp_path, GITHUB_OUTPUT=str(tmp_path / "output")
    )
    assert (done.returncode, (tmp_path / "output").exists()) == (0, False)
