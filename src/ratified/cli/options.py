"""Options that several verbs share."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import click
from click.core import ParameterSource

from ratified.cli.exits import CannotDecideError
from ratified.model.landing import Anchors, anchor
from ratified.model.period import NoSuchPeriodError, asked
from ratified.source.tree import WorkTree

F = TypeVar("F", bound=Callable[..., object])


DAY = click.DateTime(["%Y-%m-%d"])
"""A day as an option takes it."""


def now() -> datetime:
    """The moment it is (UTC)."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is (UTC)."""
    return now().date()


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date:
    """The day written, or today; a usage error that says what to write."""
    if value is None:
        return today()
    try:
        if len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise click.BadParameter(f"{value!r} is not a day; write it as YYYY-MM-DD", ctx, param)


def repo_option(command: F) -> F:
    """`--repo DIR`: the policy repository."""
    return click.option(
        "--repo",
        type=click.Path(path_type=Path),
        default=Path(),
        show_default="here",
        help="The policy repository.",
    )(command)


def as_of_option(command: F) -> F:
    """`--as-of YYYY-MM-DD`: the day to judge by. Only here is the clock ever read."""
    return click.option(
        "--as-of",
        metavar="YYYY-MM-DD",
        callback=_day,
        is_eager=True,
        help="The day to judge by.  [default: today, UTC]",
    )(command)


def _anchors(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> Anchors:
    """The tips seen before; a usage error that says what to write. Where no day was named, today's tip is seen too."""
    unnamed = ctx.get_parameter_source("as_of") in (None, ParameterSource.DEFAULT)
    try:
        kept = tuple(map(anchor, values))
        if ahead := next((one for one in kept if one.day and one.day > today()), None):
            raise ValueError(f"nobody can have seen {ahead.commit[:12]} on {ahead.day}, which is still to come")
        return Anchors(kept, unnamed)
    except ValueError as error:
        raise click.BadParameter(
            f"{error}; write SHA or SHA@YYYY-MM-DD, as `ratified head` prints it", ctx, param
        ) from None


def format_option(command: F) -> F:
    """`--format text|json`, for people and for programs."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="For people, or for programs.",
    )(command)


def anchor_option(command: F) -> F:
    """`--anchor SHA@DAY`: tips of the main branch seen before, and when."""
    return click.option(
        "--anchor",
        "anchors",
        metavar="SHA[@DAY]",
        multiple=True,
        callback=_anchors,
        help="A tip of the main branch seen before, and on which day; as often as there are.",
    )(command)


def ref_option(command: F) -> F:
    """`--ref REF`: judge a commit from git's objects alone."""
    return click.option(
        "--ref",
        metavar="REF",
        help="Read a branch, tag or commit instead of the work tree.  [default: the main branch, for who ratified]",
    )(command)


def _period(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The period as it was written; a usage error that says what to write where it can be none."""
    try:
        if value is not None:
            asked(value)
    except NoSuchPeriodError as error:
        raise click.BadParameter(str(error), ctx, param) from None
    return value


def period_option(command: F) -> F:
    """`--period A..B`: the audit period to ask about."""
    return click.option(
        "--period",
        metavar="A..B",
        callback=_period,
        help="Ask about one period: its id in the register, or its days.  [default: the periods of the register]",
    )(command)


def open_tree(repo: Path) -> WorkTree:
    """The work tree of a policy repository, or a sentence that says what is missing."""
    if not repo.is_dir():
        raise CannotDecideError(f"no such folder: {str(repo)!r}; pass --repo DIR")
    if not (repo / "data" / "register.yml").exists() and not (repo / "data" / "register.yml").is_symlink():
        where = "here" if repo == Path() else f"in {str(repo)!r}"
        below = sorted(str(file.parent.parent) for file in repo.glob("*/data/register.yml"))
        todo = f"pass --repo {shlex.quote(below[0])}, which has one" if below else "go to its root or pass --repo DIR"
        raise CannotDecideError(f"not a policy repository: there is no data/register.yml {where}; {todo}")
    return WorkTree(repo)


def below(root: Path) -> str:
    """Where the policy's folder is in the repository; empty where it is the root, or nobody can say."""
    from ratified.git.discovery import find_repository
    from ratified.git.error import HistoryError

    try:
        return find_repository(root.resolve()).below
    except HistoryError:
        return ""
