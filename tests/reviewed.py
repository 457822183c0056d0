"""Reviews on real git repositories: a squash, a rebase or a merge, and batches on the evidence branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from histories import DAY, Repo
from history_company import REGISTER_TEXT
from ratified.model.host_review import (
    FIRST,
    MergedRequest,
    Review,
    ReviewAccount,
    ReviewBatch,
    canonical,
    digest,
    path_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from histories import Change
    from history_keys import Keys

EVIDENCE_SIGNERS = "data/trust/evidence_signers"
ACCOUNTS = {"dana": "4211", "sam": "4212", "kim": "4213", "lee": "4214", "ira": "4215", "eve": "999"}
PROJECT = "77"
REVIEWING = REGISTER_TEXT + f"reviews: {{forge: github, host: github.com, repository: {PROJECT}}}\n"


def reviewing(keys: Keys) -> dict[str, str | bytes]:
    """What lets the small company import reviews: the project, and a key by which imports are signed."""
    return {
        "data/register.yml": REVIEWING,
        EVIDENCE_SIGNERS: f'imports namespaces="git" {keys.ssh("dana-new")}\n',
    }


def account(name: str, bot: bool = False) -> ReviewAccount:
    """The account of a short name."""
    return ReviewAccount(id=ACCOUNTS.get(name, name), login=name, bot=bot)


def review(name: str, commit: str, at: int, state: Any = "approved", bot: bool = False) -> Review:
    """What somebody said of a head."""
    return Review(account=account(name, bot), state=state, commit=commit, at=at)


def request(repo: Repo, merge: str, head: str, *reviews: Review, **more: Any) -> MergedRequest:
    """A request of Lee's that became a commit, merged by Lee an hour before the clock's next day."""
    base = repo.git("merge-base", f"{merge}^", head)
    told = {
        "name": "#12",
        "author": account("lee"),
        "repository": PROJECT,
        "branch": "main",
        "head": head,
        "merge": merge,
        "merged_by": account("lee"),
        "merged_at": repo.now - DAY,
        "commits": tuple(repo.git("rev-list", "--reverse", f"{base}..{head}").split()),
        "reviews": reviews,
        **more,
    }
    return MergedRequest(**told)


def squash(repo: Repo, head: str, **more: Any) -> str:
    """A branch squashed onto main as GitHub does it: one commit of its author, no word of who merged."""
    files = repo.merged(repo.tip, head)
    more = {"message": "Change it (#12)", "committer": "github", "sign": "forge", **more}
    return repo.land(repo.commit([repo.tip], files, "lee", **more))


class Evidence:
    """The evidence branch of a repository, by batches that say what a test wants."""

    def __init__(self, repo: Repo, key: str = "dana-new") -> None:
        self.repo, self.key, self.tip, self.number, self.previous = repo, key, "", 0, FIRST

    def batch(self, *requests: MergedRequest, **more: Any) -> ReviewBatch:
        """The next batch."""
        told = {
            "number": self.number + 1,
            "previous": self.previous,
            "forge": "github",
            "host": "github.com",
            "repository": PROJECT,
            "taken_at": self.repo.now,
            "requests": requests,
            **more,
        }
        return ReviewBatch(**told)

    def add(self, *requests: MergedRequest, **more: Any) -> str:
        """Commit the next batch, signed."""
        batch = self.batch(*requests, **more)
        return self.put(canonical(batch), path_of(batch.number), heads=[one.head for one in requests])

    def put(
        self,
        data: bytes,
        path: str,
        heads: Sequence[str] = (),
        sign: str | None = "",
        author: str = "robo",
        **more: Any,
    ) -> str:
        """Commit these bytes at a path of the evidence branch."""
        files = self.repo.changed(self.repo.files(self.tip), {path: data})
        parents = [*([self.tip] if self.tip else []), *(heads if self.tip else ())]
        self.tip = self.repo.commit(
            parents, files, author, "Reviews", sign=self.key if sign == "" else sign, at=self.repo.now - 1, **more
        )
        self.number, self.previous = self.number + 1, digest(data)
        self.repo.ref("refs/heads/evidence", self.tip)
        return self.tip


def branch(repo: Repo, change: Change, by: str = "lee") -> str:
    """A branch of somebody with one commit."""
    return repo.branch(by, change)
