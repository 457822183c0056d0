"""GitLab's protected branches, approval rules and way to merge against what is promised, by its REST API.

The answers are those of "List protected branches", "List all approval rules for a project" and "Retrieve a project".
Approval rules and the project count where they are there; a plan without approval rules has none to give.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ratified.policy.branch_rules.promise import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.policy.branch_rules.promise import BranchPromise


def is_gitlab(answer: Mapping[str, object]) -> bool:
    """Whether an answer is one of the three kinds."""
    return _is_branch(answer) or _is_rule(answer) or "merge_method" in answer


def gitlab_weaknesses(answers: Sequence[Mapping[str, object]], promise: BranchPromise) -> Iterator[str]:
    """What is not enforced on the main branch, or not for everybody."""
    main = promise.main
    branches = [one for one in answers if _is_branch(one) and fnmatchcase(main, str(one.get("name", "")))]
    if not branches:
        yield f"{main} is no protected branch"
    for one in branches:
        yield from (f"{who} may push to {main} without a merge request" for who in _pushers(one, promise))
        if one.get("allow_force_push") is True:
            yield f"{main} may be pushed over by force"
    for user in dict.fromkeys(_users(branches, "merge_access_levels")):
        if user not in promise.accounts:
            yield f"user {user} may merge into {main}, and is nobody who may approve"
    found = [one.get("approvals_required") for one in answers if _is_rule(one)]
    if found and not any(isinstance(count, int) and count > 0 for count in found):
        yield "a merge request needs no approval"
    if any(one.get("merge_method") == "ff" for one in answers) and not promise.hidden:
        yield "merging by fast-forward is set, which hides who merged"


def _is_branch(answer: Mapping[str, object]) -> bool:
    return isinstance(answer.get("push_access_levels"), list)


def _is_rule(answer: Mapping[str, object]) -> bool:
    return "approvals_required" in answer and "rule_type" in answer


def _pushers(branch: Mapping[str, object], promise: BranchPromise) -> Iterator[str]:
    """Who may push, but for approvers where they push the merges that they signed."""
    for level in rows(branch, "push_access_levels"):
        user = level.get("user_id")
        if level.get("access_level") == 0 or (promise.pushes and isinstance(user, int) and user in promise.accounts):
            continue
        said = level.get("access_level_description")
        yield f"user {user}" if user is not None else str(said or f"access level {level.get('access_level')}")


def _users(branches: Sequence[Mapping[str, object]], key: str) -> Iterator[int]:
    for branch in branches:
        for level in rows(branch, key):
            if isinstance(user := level.get("user_id"), int):
                yield user
