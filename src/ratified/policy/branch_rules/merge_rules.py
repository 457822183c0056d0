"""Who may merge into the main branch, as each forge takes it: a file made of the register, to be sent to its API.

Shapes by the forges' documentation of their REST APIs: GitHub "Create a repository ruleset" (rule `update`, which only
bypass actors pass; actors of type `User` by number, here on pull requests alone), GitLab "Protect repository branches"
and "Create an approval rule for a project" (users by number), Gitea and Forgejo "Create branch protections" (by login).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ratified.policy.branch_rules.strict_json import strict_json
from ratified.policy.roster.holders import approves

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from ratified.model.people import Person
    from ratified.policy.book import Book
    from ratified.policy.code_owners import Forge

MERGE_RULES: Mapping[Forge, str] = {
    "GitHub": ".github/merge-rules.json",
    "GitLab": ".gitlab/merge-rules.json",
    "Gitea": ".gitea/merge-rules.json",
}
"""The file of each forge. Forgejo's API is Gitea's."""

_NAME = "Approvers of the register"
_PEOPLE = frozenset(
    {
        "bypass_actors",
        "allowed_to_merge",
        "allowed_to_push",
        "user_ids",
        "merge_whitelist_usernames",
        "approvals_whitelist_username",
        "push_whitelist_usernames",
    }
)
"""The keys that name people."""


class MergeRules(NamedTuple):
    """The file that a forge is to get; `unnamed` are the ids of approvers who have no account that it could name."""

    path: str
    data: bytes
    unnamed: tuple[str, ...]


def merge_rules(book: Book, as_of: date, forge: Forge) -> MergeRules:
    """The rules by which those alone merge who may approve documents of some class on a day."""
    able = approvers(book, as_of)
    named = [person for person in able if person.forge is not None]
    pushes = any(class_.minimum_proof == "signed" for class_ in book.register.classes.values())
    made = _SHAPES[forge](book.register.main, named, pushes)
    text = json.dumps(made, indent=2, ensure_ascii=False) + "\n"
    return MergeRules(MERGE_RULES[forge], text.encode(), tuple(one.id for one in able if one.forge is None))


def approvers(book: Book, as_of: date) -> tuple[Person, ...]:
    """Everybody who may approve documents of some class on a day, in the order of the roster."""
    able = {person.id for class_ in book.register.classes for person in approves(book, class_, as_of)}
    return tuple(person for person in book.people.people if person.id in able)


def people_named(value: object) -> frozenset[str]:
    """The people whom a file of rules names: numbers and logins, as text."""
    if isinstance(value, dict):
        own = {one for key, inner in value.items() if key in _PEOPLE for one in _accounts(inner)}
        return frozenset(own).union(*(people_named(inner) for key, inner in value.items() if key not in _PEOPLE))
    if isinstance(value, list):
        return frozenset[str]().union(*map(people_named, value))
    return frozenset()


def without_people(value: object) -> object:
    """A file of rules with nobody named in it, to compare what else it says."""
    if isinstance(value, dict):
        return {key: [] if key in _PEOPLE else without_people(inner) for key, inner in value.items()}
    return [without_people(inner) for inner in value] if isinstance(value, list) else value


def made_alike(before: bytes, made: bytes) -> bool:
    """Whether a file says what this one says but for whom it names, so that nothing of somebody's own is lost."""
    try:
        return without_people(strict_json(before)) == without_people(strict_json(made))
    except ValueError:
        return False


def _accounts(value: object) -> Sequence[str]:
    rows = value if isinstance(value, list) else [value]
    found = [row.get("actor_id", row.get("user_id")) if isinstance(row, dict) else row for row in rows]
    return [str(one) for one in found if isinstance(one, int | str)]


def _ids(people: Sequence[Person]) -> list[int]:
    """The numbers of accounts: the hosts whose rules are made here number them all."""
    return sorted(p.forge.id for p in people if p.forge is not None and isinstance(p.forge.id, int))


def _github(main: str, people: Sequence[Person], pushes: bool) -> dict[str, Any]:
    mode = "always" if pushes else "pull_request"
    return {
        "name": f"Only approvers merge into {main}",
        "target": "branch",
        "enforcement": "active",
        "bypass_actors": [{"actor_id": id_, "actor_type": "User", "bypass_mode": mode} for id_ in _ids(people)],
        "conditions": {"ref_name": {"include": [f"refs/heads/{main}"], "exclude": []}},
        "rules": [{"type": "update"}],
    }


def _gitlab(main: str, people: Sequence[Person], pushes: bool) -> dict[str, Any]:
    able: list[dict[str, int]] = [{"user_id": id_} for id_ in _ids(people)]
    return {
        "protected_branch": {
            "name": main,
            "allowed_to_merge": able,
            "allowed_to_push": able if pushes else [{"access_level": 0}],
            "allow_force_push": False,
            "code_owner_approval_required": True,
        },
        "approval_rule": {
            "name": _NAME,
            "rule_type": "regular",
            "approvals_required": 1,
            "user_ids": _ids(people),
            "applies_to_all_protected_branches": True,
        },
    }


def _gitea(main: str, people: Sequence[Person], pushes: bool) -> dict[str, Any]:
    able = sorted(person.forge.login for person in people if person.forge is not None)
    return {
        "rule_name": main,
        "enable_push": pushes,
        "enable_push_whitelist": pushes,
        "push_whitelist_usernames": able if pushes else [],
        "enable_merge_whitelist": True,
        "merge_whitelist_usernames": able,
        "required_approvals": 1,
        "enable_approvals_whitelist": True,
        "approvals_whitelist_username": able,
        "block_on_rejected_reviews": True,
        "dismiss_stale_approvals": True,
    }


_SHAPES: Mapping[Forge, Callable[[str, Sequence[Person], bool], dict[str, Any]]] = {
    "GitHub": _github,
    "GitLab": _gitlab,
    "Gitea": _gitea,
}
