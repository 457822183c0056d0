"""Threats 40 and 47: lists of keys that say too much, and keys taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history_company import FORGE, REVOKED, SIGNERS, TRUSTED, edit, signers
from threats import FAIR, Step, Threat, benign, hostile, merges, pushes, then

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


BY_FORGE = merges("dana@github", change=edit("2h"), committer="github", sign="forge")


def trusts(line: str, *, others: tuple[str, ...] = TRUSTED) -> Step:
    """Kim merges a list of keys with one more line; `{dana}` stands for Dana's public key, and so on."""

    def landed(repo: Repo) -> None:
        known = {name.replace("-", "_"): repo.keys.ssh(name) for name in (*TRUSTED, "thief", "dana-new")}
        repo.merges("kim", change={SIGNERS: line.format(**known) + "\n" + signers(repo.keys, *others)})

    return landed


def by(key: str) -> Step:
    return merges("dana", change=edit("2h"), sign=key)


NEW_KEY = then(trusts('dana namespaces="git" {dana_new}'), by("dana-new"))


WITHOUT_DANA = tuple(name for name in TRUSTED if name != "dana")


def in_one_landing(repo: Repo) -> None:
    """A pull request that adds the key with which its own merge is signed."""
    more = f'dana namespaces="git" {repo.keys.ssh("dana-new")}\n'
    repo.merges("dana", change={**edit("2h"), SIGNERS: more + signers(repo.keys)}, sign="dana-new")


def pushed_key(repo: Repo) -> None:
    more = f'dana namespaces="git" {repo.keys.ssh("thief")}\n'
    repo.pushes("lee", {SIGNERS: more + signers(repo.keys)})
    by("thief")(repo)


def pinned_by_push(repo: Repo) -> None:
    repo.pushes("lee", {"data/trust/forge/other.asc": repo.keys.forge("other-forge")})
    repo.merges("dana@github", change=edit("2h"), committer="github", sign="other-forge")


def pinned_by_kim(repo: Repo) -> None:
    repo.merges("kim", change={"data/trust/forge/other.asc": repo.keys.forge("other-forge")})
    repo.merges("dana@github", change=edit("2h"), committer="github", sign="other-forge")


def window(option: str) -> Step:
    return then(trusts(f'dana {option},namespaces="git" {{dana}}', others=WITHOUT_DANA), by("dana"))


LISTS = (
    Threat(
        40, "a key for everybody", then(trusts('* namespaces="git" {thief}'), by("thief")), "untrusted-key", NEW_KEY
    ),
    Threat(
        40, "a key for every Dana", then(trusts('dan* namespaces="git" {thief}'), by("thief")), "untrusted-key", NEW_KEY
    ),
    Threat(
        40,
        "a key for two people",
        then(trusts('dana,kim namespaces="git" {thief}'), by("thief")),
        "untrusted-key",
        NEW_KEY,
    ),
    Threat(
        40,
        "Lee's key under Dana's name, first",
        then(trusts('dana namespaces="git" {lee}'), by("lee")),
        "untrusted-key",
        NEW_KEY,
    ),
    Threat(
        40,
        "a key that makes keys",
        then(trusts('dana cert-authority,namespaces="git" {thief}'), by("thief")),
        "untrusted-key",
        NEW_KEY,
    ),
    Threat(40, "a key for anything", then(trusts("dana {thief}"), by("thief")), "untrusted-key", NEW_KEY),
    Threat(
        40, "a key for files", then(trusts('dana namespaces="file" {thief}'), by("thief")), "untrusted-key", NEW_KEY
    ),
    Threat(
        40,
        "a key for git and files",
        then(trusts('dana namespaces="git,file" {thief}'), by("thief")),
        "untrusted-key",
        NEW_KEY,
    ),
    Threat(40, "a key that was pushed", pushed_key, "untrusted-key", NEW_KEY),
    Threat(40, "a key used by the landing that adds it", in_one_landing, "untrusted-key", NEW_KEY),
    Threat(
        40,
        "a key taken away by Kim",
        then(trusts("", others=WITHOUT_DANA), by("dana")),
        "untrusted-key",
        then(FAIR, trusts("", others=WITHOUT_DANA)),
    ),
    Threat(
        40,
        "a key that ended before",
        window('valid-before="20260101Z"'),
        "untrusted-key",
        window('valid-before="20261231Z"'),
    ),
    Threat(
        40,
        "a key that begins later",
        window('valid-after="20260601Z"'),
        "untrusted-key",
        window('valid-after="20250101Z"'),
    ),
    Threat(40, "a forge's key that was pushed", pinned_by_push, "uncheckable", pinned_by_kim),
    Threat(
        40,
        "a forge's key taken away by Kim",
        then(merges("kim", change={FORGE: None}), BY_FORGE),
        "uncheckable",
        then(BY_FORGE, merges("kim", change={FORGE: None})),
    ),
)


