"""Somebody leaves: the exact lines that change, who was on call before, and every sentence with which it is refused."""

from __future__ import annotations

from datetime import date, timedelta
from difflib import unified_diff
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightly import by_day
from ratified.analysis.approvers_left import approvers_left, consequences, stranded
from ratified.analysis.leaving import leave
from ratified.analysis.roster_files import RosterError
from ratified.analysis.rotation_handover import HandoverError, with_person, without_person
from ratified.policy import Book, read_book
from ratified.policy.roster.on_call import duty_on
from ratified.source.tree import WorkTree
from test_oncall import override, rotation

if TYPE_CHECKING:
    from conftest import Starter
    from ratified.analysis.leaving import RosterChange
    from ratified.model.people import Rotation

LAST = date(2026, 12, 31)
DAY = timedelta(days=1)


def planned(root: Starter, person: str, last: date = LAST, to: str | None = None) -> RosterChange:
    tree = WorkTree(root.root)
    return leave(tree, book_of(root), person, last, to)


def book_of(root: Starter) -> Book:
    found = read_book(WorkTree(root.root)).book
    assert found is not None
    return found


def changed_lines(change: RosterChange) -> dict[str, list[str]]:
    """The lines that go and come, by file."""
    found = {}
    for path, (before, after) in change.files.items():
        old, new = ((data or b"").decode().split("\n") for data in (before, after))
        lines = [*unified_diff(old, new, n=0, lineterm="")][2:]
        found[path] = [line for line in lines if not line.startswith("@@")]
    return found


def test_a_deputy_on_call_leaves_and_these_lines_change(starter: Starter) -> None:
    change = planned(starter, "lee")
    assert changed_lines(change) == {
        "data/people.yml": ["+    left: 2026-12-31"],
        "data/roles.yml": [
            "-      - {person: lee, as: deputy, since: 2025-03-01}",
            "+      - {person: lee, as: deputy, since: 2025-03-01, until: 2026-12-31}",
            "-      - {person: lee, as: deputy, since: 2025-03-01}",
            "+      - {person: lee, as: deputy, since: 2025-03-01, until: 2026-12-31}",
        ],
        "data/oncall.yml": [
            "+    until: 2026-12-31",
            "+  - id: commander-2",
            "+    role: incident-commander",
            "+    zone: America/New_York",
            "+    starts: 2027-01-04",
            '+    handover: {day: monday, time: "10:00"}',
            "+    shift: 7d",
            "+    pattern:",
            "+      - {primary: dana, backup: sofia}",
            "+      - {primary: sofia, backup: dana}",
            "+    overrides:",
            "+      - {from: 2027-01-01, until: 2027-01-03, primary: sofia, backup: dana, "
            "reason: Until the handover after lee left}",
        ],
    }
    todo = "`ratified join NAME --email ADDRESS --role"
    assert [*consequences(book_of(starter), change.book, change.first)] == [
        f"Security Lead: 1 holder, 2 needed; {todo} security-lead:deputy`",
        f"Incident Commander: 2 holders, 3 needed; {todo} incident-commander:deputy`",
    ]
    assert [*stranded(book_of(starter), change.book, change.first)] == []


def test_the_deputy_becomes_primary_and_keeps_the_time_as_deputy(starter: Starter) -> None:
    change = planned(starter, "dana")
    lead = next(role for role in change.book.roles.roles if role.id == "security-lead")
    assert [(one.person, one.as_, str(one.since), one.until and str(one.until)) for one in lead.holders] == [
        ("dana", "primary", "2024-01-08", "2026-12-31"),
        ("lee", "deputy", "2025-03-01", "2026-12-31"),
        ("lee", "primary", "2027-01-01", None),
    ]
    assert "+      - {person: lee, as: primary, since: 2027-01-01}" in changed_lines(change)["data/roles.yml"]


