"""`ratified reviews import` on real repositories: what is taken, what is left out, and nothing half done."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from histories import DAY, START
from history_company import PEOPLE, PEOPLE_TEXT, REGISTER, REGISTER_TEXT, edit
from host_answer_files import HEAD, HOSTS, MERGE, OLD, OWN, answers
from ratified.cli import exits
from ratified.cli import reviews as command
from ratified.cli.main import ratified
from ratified.git import evidence_commits
from ratified.model.host_review import FIRST, ReviewBatch, canonical, digest, read_batch
from reviewed import EVIDENCE_SIGNERS, branch, squash
from test_host_answers import PROJECTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from histories import Repo
    from history_keys import Keys
    from host_answer_files import Files

pytest_plugins = ["history_fixtures"]

PLACE = {"github": "github.com", "gitlab": "gitlab.example", "gitea": "git.example"} | {
    "bitbucket": "bitbucket.org",
    "azure": "dev.azure.com",
}
DANA = {
    "bitbucket": "'{00004211-0000-4000-8000-000000000000}'",
    "azure": "00004211-0000-4000-8000-000000000000",
}


def at(moment: int) -> datetime:
    return datetime.fromtimestamp(moment, UTC)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """An import is made at a fixed moment, by somebody whom git knows."""
    monkeypatch.setattr(command, "now", lambda: at(START + 400 * DAY))
    for name, value in (("NAME", "Robo"), ("EMAIL", "robo@example.com")):
        monkeypatch.setenv(f"GIT_AUTHOR_{name}", value)


class Squashed:
    """A company that squashes: a branch of two commits whose first head was reviewed too, and what it became."""

    def __init__(self, repo: Repo, host: str) -> None:
        self.repo, self.host = repo, host
        repo.now = int(datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp())  # the day after the reviews of the answers
        self.old = branch(repo, edit("2h"))
        files = repo.changed(repo.files(self.old), edit("3h"))
        self.head = repo.commit([self.old], files, "lee", "Once more", at=repo.now - 60)
        self.merge = squash(repo, self.head)
        repo.git("checkout", "-q", "-f", "main")

    def files(self, host: str = "") -> Files:
        """The answers about it."""
        ids = {OLD: self.old, HEAD: self.head, MERGE: self.merge}
        ids |= {short[:12]: full[:12] for short, full in ids.items()}
        found = {}
        for path, data in answers(host or self.host).items():
            for old, new in ids.items():
                data = data.replace(b'"%b"' % old.encode(), b'"%b"' % new.encode())
            found[path] = data
        return found

    def imports(self, folder: Path, *options: str, code: int = exits.CLEAN) -> str:
        words = ["reviews", "import", "--repo", str(self.repo.root), *options, str(folder)]
        done = CliRunner().invoke(ratified, words, standalone_mode=False)
        if done.exception is not None:
            assert isinstance(done.exception, exits.CannotDecideError), done.exception
            assert code == exits.UNDECIDED, done.exception
            return str(done.exception)
        assert done.return_value == code, done.output
        return done.output

    def batches(self) -> list[ReviewBatch]:
        """The batches on the branch, each of which must be canonical."""
        names = self.repo.git("ls-tree", "--name-only", "evidence:reviews").split()
        found = [read_batch(self.repo.git("show", f"evidence:reviews/{name}").encode()) for name in names]
        assert None not in found
        return [one for one in found if one]


def written(folder: Path, files: Files, sums: Callable[[Files], Files] | None = None) -> Path:
    """A folder as the script leaves it; `sums` are the files as they were when it ended."""
    shutil.rmtree(folder, ignore_errors=True)
    summed = sums(files) if sums else files
    lines = [f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(summed.items())]
    for path, data in {**files, "SHA256SUMS": "".join(lines).encode()}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def renumbered(files: Files, number: int) -> Files:
    """The answers about the request as those about another one."""
    own = {path: data for path, data in files.items() if path.startswith(OWN)}
    return {
        path.replace("/12/", f"/{number}/"): data.replace(b'"number": 12', b'"number": %d' % number)
        for path, data in own.items()
    }


def letting(keys: Keys, host: str) -> dict[str, str | bytes]:
    """What lets a host's reviews in."""
    named = f"reviews: {{forge: {host}, host: {PLACE[host]}, repository: '{PROJECTS[host]}'}}\n"
    people = PEOPLE_TEXT.replace("forge: {id: 4211}", f"forge: {{id: {DANA.get(host, '4211')}}}")
    return {
        REGISTER: REGISTER_TEXT + named,
        EVIDENCE_SIGNERS: f'imports namespaces="git" {keys.ssh("dana-new")}\n',
        PEOPLE: people,
    }


