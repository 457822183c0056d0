"""No loss, disorder or forgery of imported reviews ever raises a verdict: the law, on one real history of each way."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from histories import DAY
from history_company import TODAY, edit
from nightly import by_day
from ratified.approval.verdicts import ApprovalHistory
from ratified.git.history import open_history
from ratified.model.landing import EvidenceCommit
from reviewed import Evidence, branch, request, review, reviewing, squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from histories import Repo
    from history_keys import Keys
    from ratified.git.history import History

pytest_plugins = ["history_fixtures"]

HARD = int(os.environ.get("LAW_EXAMPLES", "0"))
law = settings(
    deadline=None,
    max_examples=HARD or by_day(500, by_night=20_000),
    derandomize=not HARD,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
Approved = frozenset[tuple[str, str]]


class Imports(NamedTuple):
    """The history, what was really imported, commits that nobody who may made, and what is approved by the first."""

    history: History
    honest: tuple[EvidenceCommit, ...]
    forged: tuple[EvidenceCommit, ...]
    approved: Approved


@dataclass(frozen=True)
class _Told:
    """Git's own answers, but for the commits of the evidence branch."""

    history: History
    commits: tuple[EvidenceCommit, ...]

    def branch(self, base: str, head: str) -> object:
        return self.history.reviews.branch(base, head)

    def fork(self, head: str) -> int:
        return self.history.reviews.fork(head)

    def as_merge(self, commit: Any, head: str) -> object:
        return self.history.reviews.as_merge(commit, head)

    def expect_merges(self, pairs: Any) -> None:
        self.history.reviews.expect_merges(pairs)

    def patches(self, ids: Sequence[str]) -> object:
        return self.history.reviews.patches(ids)


class _Evidence:
    """A history that was told other reviews."""

    def __init__(self, history: History, commits: tuple[EvidenceCommit, ...]) -> None:
        self._history, self.reviews = history, _Told(history, commits)

    def __getattr__(self, name: str) -> object:
        return getattr(self._history, name)


def approved(history: History, commits: tuple[EvidenceCommit, ...]) -> Approved:
    """Every landing that approves a document, by what these commits say."""
    evidence = _Evidence(history, commits)
    found = ApprovalHistory.of(history.landings, history.blobs, evidence, TODAY)  # type: ignore[arg-type]
    documents = [one for one in found.verdicts if one in {"POL", "RB", "AUTHORITY"}]
    return frozenset((one, event.landing) for one in documents for event in found.events(one) if event.in_force)


def _history(repo: Repo) -> tuple[int, int]:
    """Five requests: squashed, merged by their author, by a bot, rebased; and how many commits were really imported."""
    evidence, at = Evidence(repo), repo.now - DAY
    head = branch(repo, edit("2h"))
    first = request(repo, squash(repo, head), head, review("dana", head, at))
    evidence.add(first)
    head = branch(repo, edit("3h"))
    second = request(repo, repo.merges("lee", branch=head), head, review("sam", head, at), name="#13")
    evidence.add(second)
    head = branch(repo, {"runbooks/RB-01.md": "---\ntitle: Phishing\n---\n\n# Phishing\n\nCall.\n"})
    dismissed = review("ira", head, at, "dismissed")
    third = request(repo, repo.merges("robo", branch=head), head, dismissed, name="#14")
    evidence.add(third)
    evidence.add(third.model_copy(update={"reviews": (review("ira", head, at),)}))  # somebody approved it afterwards
    one = repo.branch("lee", edit("5h"))
    head = repo.commit([one], repo.changed(repo.files(one), edit("6h")), "lee", "More", at=repo.now - 60)
    repo.pushes("lee", edit("5h"), committer="github")
    last = repo.pushes("lee", edit("6h"), committer="github")
    evidence.add(request(repo, last, head, review("dana", head, at), name="#15", commits=(one, head)))
    head = branch(repo, edit("7h"))
    fifth = request(repo, squash(repo, head), head, review("dana", head, at), name="#16", missing="missing pages")
    evidence.add(fifth)
    honest = evidence.number
    whole = fifth.model_copy(update={"missing": ""})
    more = third.model_copy(update={"reviews": (review("ira", third.head, at),)})
    for sign in (None, "thief", "dana", "other-forge"):
        for number, previous in ((1, "0" * 64), (honest + 1, evidence.previous)):
            other = Evidence(repo)
            other.number, other.previous, other.key = number - 1, previous, sign or ""
            other.put(_canonical(other, whole, more), f"reviews/{number:06}.json", sign=sign)
    repo.ref("refs/heads/evidence", evidence.tip)
    return honest, 8


def _canonical(evidence: Evidence, *requests: object) -> bytes:
    from ratified.model.host_review import canonical

    return canonical(evidence.batch(*requests))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def imports(keys: Keys, adopted: Repo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imports]:
    repo = adopted.copy(tmp_path_factory.mktemp("laws") / "repo")
    repo.merges("kim", change=reviewing(keys), number=2)
    made: list[str] = []
    put = Evidence.put

    def noted(self: Evidence, *given: object, **more: object) -> str:
        made.append(put(self, *given, **more))  # type: ignore[arg-type]
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Evidence, "put", noted)
        honest, forged = _history(repo)
    assert len(made) == honest + forged
    with open_history(repo.root) as history:
        real = history.reviews.commits
        assert [one.commit.id for one in real] == made[:honest]
        others = history._opened.objects.commits(made[honest:])
        data = [repo._run("show", f"{one.id}:{_path(repo, one.id)}") for one in others]
        fakes = tuple(EvidenceCommit(one, bytes_) for one, bytes_ in zip(others, data, strict=True))
        yield Imports(history, real, fakes, approved(history, real))


def _path(repo: Repo, commit: str) -> str:
    return repo.git("ls-tree", "-r", "--name-only", commit, "reviews/").split("\n")[-1]


def test_what_is_really_imported_raises_what_it_should(imports: Imports) -> None:
    """So that the law below is not about nothing."""
    without = approved(imports.history, ())
    assert len(imports.approved - without) == 4
    assert without < imports.approved
    assert approved(imports.history, imports.forged) == without


@law
@given(data=st.data())
def test_no_loss_disorder_or_forgery_raises_a_verdict(imports: Imports, data: st.DataObject) -> None:
    pool = list(range(len(imports.honest) + len(imports.forged)))
    order = data.draw(st.lists(st.sampled_from(pool), max_size=len(pool) + 3))
    every = (*imports.honest, *imports.forged)
    commits = [every[n] for n in order]
    spoil: bool = data.draw(st.booleans())
    if commits and spoil:  # a page cut off, a letter changed
        place = data.draw(st.integers(0, len(commits) - 1))
        whole = commits[place].batch or b""
        cut = data.draw(st.integers(0, len(whole)))
        commits[place] = commits[place]._replace(
            batch=whole[:cut] + data.draw(st.binary(max_size=3)) + whole[cut + 1 :]
        )
    assert approved(imports.history, tuple(commits)) <= imports.approved


@law
@given(data=st.data())
def test_leaving_out_any_of_them_raises_no_verdict(imports: Imports, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(imports.honest), max_size=len(imports.honest)))
    commits = tuple(one for one, keep in zip(imports.honest, kept, strict=True) if keep)
    assert approved(imports.history, commits) <= imports.approved