def test_somebody_named_takes_every_role_turn_and_override(starter: Starter) -> None:
    starter.change("data/oncall.yml", "primary: noor, backup: aiko, reason", "primary: aiko, backup: noor, reason")
    change = planned(starter, "aiko", date(2026, 12, 6), "ben")
    assert changed_lines(change)["data/oncall.yml"] == [
        "+    until: 2026-12-06",
        "+  - id: first-line-2",
        "+    role: on-call-engineer",
        "+    zone: America/New_York",
        "+    starts: 2026-12-07",
        '+    handover: {day: monday, time: "10:00"}',
        "+    shift: 7d",
        "+    backup_after: 5m",
        "+    if_no_ack: {after: 5m, to: incident-commander}",
        "+    pattern:",
        "+      - {primary: ben, backup: noor}",
        "+      - {primary: noor, backup: ben}",
        "-      - {from: 2026-12-24, until: 2026-12-26, primary: aiko, backup: noor, reason: Holiday swap}",
        "+      - {from: 2026-12-24, until: 2026-12-26, primary: ben, backup: noor, reason: Holiday swap}",
    ]
    assert change.open_ == ()
    held = [one for role in change.book.roles.roles for one in role.holders if one.person == "ben"]
    assert [(str(one.since), one.as_) for one in held] == [
        ("2026-12-07", "primary"),
        ("2026-12-07", "deputy"),
        ("2021-08-30", "primary"),
    ]


def test_an_override_of_somebody_who_is_gone_is_open_and_one_that_runs_over_the_day_is_cut(starter: Starter) -> None:
    starter.change("data/oncall.yml", "{primary: noor, backup: aiko}\n", "{primary: noor, backup: ben}\n")
    starter.change("data/oncall.yml", "- {primary: aiko, backup: noor}", "- {primary: aiko, backup: ben}")
    change = planned(starter, "noor", date(2026, 12, 24), "tomas")
    old, new = change.book.oncall.rotations[:2]
    assert [(str(o.from_), str(o.until), o.primary) for o in old.overrides] == [("2026-12-24", "2026-12-24", "noor")]
    assert [(str(o.from_), str(o.until), o.primary) for o in new.overrides] == [
        ("2026-12-25", "2026-12-26", "tomas"),
        ("2026-12-27", "2026-12-27", "aiko"),
    ]
    starter.change(
        "data/oncall.yml", "      - {primary: noor, backup: ben}\n", "      - {primary: ben, backup: aiko}\n"
    )
    change = planned(starter, "noor", date(2026, 12, 20))
    assert change.open_ == (
        "rotation first-line, 2026-12-24 to 2026-12-26 (Holiday swap): noor was to deputise; the pattern counts until "
        "you name somebody else",
    )
    assert changed_lines(change)["data/oncall.yml"] == [
        "-    overrides:",
        "-      - {from: 2026-12-24, until: 2026-12-26, primary: noor, backup: aiko, reason: Holiday swap}",
    ]


def test_comments_line_ends_and_other_lists_stay(starter: Starter) -> None:
    path = starter.root / "data/roles.yml"
    text = path.read_text("utf-8").replace("      - {person: lee", "      # Since the audit.\n      - {person: lee")
    path.write_bytes(
        text.replace("since: 2025-03-01}", "since: 2025-03-01}   # half days").replace("\n", "\r\n").encode()
    )
    before, after = planned(starter, "lee").files["data/roles.yml"]
    assert before is not None
    row = b"      - {person: lee, as: deputy, since: 2025-03-01"
    assert after == before.replace(row, row + b", until: 2026-12-31")


