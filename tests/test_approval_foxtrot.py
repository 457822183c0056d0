"""Main turned inside out: which lines look like main, and which landings show that they were made on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ratified.approval.reasons import inverted
from test_approval_units import NEW, adopted, event, of
from worlds import REGISTER, REGISTER_TEXT, STARTER, World

if TYPE_CHECKING:
    from collections.abc import Callable

INTO_MAIN = "Merge branch 'x' into 'main'\n\nSee merge request g/p!42"
REQUEST = "Merge pull request #9 from x/y"


def request(world: World, base: str, merger: str = "ann", subject: str = REQUEST, by: str = "bob") -> str:
    """A merge of a request on top of a commit, as main has them, but on no landing."""
    side = world.commit({f"notes/{len(world.commits)}.md": "Words.\n"}, by, [base])
    tree, _ = world.three_way(base, side)
    return world.commit({}, merger, [base, side], message=subject, tree=tree)


def join(world: World, base: str, tip: str, merger: str = "ann", subject: str = "Sync") -> str:
    tree, _ = world.three_way(base, tip)
    return world.commit({}, merger, [base, tip], message=subject, tree=tree)


def moved(world: World) -> str:
    """A commit that somebody pushes to main without showing on which side main was."""
    return world.chain[world.pushed({f"more/{len(world.chain)}.md": "Words.\n"}, "bob")]


def told(world: World, number: int = -1) -> bool:
    """Whether a landing, the last one where none is named, may have turned main inside out; the last is foreseen so,
    but for what its own words say."""
    decisions = world.decisions()
    found = decisions.foxtrot_merges.of(number % len(world.chain))
    if number == -1 and "merge request" not in (last := decisions.timeline.landings[-1].commit).message:
        assert foreseen(world, last.parents) is found
    return found


def foreseen(world: World, parents: tuple[str, ...]) -> bool:
    """Whether a merge of the branch that the last landing brought in would have been told, before it was there."""
    brought_in = world.brought_in(world.decisions().timeline.landings[-1])[::-1]
    last = world.chain.pop()
    would = len(parents) == 2 and world.decisions().foxtrot_merges.would(brought_in)
    world.chain.append(last)
    return would


def turned(world: World, line: Callable[[World, str], str]) -> bool:
    """Whether it is told that a line which left main was merged after a push to main."""
    fork = world.base
    tip = line(world, fork)
    base = moved(world)
    world.land(join(world, base, tip))
    return told(world)


# Which lines look like main


def squash(world: World, base: str, author: str = "bob", committer: str = "forge", message: str = "Title (#12)") -> str:
    return world.commit({"more/squash.md": "Words.\n"}, author, [base], committer=committer, message=message)


def octopus(world: World, base: str) -> str:
    return world.commit({}, "ann", [base, *(world.commit({}, "bob", [base]) for _ in "ab")], message=REQUEST)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (lambda w, b: request(w, b), True),
        (lambda w, b: request(w, b, subject="Merge"), True),
        (lambda w, b: request(w, b, "bob"), True),
        (lambda w, b: request(w, b, "bob", "Merge"), False),
        (lambda w, b: request(w, b, "eve"), False),
        (lambda w, b: request(w, b, "dee", "Merge"), True),
        (lambda w, b: join(w, w.commit({}, "bob", [b]), w.chain[0], subject=REQUEST), False),
        (lambda w, b: octopus(w, b), False),
        (lambda w, b: squash(w, b), True),
        (lambda w, b: squash(w, b, message="Title"), False),
        (lambda w, b: squash(w, b, committer="bob"), False),
        (lambda w, b: squash(w, b, author="ann", committer="ann"), False),
        (lambda w, b: squash(w, b, author="eve"), False),
        (lambda w, b: w.commit({}, "ann", [b]), False),
        (lambda w, b: w.commit({}, "bob", [w.commit({}, "bob", [request(w, b)])]), True),
        (lambda w, b: request(w, w.commit({}, "bob", [])), False),
    ],
)
def test_a_line_looks_like_main_where_somebody_took_in_a_request_or_an_approver_merged(
    line: Callable[[World, str], str], expected: bool
) -> None:
    assert turned(adopted(), line) is expected


def test_a_landing_that_may_have_turned_main_approves_nothing_and_says_so() -> None:
    world = World().adopted({REGISTER: f"main: trunk\n{REGISTER_TEXT}"}, sign="ann")
    fork = world.base
    tip = request(world, fork)
    base = moved(world)
    tree, _ = world.three_way(base, tip)
    merge = world.commit({**NEW}, "ann", [base, tip], message="Sync", tree=tree, sign="ann")
    number = world.land(merge)
    assert event(world, number) == ("undecidable", "inverted")
    assert (of(world).reason, of(world).help) == inverted(world.told(world.commits[merge]), "trunk")[1:3]


def test_only_a_merge_of_two_parents_turns_anything() -> None:
    world = adopted()
    tip = request(world, world.base)
    base = moved(world)
    world.land(world.commit({}, "ann", [base, tip, world.commit({}, "bob", [base])]))
    assert not told(world)


def test_nobody_says_before_the_adoption_or_of_it_which_side_was_main() -> None:
    world = World()
    world.pushed({"README.md": "Hello\n"}, "bob")
    tip = request(world, world.base)
    base = moved(world)
    world.land(join(world, base, tip))
    tip = request(world, base)
    moved(world)
    side = world.commit(STARTER, "bob", [tip])
    world.join([side], "ann", sign="ann")
    decisions = world.decisions()
    assert (decisions.timeline.bootstrap, [decisions.foxtrot_merges.of(n) for n in range(5)]) == (4, [False] * 5)


# Where main moved since the line left


def test_main_that_moved_with_a_landing_of_its_own_stayed_main() -> None:
    """Whichever of the landings since it is, and however many others there are."""
    for place in range(3):
        world = adopted()
        tip = request(world, world.base)
        for step in range(3):
            if step == place:
                world.merged({"own.md": "Words.\n"}, "bob", "ann")
            else:
                moved(world)
        world.land(join(world, world.base, tip))
        assert told(world) is False


def test_a_landing_before_the_line_left_shows_nothing_of_what_came_after() -> None:
    world = adopted()
    world.merged({"own.md": "Words.\n"}, "bob", "ann")
    assert turned(world, request)


# Where main did not move: every release branch is that, unless the forge says that it merged it into main


@pytest.mark.parametrize(
    ("inside", "outside", "expected"),
    [
        (INTO_MAIN, INTO_MAIN, True),
        (INTO_MAIN, INTO_MAIN.replace("g/p!42", "G/P!7"), True),
        (INTO_MAIN, INTO_MAIN.replace("'main'", "'other'"), True),
        (INTO_MAIN, INTO_MAIN.replace("g/p", "g/other"), False),
        (INTO_MAIN, "Merge branch 'x' into 'main'", False),
        (INTO_MAIN, REQUEST, False),
        (INTO_MAIN.replace("'main'", "'release'"), INTO_MAIN, False),
        (INTO_MAIN.replace("g/p", "g/fork"), INTO_MAIN, False),
        (REQUEST, INTO_MAIN, False),
    ],
)
@pytest.mark.parametrize("own", [False, True])
def test_a_line_that_left_main_s_tip_was_main_where_a_forge_took_a_request_into_main(
    inside: str, outside: str, expected: bool, own: bool
) -> None:
    """Of this very project, as another landing of main names it, or the landing itself."""
    world = adopted()
    if not own:
        world.merged({"own.md": "Words.\n"}, "bob", "ann", subject=outside)
    tip = world.commit({}, "bob", [request(world, world.base, subject=inside)])
    world.land(join(world, world.base, tip, subject=outside if own else "Merge"))
    assert told(world) is expected


def test_what_a_later_landing_names_says_nothing_of_an_earlier_one() -> None:
    world = adopted()
    number = world.land(join(world, world.base, request(world, world.base, subject=INTO_MAIN)))
    world.merged({"own.md": "Words.\n"}, "bob", "ann", subject=INTO_MAIN)
    assert not told(world, number)


# Where the line left what an earlier landing brought


def developed(merger: str) -> tuple[World, str]:
    """A landing that brings in a branch, and the branch's tip."""
    world = adopted()
    branch = world.commit({"branch.md": "Words.\n"}, "bob", [world.base])
    world.join([branch], merger)
    return world, branch