@pytest.fixture(scope="module")
def github(adopted: Repo, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Squashed:
    """A company on GitHub; never to be changed."""
    repo = adopted.copy(tmp_path_factory.mktemp("github") / "repo")
    repo.merges("kim", change=letting(keys, "github"), number=2)
    return Squashed(repo, "github")


@pytest.fixture
def company(github: Squashed, tmp_path: Path) -> Squashed:
    copy = object.__new__(Squashed)
    copy.__dict__ |= github.__dict__ | {"repo": github.repo.copy(tmp_path / "repo")}
    return copy


@pytest.mark.parametrize("host", HOSTS)
def test_a_squash_is_undecidable_before_and_approved_after_the_import_of_every_host(
    host: str, adopted: Repo, keys: Keys, tmp_path: Path
) -> None:
    repo = adopted.copy(tmp_path / "repo")
    repo.merges("kim", change=letting(keys, host), number=2)
    made = Squashed(repo, host)
    assert repo.verdict().verdict == "undecidable"
    told = made.imports(written(tmp_path / "fetched", made.files()), "--sign", str(keys.home / "dana-new"))
    assert told.splitlines()[-1] == "Next: git push origin evidence"
    found = repo.verdict()
    assert (found.verdict, found.approval and (found.approval.approver, found.approval.proof)) == (
        "approved",
        ("dana", "reviewed"),
    )


def test_an_import_says_what_it_took_and_keeps_the_heads(company: Squashed, keys: Keys, tmp_path: Path) -> None:
    told = company.imports(written(tmp_path / "fetched", company.files()), "--sign", str(keys.home / "dana-new"))
    commit = company.repo.git("rev-parse", "evidence").strip()
    assert told.splitlines() == [
        "imports 1 merged request of github.com with 5 reviews",
        f"reviews/000001.json: 1 request, commit {commit[:10]} of evidence",
        "Next: git push origin evidence",
    ]
    first, head = company.repo.git("rev-list", "--parents", "-1", commit).split()[1:]
    assert head == company.head
    assert company.repo.git("rev-list", "--parents", first).split() == [first]
    assert company.repo.git("ls-tree", "-r", "--name-only", commit).split() == ["reviews/000001.json"]
    assert company.repo.git("show", "-s", "--format=%an %ae %ct %s", commit).strip() == (
        f"Robo robo@example.com {START + 400 * DAY} reviews: 1 merged request of github.com, batch 1"
    )
    assert b"-----BEGIN SSH SIGNATURE-----" in company.repo.raw(commit)
    (batch,) = company.batches()
    assert (batch.number, batch.previous, batch.forge, batch.host, batch.repository) == (
        1,
        FIRST,
        "github",
        "github.com",
        "77",
    )
    assert at(batch.taken_at).isoformat() == "2026-03-03T06:00:00+00:00"
    assert [one.name for one in batch.requests] == ["#12"]


def test_without_a_key_it_says_that_nothing_counts(company: Squashed, tmp_path: Path) -> None:
    told = company.imports(written(tmp_path / "fetched", company.files()))
    assert "It is not signed, so it counts for nothing; --sign KEYFILE signs it." in told.splitlines()
    assert company.repo.verdict().verdict == "undecidable"


def test_a_second_import_takes_what_is_new_alone_and_follows_the_first(
    company: Squashed, keys: Keys, tmp_path: Path
) -> None:
    key = ("--sign", str(keys.home / "dana-new"))
    files = company.files()
    company.imports(written(tmp_path / "fetched", files), *key)
    first = company.repo.git("rev-parse", "evidence").strip()
    assert company.imports(written(tmp_path / "fetched", files), *key).splitlines() == [
        "nothing new of github.com",
        "  left out, imported already, as it is: #12",
    ]
    assert company.repo.git("rev-parse", "evidence").strip() == first
    later = renumbered(files, 13)
    company.imports(written(tmp_path / "fetched", {**files, **later}), *key)
    one, two = company.batches()
    assert (two.number, [request.name for request in two.requests]) == (2, ["#13"])
    assert two.previous == digest(company.repo.git("show", "evidence:reviews/000001.json").encode())
    assert company.repo.git("rev-list", "--parents", "-1", "evidence").split()[1:] == [first]
    assert one.number == 1
    assert company.repo.verdict().verdict == "approved"


def test_what_else_is_on_the_branch_stays(company: Squashed, tmp_path: Path) -> None:
    """The tips that CI saw lie there too."""
    repo = company.repo
    anchors = repo.commit([], repo.changed(repo.files(""), {"anchors": "line\n"}), "robo", "anchor")
    repo.ref("refs/remotes/origin/evidence", anchors)
    company.imports(written(tmp_path / "fetched", company.files()))
    assert repo.git("ls-tree", "-r", "--name-only", "evidence").split() == ["anchors", "reviews/000001.json"]
    assert repo.git("rev-list", "--parents", "-1", "evidence").split()[1:] == [anchors, company.head]


def test_a_strangers_batch_is_passed_over(company: Squashed, keys: Keys, tmp_path: Path) -> None:
    """Nobody who may only push can break the chain: the next batch follows those that count."""
    key = ("--sign", str(keys.home / "dana-new"))
    files = company.files()
    company.imports(written(tmp_path / "fetched", files), *key)
    other = renumbered(files, 14)
    company.imports(written(tmp_path / "fetched", {**files, **other}), "--sign", str(keys.home / "sam"))
    later = renumbered(files, 13)
    told = company.imports(written(tmp_path / "fetched", {**files, **later}), *key)
    passed = "  1 commit of the branch evidence does not count (`ratified check`, APR-45): what is imported follows"
    assert f"{passed} those that do" in told.splitlines()
    assert [batch.number for batch in company.batches()] == [1, 2]
    assert company.repo.verdict().verdict == "approved"


def believed_numbers(repo: Repo) -> list[int]:
    with repo.approvals() as approvals:
        assert approvals.authority
        found = approvals.decisions.facts.reviews.believed(approvals.authority, "", len(approvals.timeline.landings))
        return [batch.number for batch in found.batches]


def test_a_second_batch_that_was_forgotten_to_be_signed_is_signed_by_the_next_run(
    company: Squashed, keys: Keys, tmp_path: Path
) -> None:
    key = ("--sign", str(keys.home / "dana-new"))
    files = company.files()
    company.imports(written(tmp_path / "fetched", files), *key)
    both = written(tmp_path / "fetched", {**files, **renumbered(files, 13)})
    company.imports(both)
    assert believed_numbers(company.repo) == [1]
    company.imports(both, *key)
    assert believed_numbers(company.repo) == [1, 2]


def test_a_file_in_place_of_the_folder_of_batches_stops_nobody(company: Squashed, keys: Keys, tmp_path: Path) -> None:
    repo = company.repo
    repo.ref("refs/heads/evidence", repo.commit([], repo.changed(repo.files(""), {"reviews": "x"}), "sam", "junk"))
    company.imports(written(tmp_path / "fetched", company.files()), "--sign", str(keys.home / "dana-new"))
    assert repo.verdict().verdict == "approved"


def test_what_nobody_trusted_signed_is_never_followed(company: Squashed, keys: Keys, tmp_path: Path) -> None:
    """One signature shows all batches below it, so nothing may lie below that nobody trusted made."""
    folder = written(tmp_path / "fetched", company.files())
    company.imports(folder, "--sign", str(keys.home / "sam"))
    assert company.repo.verdict().verdict == "undecidable"
    told = company.imports(folder, "--sign", str(keys.home / "dana-new"))
    assert told.splitlines()[1] == (
        "  1 commit of the branch evidence does not count (`ratified check`, APR-45): what is imported begins anew"
    )
    (batch,) = company.batches()
    assert (batch.number, batch.previous) == (1, FIRST)
    assert company.repo.verdict().verdict == "approved"


def test_after_a_gap_everything_is_imported_anew(company: Squashed, keys: Keys, tmp_path: Path) -> None:
    key = ("--sign", str(keys.home / "dana-new"))
    repo = company.repo
    folder = written(tmp_path / "fetched", company.files())
    company.imports(folder, *key)
    data = canonical(company.batches()[0].model_copy(update={"number": 3, "previous": "e" * 64}))
    files = repo.changed(repo.files(""), {"reviews/000003.json": data})
    repo.ref("refs/heads/evidence", repo.commit([], files, "robo", "Reviews", sign="dana-new"))
    assert repo.verdict().verdict == "undecidable"
    company.imports(folder, *key)
    assert [batch.number for batch in company.batches()] == [1]
    assert repo.verdict().verdict == "approved"


# What is left out


def pulled(files: Files, **values: Any) -> Files:
    """The answers with other values in the request itself."""
    pull = json.loads(files[f"{OWN}pull.json"])
    for path, value in values.items():
        part = pull
        *steps, last = path.split("__")
        for step in steps:
            part = part[step]
        part[last] = value
    return {**files, f"{OWN}pull.json": json.dumps(pull).encode()}


LEFT_OUT = [
    ({"base__ref": "next"}, exits.CLEAN, ["  left out, merged into next, not main: #12"]),
    ({"base__repo__id": 78}, exits.CLEAN, ["  left out, merged into another project (78): #12"]),
    ({"merged": False}, exits.CLEAN, ["  left out, it is not merged: #12"]),
    (
        {"merged_at": "2026-03-04T00:00:00Z"},
        exits.FINDINGS,
        ["  left out, merged after the script had begun: #12", "    the next import brings it"],
    ),
    (
        {"merge_commit_sha": "d" * 40},
        exits.FINDINGS,
        [
            "  left out, what the host says it became is no commit of refs/heads/main: #12",
            "    fetch main as it is at the host, and import again; where it was rewritten, find out by whom",
        ],
    ),
    (
        {"head__sha": "d" * 40},
        exits.FINDINGS,
        [
            "  left out, the head that was merged (dddddddddd) is not here: #12",
            "    git fetch origin refs/pull/12/head",
        ],
    ),
]


@pytest.mark.parametrize(("values", "code", "lines"), LEFT_OUT)
def test_what_git_does_not_bear_out_is_left_out(
    values: dict[str, Any], code: int, lines: list[str], company: Squashed, tmp_path: Path
) -> None:
    folder = written(tmp_path / "fetched", pulled(company.files(), **values))
    assert company.imports(folder, code=code).splitlines() == ["nothing new of github.com", *lines]
    assert company.repo.git("for-each-ref", "refs/heads/evidence") == ""


def test_an_answer_that_is_not_whole_is_imported_without_an_opinion(
    company: Squashed, keys: Keys, tmp_path: Path
) -> None:
    files = company.files()
    del files[f"{OWN}reviews-1.json"]
    folder = written(tmp_path / "fetched", files)
    told = company.imports(folder, "--sign", str(keys.home / "dana-new"), code=exits.FINDINGS)
    assert told.splitlines()[:3] == [
        "imports 1 merged request of github.com with 0 reviews",
        "  1 answer not whole, imported without opinions: reviews-1.json was not fetched: #12",
        "    fetch it again",
    ]
    assert company.repo.verdict().verdict == "undecidable"


def test_no_file_that_is_cut_or_changed_after_the_fetch_is_imported(company: Squashed, tmp_path: Path) -> None:
    """A page that lost its last entries is as whole as any other by its looks; its sum is another one."""
    whole = company.files()
    for path in [path for path in whole if path.startswith(OWN)]:
        value = json.loads(whole[path])
        if isinstance(value, list):
            cut = {**whole, path: json.dumps(value[:-1]).encode()}
            folder = written(tmp_path / "fetched", cut, lambda _: whole)
            told = company.imports(folder, code=exits.FINDINGS)
            assert f"  left out, {path} is not as it was fetched: #12" in told.splitlines()
    folder = written(tmp_path / "fetched", {**whole, f"{OWN}reviews-2.json": b"[]"}, lambda _: whole)
    assert "reviews-2.json was not fetched by the script" in company.imports(folder, code=exits.FINDINGS)


REFUSED = [
    ("SHA256SUMS", None, "SHA256SUMS is not there, so that the script did not come to its end; "),
    ("SHA256SUMS", b"<html>\n", "SHA256SUMS is not what sha256sum prints; "),
    ("fetch.json", None, "fetch.json is not as it was fetched; "),
    ("repository.json", b'{"id": 78}', "repository.json is not as it was fetched; "),
]


@pytest.mark.parametrize(("path", "data", "why"), REFUSED)
def test_a_folder_that_is_not_whole_is_refused(
    path: str, data: bytes | None, why: str, company: Squashed, tmp_path: Path
) -> None:
    folder = written(tmp_path / "fetched", company.files())
    (folder / path).unlink() if data is None else (folder / path).write_bytes(data)
    said = company.imports(folder, code=exits.UNDECIDED)
    again = "fetch it again with the script that `ratified reviews fetch` prints; nothing was imported"
    assert said == why + again


def test_the_answers_of_another_project_are_refused(company: Squashed, tmp_path: Path) -> None:
    files = {**company.files(), "repository.json": b'{"id": 78}'}
    assert company.imports(written(tmp_path / "fetched", files), code=exits.UNDECIDED) == (
        "the answers are of project 78 at github.com, and data/register.yml names 77 at github.com; fetch those of the "
        "right one, or correct the register; nothing was imported"
    )


def test_a_register_that_names_no_project_is_told_the_line(adopted: Repo, tmp_path: Path) -> None:
    made = Squashed(adopted.copy(tmp_path / "repo"), "bitbucket")
    told = made.imports(written(tmp_path / "fetched", made.files()))
    assert told.splitlines()[-2:] == [
        "No import counts until an approver of class authority has merged this into data/register.yml:",
        "    reviews: {forge: bitbucket, host: bitbucket.org, repository: '{00000051-0000-4000-8000-000000000000}'}",
    ]


# Nothing half done


def test_a_dry_run_writes_nothing(company: Squashed, tmp_path: Path) -> None:
    before = company.repo.git("count-objects", "-v")
    told = company.imports(written(tmp_path / "fetched", company.files()), "--dry-run")
    assert told.splitlines() == ["would import 1 merged request of github.com with 5 reviews"]
    assert company.repo.git("count-objects", "-v") == before
    assert company.repo.git("for-each-ref", "refs/heads/evidence") == ""


@pytest.mark.parametrize("step", ["commit_files", "move_evidence"])
def test_what_is_stopped_leaves_the_branch_as_it_was(
    step: str, company: Squashed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    folder = written(tmp_path / "fetched", company.files())
    with monkeypatch.context() as patch:
        patch.setattr(evidence_commits, step, stopped)
        done = CliRunner().invoke(ratified, ["reviews", "import", "--repo", str(company.repo.root), str(folder)])
    assert done.exit_code != 0
    assert company.repo.git("for-each-ref", "refs/heads/evidence") == ""
    company.imports(folder)
    assert [batch.number for batch in company.batches()] == [1]


def test_out_writes_what_a_workflow_commits(company: Squashed, tmp_path: Path) -> None:
    company.imports(written(tmp_path / "fetched", company.files()), "--out", str(tmp_path / "batches"))
    assert sorted(file.name for file in (tmp_path / "batches").iterdir()) == ["000001.json", "plan.json"]
    assert read_batch((tmp_path / "batches/000001.json").read_bytes()) is not None
    assert json.loads((tmp_path / "batches/plan.json").read_bytes()) == {
        "schema": "ratified/batches/1",
        "base": "",
        "reviews": "",
        "batches": [
            {
                "path": "reviews/000001.json",
                "file": "000001.json",
                "message": "reviews: 1 merged request of github.com, batch 1",
                "parents": [company.head],
            }
        ],
    }
    assert company.repo.git("for-each-ref", "refs/heads/evidence") == ""


@pytest.mark.parametrize("out", [".", "nowhere/batches"])
def test_out_is_a_folder_that_is_not_there_yet(out: str, company: Squashed, tmp_path: Path) -> None:
    folder = written(tmp_path / "fetched", company.files())
    words = ["reviews", "import", "--repo", str(company.repo.root), "--out", str(tmp_path / out), str(folder)]
    done = CliRunner().invoke(ratified, words)
    assert (done.exit_code, "name a folder that is not there yet, in one that is" in done.output) == (2, True)


def test_a_commit_keeps_no_more_than_fifty_heads(company: Squashed, tmp_path: Path) -> None:
    files = company.files()
    repo, own = company.repo, company.files()
    stream, heads = [], []
    for number in range(100, 160):
        stream.append(
            f"commit refs/heads/b{number}\nmark :{number}\ncommitter Lee Park <lee@example.com> {repo.now} +0000\n"
            f"data 1\nx\nfrom {company.head}\nM 100644 inline n{number}\ndata 0\n\n"
        )
    subprocess.run(["git", "fast-import", "--quiet"], input="".join(stream).encode(), cwd=repo.root, check=True)
    for number in range(100, 160):
        head = repo.git("rev-parse", f"b{number}").strip()
        heads.append(head)
        files |= {
            path: data.replace(company.head.encode(), head.encode()) for path, data in renumbered(own, number).items()
        }
    told = company.imports(written(tmp_path / "fetched", files))
    assert told.splitlines()[0] == "imports 61 merged requests of github.com with 305 reviews"
    lines = [line.split() for line in repo.git("rev-list", "--first-parent", "--parents", "evidence").splitlines()]
    assert [len(line) - 1 for line in lines] == [12, 51, 0]
    assert {id_ for line in lines for id_ in line[1:]} >= {*heads, company.head}