def test_a_key_ends_with_the_last_day_and_other_keys_stay(starter: Starter) -> None:
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEfgndEr4Oj+V0Y5vEGk+vxF/TRRzlNelQyHm+vULDR8"
    old = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE8kc/SKHlGEbWwwCs2/a+minGRMzdfEERImNtAiOf9H"
    dana = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIgfTQ4zrJcGX1XvONFXR/1B9xGL107s/bc+faVNQKcr"
    text = (
        f'# Keys\nlee namespaces="git" {key} laptop\nlee namespaces="git",valid-before="20251001Z" {old}\n'
        f'dana namespaces="git",valid-after="20240108Z" {dana}\n'
    )
    starter.write("data/trust/allowed_signers", text)
    after = planned(starter, "lee").files["data/trust/allowed_signers"][1]
    assert after.decode() == text.replace(f'"git" {key}', f'"git",valid-before="20270101Z" {key}')


REFUSED = [
    ("marcuss", None, "marcuss is nobody in data/people.yml; did you mean 'marcus'?"),
    ("lee", "lee", "Lee Brandt cannot follow themself; name somebody else with --to"),
    ("lee", "release-bot", "release-bot is a bot, and a bot holds no role; name a person with --to"),
    (
        "noor",
        None,
        "data/oncall.yml:13:7: rotation first-line would have nobody but aiko, and no backup; name who takes the place "
        "with --to, or let somebody join first: `ratified join NAME --email ADDRESS --role on-call-engineer:deputy "
        "--rotation first-line`",
    ),
]