def test_a_line_that_goes_on_from_a_branch_is_what_the_landing_of_that_branch_was() -> None:
    for merger, pushes, expected in (("ann", 0, False), ("ann", 2, False), ("bob", 0, False), ("bob", 1, True)):
        world, branch = developed(merger)
        tip = request(world, branch)
        for _ in range(pushes):
            moved(world)
        world.land(join(world, world.base, tip))
        assert told(world) is expected, (merger, pushes)


def test_a_line_that_goes_on_from_a_line_that_turned_main_turned_it_too() -> None:
    world = adopted()
    first = request(world, world.base)
    moved(world)
    world.land(join(world, world.base, first, merger="bob"))
    for _ in range(2):
        first = request(world, first)
        world.land(join(world, world.base, first, merger="bob"))
    decisions = world.decisions()
    assert [decisions.foxtrot_merges.of(n) for n in (5, 3, 4, 2)] == [True, True, True, False]
    world.merged({"own.md": "Words.\n"}, "bob", "ann")
    world.land(join(world, world.base, request(world, first)))
    assert not told(world), "main has shown since which side it is"


def test_of_many_landings_the_one_that_brought_the_branch_is_asked() -> None:
    """The first landing showed which side was main; the one that brought the branch did not, whoever came after."""
    world, _ = developed("ann")
    branch = world.commit({"second.md": "Words.\n"}, "bob", [world.base])
    world.join([branch], "bob")
    other = world.commit({"third.md": "Words.\n"}, "gus", [world.base])
    world.join([other], "bob")
    world.land(join(world, world.base, request(world, branch)))
    assert told(world)


def test_a_branch_without_commits_turns_nothing() -> None:
    assert not adopted().decisions().foxtrot_merges.would(())