def revokes(key: str, back: int = 0, push: bool = False, forge: bool = False) -> Step:
    """Kim merges (or Lee pushes) that a key counts for nothing from the landing so many before main's tip on."""

    def landed(repo: Repo) -> None:
        print_ = repo.keys.forge_fingerprint(key) if forge else repo.keys.fingerprint(key)
        since = repo.git("rev-parse", f"main~{back}")
        text = f'revoked:\n  - {{fingerprint: "{print_}", from: {since}, reason: lost}}\n'
        (repo.pushes if push else repo.merges)("lee" if push else "kim", change={REVOKED: text})

    return landed


def revoked_from_a_branch(repo: Repo) -> None:
    """Dana merges; her key is revoked from a commit that a branch made after that, and main never landed on."""
    FAIR(repo)
    aside = repo.branch("lee", {"README.md": "x\n"})
    repo.merges("kim", branch=aside)
    text = f'revoked:\n  - {{fingerprint: "{repo.keys.fingerprint("dana")}", from: {aside}, reason: lost}}\n'
    repo.merges("kim", change={REVOKED: text})


GONE = {REVOKED: None}


REVOCATIONS = (
    Threat(47, "a key revoked, then used", then(revokes("dana"), FAIR), "untrusted-key", then(FAIR, revokes("dana"))),
    Threat(
        47,
        "a key revoked from before its use on",
        then(FAIR, revokes("dana", back=1)),
        "untrusted-key",
        then(FAIR, revokes("dana")),
    ),
    Threat(
        47,
        "a revocation taken back by a push",
        then(revokes("dana"), pushes("lee", GONE), FAIR),
        "untrusted-key",
        then(revokes("sam"), FAIR),
    ),
    Threat(
        47,
        "a revocation taken back by the key's owner",
        then(revokes("dana"), merges("dana", change=GONE), FAIR),
        "untrusted-key",
        then(revokes("lee"), FAIR),
    ),
    Threat(
        47,
        "a revocation made unreadable",
        then(revokes("dana"), pushes("lee", {REVOKED: "revoked: ["}), FAIR),
        "untrusted-key",
        then(pushes("lee", {REVOKED: "revoked: ["}), FAIR),
    ),
    Threat(
        47,
        "a revocation put off by a push",
        then(FAIR, revokes("dana", back=1), revokes("dana", push=True)),
        "untrusted-key",
        then(FAIR, revokes("dana", back=1), revokes("dana")),
    ),
    Threat(
        47,
        "the forge's key revoked, then used",
        then(revokes("forge", forge=True), BY_FORGE),
        "untrusted-key",
        then(BY_FORGE, revokes("forge", forge=True)),
    ),
    Threat(
        47,
        "a key revoked from a commit of a branch on",
        then(revoked_from_a_branch, merges("dana", change=edit("3h"))),
        "untrusted-key",
        revoked_from_a_branch,
    ),
)


THREATS = (
    *LISTS,
    *REVOCATIONS,
)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)
