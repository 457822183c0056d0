"""GitHub's rulesets against what is promised, as "Get a repository ruleset" of its REST API answers.

Several rulesets hold together: each rule is enforced by any active ruleset of the branch that has it, for all but those
who may bypass that ruleset, and of a rule that several have the strictest counts.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ratified.policy.branch_rules.promise import inner, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.policy.branch_rules.promise import BranchPromise

    Ruleset = Mapping[str, object]

_OPEN = {
    "pull_request": "commits may be pushed to {main} without a pull request",
    "non_fast_forward": "{main} may be pushed over by force",
    "deletion": "{main} may be deleted",
}
"""What anybody may do without a rule."""

_AFTER_PUSH = ("dismiss_stale_reviews_on_push", "require_last_push_approval")


def is_ruleset(answer: Mapping[str, object]) -> bool:
    """Whether an answer is a whole ruleset; the list of them leaves out the rules."""
    return isinstance(answer.get("rules"), list) and "enforcement" in answer


def github_weaknesses(rulesets: Sequence[Ruleset], promise: BranchPromise) -> Iterator[str]:
    """What is not enforced on the main branch, or not for everybody."""
    active = [one for one in rulesets if _covers(one, promise.main)]
    if not active:
        yield f"no active ruleset is for {promise.main}"
        return
    if any(not isinstance(one.get("bypass_actors"), list) for one in active):
        yield "who may bypass the rules is not said, since they were read without the right to see it"
    for rule, opened in _OPEN.items():
        having = [one for one in active if _rules(one, rule)]
        if not having:
            yield opened.format(main=promise.main)
        elif all(_bypass(one, rule) for one in having):
            who = sorted({actor for one in having for actor in _bypass(one, rule)})
            yield f"{opened.format(main=promise.main)} by {', '.join(who)}, who may bypass the ruleset"
    yield from _of_reviews([rule for one in active for rule in _rules(one, "pull_request")], promise)
    yield from _of_updates(active, promise)


def _of_reviews(found: Sequence[Mapping[str, object]], promise: BranchPromise) -> Iterator[str]:
    """What pull requests have to pass; of several rules the strictest counts."""
    if not found:
        return
    asked = [inner(rule, "parameters") for rule in found]
    counts = [one.get("required_approving_review_count") for one in asked]
    if not any(isinstance(count, int) and count > 0 for count in counts):
        yield "a pull request needs no approving review"
    elif not any(one.get("require_code_owner_review") is True for one in asked):
        yield "no review of a code owner is required"
    if not any(one.get(key) is True for one in asked for key in _AFTER_PUSH):
        yield "what is pushed after the review is merged with it"
    allowed = {"merge", "squash", "rebase"}
    for one in asked:
        methods = one.get("allowed_merge_methods")
        allowed &= set(map(str, methods)) if isinstance(methods, list) else allowed
    if (hiding := sorted(allowed - {"merge"})) and not promise.hidden:
        yield f"merging by {' and '.join(hiding)} is allowed, which hides who merged"


def _of_updates(active: Sequence[Ruleset], promise: BranchPromise) -> Iterator[str]:
    """Accounts that a ruleset lets merge, and who may approve nothing."""
    for one in active:
        for actor in rows(one, "bypass_actors") if _rules(one, "update") else ():
            if actor.get("actor_type") != "User" or actor.get("actor_id") not in promise.accounts:
                yield f"{_actor(actor)} may merge into {promise.main}, and is nobody who may approve"


def _covers(ruleset: Ruleset, main: str) -> bool:
    if ruleset.get("enforcement") != "active" or ruleset.get("target", "branch") != "branch":
        return False
    names = inner(inner(ruleset, "conditions"), "ref_name")
    return _among(names.get("include"), main) and not _among(names.get("exclude"), main)


def _among(patterns: object, main: str) -> bool:
    found = [str(one) for one in patterns] if isinstance(patterns, list) else []
    return any(one in ("~ALL", "~DEFAULT_BRANCH") or fnmatchcase(f"refs/heads/{main}", one) for one in found)


def _rules(ruleset: Ruleset, kind: str) -> list[Mapping[str, object]]:
    return [rule for rule in rows(ruleset, "rules") if rule.get("type") == kind]


def _bypass(ruleset: Ruleset, rule: str) -> list[str]:
    """Who may pass by a rule: on a pull request alone there is none against force pushes and deletion to pass by."""
    return [
        _actor(actor)
        for actor in rows(ruleset, "bypass_actors")
        if rule == "pull_request" or actor.get("bypass_mode") != "pull_request"
    ]


def _actor(actor: Mapping[str, object]) -> str:
    number = actor.get("actor_id")
    return f"{actor.get('actor_type')} {number}" if number is not None else f"{actor.get('actor_type')}"
