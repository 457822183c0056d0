"""Random real histories, asked about with and without what was kept, wherever their branch moves."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from caching import account, plainly_told, told
from nightly import by_day
from random_worlds import Habits, Thrown, random_world
from ratified.git.error import HistoryError
from written_worlds import git, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from worlds import World

HISTORIES = by_day(10, by_night=200)


def test_random_histories_at_random_tips_say_what_a_fresh_run_says(tmp_path: Path) -> None:
    """One branch of a repository moves about in a history and jumps to the next, as the same or other days pass."""
    habits = Habits(signed=False, odd=False, revoked=True)
    worlds = {f"history-{seed}": random_world(Thrown(7000 + seed), habits) for seed in range(HISTORIES)}
    root = tmp_path / "many.git"
    write(root, worlds)
    dice = Random(1)  # noqa: S311 - a seed, so that it is always the same
    fresh: dict[tuple[str, date], str] = {}
    for place in looks(root, worlds, dice):
        tip, day = place
        git(root, "update-ref", "refs/heads/moving", tip)
        if place not in fresh:
            fresh[place] = asked(plainly_told, root, day)
        with account(tmp_path / "account"):
            assert asked(told, root, day) == fresh[place], place
    assert sum("'approver'" in said for said in fresh.values()) > HISTORIES


def looks(root: Path, worlds: dict[str, World], dice: Random) -> Iterator[tuple[str, date]]:
    """The tip and a day of every history, and one or two other commits; at times something seen before."""
    seen: list[tuple[str, date]] = []
    for name, world in worlds.items():
        chain = git(root, "rev-list", "--first-parent", name).decode().split()
        other = dice.choice(git(root, "rev-list", name).decode().split())
        later = world.last_day + timedelta(days=dice.choice([0, 0, 100, 366]))
        places = [(chain[0], later), (dice.choice([*chain, other]), dice.choice([later, world.last_day]))]
        dice.shuffle(places)
        again = [dice.choice(seen)] if seen and dice.random() < 0.2 else []
        seen += places
        yield from (*places, *again, places[0]) if dice.random() < 0.2 else (*places, *again)


def asked(tell: Callable[[Path, date, str], str], root: Path, day: date) -> str:
    try:
        return tell(root, day, "refs/heads/moving")
    except HistoryError as error:
        return str(error)
