"""What a verdict says besides its word: every field, and its sentence to the letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ratified.approval.commit_facts import misdated
from ratified.approval.due import due_next
from ratified.model.landing import Commit, CommitStamp, Identity
from ratified.model.place import Place
from test_approval_units import NEW, adopted, of, stands
from worlds import REGISTER, REGISTER_TEXT, STARTER, World, noon, swap

BOB, ANN = Identity("Bob", "bob@x.org"), Identity("Ann", "ann@x.org")


def test_a_verdict_names_its_document_and_where_it_is_listed() -> None:
    world = adopted()
    world.merged(NEW, "bob", "ann", sign="ann")
    verdict = of(world)
    assert (verdict.id, verdict.title, verdict.class_, verdict.owner) == ("POL", "Policy", "policy", "sponsor")
    assert (verdict.pages, verdict.place) == (("docs/policy/index.md",), Place("data/register.yml"))


def test_the_last_change_is_told_in_full() -> None:
    world = adopted()
    number = world.merged(NEW, "bob", "ann", sign="ann", subject="Merge pull request #7 from x/y")
    last = of(world).last_change
    assert last is not None
    assert (last.landing, last.number) == (world.chain[number], number)
    assert last.at == datetime(2024, 1, 3, 12, tzinfo=UTC)
    assert (last.method, last.kind, last.verdict, last.why, last.help) == ("merge", "amendment", "approved", "", "")
    assert (last.merger, last.authors) == (ANN, (BOB,))
    assert (last.change_request, last.subject) == ("#7", "Merge pull request #7 from x/y")
    assert last.approval == of(world).approval
    assert last.approval is not None
    assert (last.approval.landing, last.approval.at, last.approval.signer) == (
        *(last.landing, last.at),
        "signed with Ann's key",
    )


def test_a_person_who_squashed_is_told_as_the_merger_though_that_proves_nothing() -> None:
    world = adopted()
    world.pushed(NEW, "bob", message="Change it (#12)", committer="ann")
    last = of(world).last_change
    assert last is not None
    assert (last.method, last.merger, last.change_request, last.verdict) == ("squash", ANN, "#12", "undecidable")


def test_a_register_adopted_by_the_very_first_commit_was_merged_by_nobody() -> None:
    world = World()
    world.pushed(STARTER, "ann", sign="ann")
    assert (world.approvals().head, stands(world, "AUTHORITY")) == (0, ("draft", ""))
    assert world.approvals().decisions.outcome("AUTHORITY", 0).why == "direct"


def test_a_draft_says_how_to_adopt_it() -> None:
    world = World()
    world.pushed({**STARTER, REGISTER: swap(REGISTER_TEXT, "status: adopted", "status: draft")}, "bob")
    verdict = of(world)
    assert verdict.help == "set `status: adopted` in data/register.yml and let an approver of class authority merge it"
    (event,) = world.approvals().events("POL")
    assert (event.verdict, event.why, event.help, event.approval) == ("draft", "", "", None)
    assert event.reason == "before adoption nothing was in force, so nothing was approved"


def test_a_document_that_is_gone_says_how_to_retire_it() -> None:
    world = adopted()
    world.merged({REGISTER: "\n".join(x for x in REGISTER_TEXT.split("\n") if "id: RB" not in x)}, "bob", "ann")
    verdict = of(world, "RB")
    assert verdict.reason == "RB left the register without being retired"
    assert verdict.help == "put its entry back, with `retired:` and a day"
    assert verdict.title == "Runbook"


def test_a_document_listed_as_retired_by_nobody_s_leave_still_has_a_verdict() -> None:
    world = adopted()
    entry = "documents:\n  - {id: LOG, class: record, pages: [docs/log.md], retired: 2020-01-01}\n"
    world.pushed({REGISTER: swap(REGISTER_TEXT, "documents:\n", entry), "docs/log.md": "Words.\n"}, "bob")
    assert stands(world, "LOG") == ("unapproved", "direct")


def test_a_stale_approval_says_since_when() -> None:
    verdict = of(adopted(), as_of="2025-06-01")
    assert verdict.reason == (
        "Approved by Ann Adams (Sponsor then) on 2 January 2024, merge of the adoption by Bob Brown, "
        "signed with Ann's key; that lapsed after 1 January 2025"
    )


def test_a_document_that_nobody_has_heard_of_has_no_events() -> None:
    approvals = adopted().approvals()
    assert approvals.events("NONE") == ()
    assert approvals.version("NONE") == 0


def test_a_cadence_is_known_though_the_adoption_itself_was_never_approved() -> None:
    approvals = World().adopted(merger="dee", sign="dee").approvals()
    assert approvals.decisions.approved.numbers == []
    assert (approvals.cadence("RB"), approvals.cadence("POL")) == (timedelta(0), timedelta(0))


def test_without_an_approved_adoption_the_reason_says_what_became_of_it() -> None:
    world = adopted(roles="{{{\n")
    assert of(world, "AUTHORITY").reason.endswith("roles of #1 (0000000000), which cannot be read")
    world = World().adopted(merger="dee", sign="dee")
    assert of(world).reason.startswith("Draft: #1 (0000000000) adopted the register, and nobody has approved")
    assert of(world).reason.endswith("but held no role that approves this; Ann Adams or Cid Clark could")


def test_an_author_s_own_merge_is_told_as_part_of_it_and_not_as_an_earlier_landing() -> None:
    world = adopted()
    world.merged(NEW, "ann", "ann", sign="ann")
    assert of(world).reason == "Ann Adams merged #2 (0000000000) and wrote part of it"


# When it was


def test_a_merge_is_not_dated_more_than_a_day_before_what_it_stands_on() -> None:
    """Nor may its branch be dated back with it."""
    for day, expected in (("2024-01-01", "claimed"), ("2023-12-31", "unapproved")):
        world = adopted()
        world.join([world.commit(NEW, "bob", [world.base], at=noon(day))], "ann", at=noon(day))
        assert stands(world)[0] == expected
    assert of(world).why == "time"
    assert (
        "is dated 2023-12-31, before the commit that it follows, which says 2024-01-02, so it approves"
        in of(world).reason
    )


def test_a_commit_is_not_written_after_it_was_committed() -> None:
    for seconds, expected in ((3600, None), (3601, "was committed, by its own dates, before it was written")):
        commit = Commit(
            "0" * 40, "", (), CommitStamp(BOB, noon("2024-02-01", seconds)), CommitStamp(BOB, noon("2024-02-01")), ""
        )
        assert misdated(commit) == expected


def test_an_approval_is_due_on_the_last_day_of_the_calendar_at_the_latest() -> None:
    world = adopted()
    world.merged(NEW, "bob", "ann", sign="ann", at=noon("9999-06-01"))
    assert (stands(world), of(world).due) == (("approved", ""), date.max)


# What is due


DAY = date(2025, 1, 1)


def due(as_of: date, within: int | None = None) -> list[tuple[object, ...]]:
    """What is due by the verdicts of the day of adoption."""
    found = due_next(adopted().approvals("2024-01-02").verdicts.values(), as_of, within)
    return [(each.verdict.id, each.day, each.days, each.now) for each in found]


def test_the_day_it_is_due_is_not_yet_too_late() -> None:
    assert due(DAY, 0) == [
        ("RB", date(2024, 4, 1), -275, True),
        ("AUTHORITY", DAY, 0, False),
        ("POL", DAY, 0, False),
        ("SITE-LAYOUT", DAY, 0, False),
    ]
    assert [each[:1] + each[2:] for each in due(DAY + timedelta(1))] == [
        ("RB", -276, True),
        ("AUTHORITY", -1, True),
        ("POL", -1, True),
        ("SITE-LAYOUT", -1, True),
    ]


def test_the_last_day_of_a_span_is_in_it() -> None:
    assert [each[0] for each in due(date(2024, 3, 2), 30)] == ["RB"]
    assert due(date(2024, 3, 1), 30) == []


def test_what_was_approved_by_name_only_is_due_like_the_rest() -> None:
    world = World().adopted()
    found = due_next(world.approvals().verdicts.values(), date(2024, 1, 2))
    assert {each.verdict.verdict for each in found} == {"claimed"}
    assert [(each.verdict.id, each.days) for each in found][:2] == [("RB", 90), ("AUTHORITY", 365)]


def test_what_a_date_asks_for_is_no_date_of_what_was_changed_since() -> None:
    """A pull request changes it: it needs an approval now, whenever the present one would have lapsed."""
    approved = of(adopted())
    assert approved.due == DAY
    for word in ("pending", "unapproved", "undecidable"):
        (found,) = due_next([replace(approved, verdict=word)], date(2024, 1, 2))
        assert (found.day, found.days, found.now) == (None, None, True)