@pytest.mark.parametrize(("person", "to", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_with_its_sentence(
    starter: Starter, person: str, to: str | None, sentence: str
) -> None:
    with pytest.raises(RosterError) as caught:
        planned(starter, person, LAST, to)
    assert str(caught.value) == sentence


def test_whoever_left_or_has_not_begun_does_not_leave(starter: Starter) -> None:
    with pytest.raises(RosterError, match="Lee Brandt starts on 2023-05-15, after 2020-01-01; correct the day"):
        planned(starter, "lee", date(2020, 1, 1))
    starter.change("data/people.yml", "started: 2023-05-15\n", "started: 2023-05-15\n    left: 2026-11-01\n")
    with pytest.raises(RosterError, match=r"data/people\.yml:\d+:11: Lee Brandt left on 2026-11-01 already"):
        planned(starter, "lee")


def test_the_last_but_one_approver_of_authority_is_told_which_role_wants_a_deputy(starter: Starter) -> None:
    change = planned(starter, "priya")
    (said,) = stranded(book_of(starter), change.book, change.first)
    place = book_of(starter).register.classes["authority"].at("approvers")
    assert said == (
        f"{place}: from 2027-01-01 on Marcus Adeyemi alone may approve AUTHORITY, and once they are gone nobody can; "
        "give Executive Sponsor a deputy first: `ratified join NAME --email ADDRESS --role executive-sponsor:deputy`, "
        "or name with --to who follows, or say `single_approver: {accepted: true, reason: ...}` in the register"
    )
    starter.change("data/register.yml", "classes:\n", "single_approver: {accepted: true, reason: Two}\nclasses:\n")
    change = planned(starter, "priya")
    assert [*stranded(book_of(starter), change.book, change.first)] == []


def test_the_last_approver_of_a_class_cannot_leave(starter: Starter) -> None:
    starter.change("data/roles.yml", "      - {person: marcus, as: deputy, since: 2023-01-09}\n", "")
    change = planned(starter, "priya")
    policy, authority = stranded(book_of(starter), change.book, change.first)
    assert "from 2027-01-01 on nobody may approve class policy (POL-IR); give Executive Sponsor a deputy" in policy
    assert "from 2027-01-01 on nobody may approve class authority (AUTHORITY); give Executive" in authority
    left = {one.class_: one.names for one in approvers_left(change.book, change.first)}
    assert (left["policy"], left["roster"]) == ((), ("Dana Okafor", "Lee Brandt"))


def test_whoever_would_be_asked_for_their_own_silence_is_listed(starter: Starter) -> None:
    change = planned(starter, "caleb")
    assert "s1-privacy: where Privacy Officer does not answer, Legal Counsel is the same, Ingrid Solberg" in [
        *consequences(book_of(starter), change.book, change.first)
    ]


names = st.sampled_from(["ann", "bob", "cid", "dee"])
seats = st.lists(st.tuples(names, names).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=5)
days = st.dates(date(2026, 1, 1), date(2026, 8, 1))
swaps = st.lists(st.tuples(days, st.integers(0, 9), names), max_size=4)


def resting(line: Rotation, day: date) -> tuple[str, str | None] | None:
    duty = duty_on(line, day)
    return (duty.primary, duty.backup) if duty else None


@settings(max_examples=by_day(200, by_night=3000))
@given(
    pairs=seats,
    length=st.sampled_from([1, 3, 7, 14]),
    last=days,
    to=st.none() | st.just("eve"),
    standing=swaps,
    ends=st.none() | st.integers(0, 20),
)
def test_who_was_on_call_stays_and_nobody_who_left_is_ever_on_call_again(
    pairs: list[tuple[str, str]],
    length: int,
    last: date,
    to: str | None,
    standing: list[tuple[date, int, str]],
    ends: int | None,
) -> None:
    pattern = tuple({"primary": one, "backup": other} for one, other in pairs)
    stands = tuple(
        override(str(first), str(first + DAY * more), who, backup="fay") for first, more, who in sorted(standing)
    )
    until = {} if ends is None else {"until": str(max(last + DAY * ends, date(2026, 1, 1)))}
    before = rotation(shift=f"{length}d", pattern=pattern, overrides=stands, **until)
    try:
        found = without_person(before, "ann", last, to, ["line"])
    except HandoverError:
        assert to is None
        return
    lines = [found.old, *([found.follower] if found.follower else [])]
    assert found.follower is None or (found.follower.starts - before.starts).days % length == 0
    for number in range(400):
        day = date(2025, 12, 20) + DAY * number
        told = [pair for pair in (resting(line, day) for line in lines) if pair]
        assert len(told) <= 1, day
        was = resting(before, day)
        if day <= last:
            assert told == ([was] if was else []), day
            continue
        assert bool(told) == (was is not None) or any(one.until >= day for one in before.overrides), day
        for primary, backup in told:
            assert "ann" not in (primary, backup)
            assert primary != backup
        if to is not None and was and "ann" not in was and not any(o.from_ <= day <= o.until for o in before.overrides):
            assert told[0][0] == was[0], day


@settings(max_examples=by_day(100, by_night=1500))
@given(pairs=seats, length=st.sampled_from([1, 3, 7, 14]), first=days, standing=swaps)
def test_whoever_joins_a_rotation_changes_no_day_before_the_handover_and_nobodys_order(
    pairs: list[tuple[str, str]], length: int, first: date, standing: list[tuple[date, int, str]]
) -> None:
    pattern = tuple({"primary": one, "backup": other} for one, other in pairs)
    stands = tuple(override(str(day), str(day + DAY * more), who) for day, more, who in sorted(standing))
    before = rotation(shift=f"{length}d", pattern=pattern, overrides=stands)
    found = with_person(before, "new", first, ["line", "line-2"])
    lines = [found.old, *([found.follower] if found.follower else [])]
    begins = found.follower.starts if found.follower else before.starts
    assert first <= begins < first + DAY * length or begins == before.starts
    assert {line.id for line in lines} <= {"line", "line-3"}
    for number in range(300):
        day = date(2025, 12, 20) + DAY * number
        told = [pair for pair in (resting(line, day) for line in lines) if pair]
        was = resting(before, day)
        assert len(told) == (0 if was is None else 1), day
        if day < begins:
            assert told == ([was] if was else []), day
    turns = [
        duty_on(lines[-1].model_copy(update={"overrides": ()}), begins + DAY * length * n) for n in range(len(pairs))
    ]
    usual = [duty_on(before.model_copy(update={"overrides": ()}), begins + DAY * length * n) for n in range(len(pairs))]
    assert [turn and turn.primary for turn in turns] == [turn and turn.primary for turn in usual]
