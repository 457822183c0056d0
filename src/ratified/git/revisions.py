"""What a name means: one ref and no other, asked by full names, nothing that git could take for an option."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ratified.git.error import HistoryError, printable

if TYPE_CHECKING:
    from ratified.git.objects import ObjectReader
    from ratified.git.runner import Git

_NEVER = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|//|@\{|(?:^|/)\.|\.lock(?:/|$)|^[/-]|[/.]$|^@?$")
_NAME = re.compile(r"(?P<base>[^~^]+)(?P<steps>[~^][0-9~^]*)?", re.DOTALL)
_SHORT = re.compile(r"[0-9a-fA-F]{4,64}")
_FULL = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class ResolvedRevision(NamedTuple):
    """What a name led to: `ref` is the full name of a ref, or the commit's id where the name is none."""

    ref: str
    commit: str


def is_ref_name(name: str) -> bool:
    """Git's own rule for what may follow `refs/heads/`, and no leading dash (see git-check-ref-format)."""
    return _NEVER.search(name) is None


def main_branch(git: Git, objects: ObjectReader, main: str) -> ResolvedRevision:
    """The main branch by its full name: the local one, else the one last fetched from `origin`. Never a tag."""
    if not is_ref_name(main):
        raise HistoryError(f"{printable(ascii(main))} cannot be the name of a branch; fix `main:` in data/register.yml")
    wanted = (f"refs/heads/{main}", f"refs/remotes/origin/{main}")
    held = _refs(git, wanted)
    for full in wanted:
        if full in held:
            return ResolvedRevision(full, _commit(objects, full, held[full]))
    where = printable(git.work_tree or git.git_dir)
    if not git.run("for-each-ref", "--count=1", "--format=%(refname)").out:
        raise HistoryError(f"{where} holds no commit on any branch yet; commit the policy to {main}, then ask again")
    raise HistoryError(f"{where} has neither {wanted[0]} nor {wanted[1]}; fetch the branch or give --ref")


def resolve(git: Git, objects: ObjectReader, name: str) -> ResolvedRevision:
    """The commit that a person's name means: a full or short id, HEAD, a branch, a remote branch, a tag, `~2`, `^2`.

    HistoryError for a name that is several refs: a branch called `origin/main` would pass for origin's main.
    """
    parts = _NAME.fullmatch(name)
    if parts is None or not (is_ref_name(parts["base"]) or parts["base"] == "@"):
        raise HistoryError(f"{printable(ascii(name))} cannot name a commit; give a branch, a tag or a commit id")
    base = _base(git, parts["base"])
    steps = parts["steps"] or ""
    commit = _commit(objects, name, base.commit + steps)
    return ResolvedRevision(commit if steps else base.ref or commit, commit)


def _base(git: Git, name: str) -> ResolvedRevision:
    if _FULL.fullmatch(name):
        return ResolvedRevision("", name)
    if name not in ("HEAD", "@"):
        full = name.startswith("refs/") and _refs(git, (name,))
        held = full or _refs(git, [f"refs/{kind}/{name}" for kind in ("heads", "remotes", "tags")])
        if len(held) > 1:
            raise HistoryError(
                f"{printable(name)} is more than one ref here; say which, by its full name: {' or '.join(sorted(held))}"
            )
        for ref, id_ in held.items():
            return ResolvedRevision(ref, id_)
        if not _SHORT.fullmatch(name):
            raise HistoryError(
                f"{printable(name)} is no branch, tag or commit of {printable(git.work_tree or git.git_dir)}"
            )
    asked = git.run("rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}", accept=(0, 128))
    found = asked.out.decode("ascii", "replace")
    if asked.status or not (found.endswith("\n") and _FULL.fullmatch(found[:-1])):
        raise HistoryError(f"{printable(name)} names no commit of {printable(git.work_tree or git.git_dir)}")
    return ResolvedRevision("", found[:-1])


def _refs(git: Git, names: tuple[str, ...] | list[str]) -> dict[str, str]:
    """The ids of those refs that are there, by full name; exactly these names and nothing like them."""
    out = git.run("for-each-ref", "--sort=refname", "--format=%(objectname) %(refname)", "--", *names).out
    lines = out.decode("utf-8", "surrogateescape").split("\n")
    held = [line.split(" ", 1) for line in lines[:-1]]
    if lines[-1] or not all(len(line) == 2 and _FULL.fullmatch(line[0]) for line in held):
        raise HistoryError("`git for-each-ref` broke off, so nothing can be decided; try again")
    return {name: id_ for id_, name in held if name in names}


def _commit(objects: ObjectReader, name: str, expression: str) -> str:
    found = objects.commit_named(expression)
    if found is None:
        raise HistoryError(f"{printable(name)} leads to no commit; name one that is here, or fetch it")
    return found
