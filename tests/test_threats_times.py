"""Threats 2, 3, 24 and 25: dates that lie, days that end elsewhere, and approvals that lapse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from histories import DAY, Repo, at
from history_company import TODAY, company, edit
from ratified.model.landing import Anchors
from threats import FAIR, Step, Threat, benign, hostile, merges, pushes, then

if TYPE_CHECKING:
    from history_keys import Keys

pytest_plugins = ["history_fixtures"]

README = {"README.md": "x\n"}


def early(seconds: int) -> Step:
    """Dana merges so many seconds before the landing she stands on, and the branch is as old as the merge."""

    def landed(repo: Repo) -> None:
        at = repo.now - DAY - seconds
        repo.merges("dana", branch=repo.branch("lee", edit("2h"), at=at), at=at)

    return landed


def written_late(seconds: int) -> Step:
    """Dana merges, and the merge says that it was written so many seconds after it was committed."""
    return lambda repo: repo.merges("dana", change=edit("2h"), author_at=repo.now + seconds)


def dated(stamp: str) -> Step:
    """Dana's merge has this for a date, and somebody pushes something else after it."""
    return then(merges("dana", change=edit("2h"), stamp=stamp, sign=None), pushes("lee", README))


def later(step: Step, moment: str) -> Step:
    """A landing at a moment."""

    def landed(repo: Repo) -> None:
        repo.now = at(moment)
        step(repo)

    return landed


MAX = merges("max", change=edit("2h"))
"""Max left on 31 March 2026."""

BACKDATED = (
    Threat(2, "two days before its base", early(2 * DAY), "time", early(DAY)),
    Threat(2, "a year before its base", early(365 * DAY), "time", early(0)),
    Threat(2, "at the beginning of time", early(at("2026-01-06") - 1), "time"),
    Threat(2, "written an hour and a second after it was committed", written_late(3601), "time", written_late(3600)),
    Threat(
        2,
        "Max merges as of the time when he was here",
        then(later(pushes("lee", README), "2026-05-01"), later(MAX, "2026-03-01")),
        "time",
        later(MAX, "2026-03-01"),
    ),
    Threat(
        2,
        "Max merges in the past, on a push that is backdated for him",
        then(
            later(pushes("lee", README), "2026-05-01"),
            later(pushes("lee", {"README.md": "y\n"}), "2026-02-27"),
            later(MAX, "2026-03-01"),
        ),
        "time",
        then(later(pushes("lee", README), "2026-02-27"), later(MAX, "2026-03-01")),
    ),
    Threat(
        2,
        "merged before it was written",
        lambda repo: repo.merges("dana", branch=repo.branch("lee", edit("2h"), at=repo.now + DAY + 1)),
        "time",
        lambda repo: repo.merges("dana", branch=repo.branch("lee", edit("2h"), at=repo.now + DAY)),
    ),
)

IMPOSSIBLE = (
    Threat(
        3,
        "two days after today",
        later(FAIR, "2026-11-24T00:00:00"),
        "time",
        later(FAIR, "2026-11-23T23:59:59"),
        anchors=Anchors(today=True),
    ),
    Threat(
        3,
        "ten years ahead",
        then(later(FAIR, "2036-01-01"), later(pushes("lee", README), "2026-11-22")),
        "time",
        anchors=Anchors(today=True),
    ),
    Threat(3, "a date before all dates", dated("-1 +0000"), "time"),
    Threat(3, "no date", dated("+0000"), "time"),
    Threat(3, "words for a date", dated("yesterday +0000"), "time"),
    Threat(3, "a year of seven digits", dated("99999999999999 +0000"), "time"),
    Threat(3, "more digits than a number holds", dated(f"{'9' * 40} +0000"), "time"),
    Threat(3, "no time zone", lambda repo: dated(str(repo.now))(repo), "time"),
    Threat(3, "a time zone that does not exist", lambda repo: dated(f"{repo.now} +9999")(repo), "malformed"),
    Threat(3, "something after the date", lambda repo: dated(f"{repo.now} +0000 {repo.now} +0000")(repo), "malformed"),
)


def elsewhere(moment: str) -> Step:
    """Max merges at a moment (UTC), by a clock on the other side of the world where it is still the day before."""

    def landed(repo: Repo) -> None:
        repo.now = at(moment)
        repo.merges("max", change=edit("2h"), stamp=f"{repo.now} -1200")

    return landed


ZONES = (
    Threat(
        24,
        "the day after Max left, while it is still his last day elsewhere",
        elsewhere("2026-04-01T00:00:00"),
        "no-approver",
        elsewhere("2026-03-31T23:59:59"),
    ),
)

THREATS = (*BACKDATED, *IMPOSSIBLE, *ZONES)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)


def test_a_landing_dated_in_the_future_is_not_there_yet(repo: Repo) -> None:
    before = repo.verdict().fingerprint
    head = repo.tip
    later(FAIR, "2026-11-23T00:00:00")(repo)
    with repo.approvals() as approvals:
        assert approvals.verdicts["POL"].fingerprint == before
        assert approvals.timeline.landings[-1].commit.id == head
    assert repo.verdict(as_of=TODAY + timedelta(days=1)).approval is not None


def test_one_push_from_the_future_blocks_nothing_that_comes_after_it_for_good(repo: Repo) -> None:
    before = repo.verdict().approval
    later(pushes("lee", README), "2036-01-01")(repo)
    repo.now = at("2026-11-20")
    FAIR(repo)
    today = repo.verdict(anchors=Anchors(today=True))
    assert today.verdict == "approved"
    assert today.approval is not None
    assert today.approval.at.date() == TODAY, "it counts from the day on which the push was shown to be false"
    with repo.approvals() as approvals:
        assert approvals.verdicts["POL"].approval == before, "nothing refutes 2036 on a day that is given"
        assert approvals.cut is not None


@pytest.mark.parametrize(
    ("approved", "last", "stale"),
    [
        ("2024-02-29", "2025-02-28", "2025-03-01"),
        ("2023-03-01", "2024-02-29", "2024-03-01"),
        ("2024-02-28", "2025-02-27", "2025-02-28"),
        ("2025-12-31T23:59:59", "2026-12-31", "2027-01-01"),
    ],
)
def test_threat_25_the_365th_day_is_good_and_the_next_is_not(approved: str, last: str, stale: str, empty: Repo) -> None:
    empty.now = at("2022-06-01")
    empty.adopted()
    later(merges("dana", change=edit("2h")), approved)(empty)
    good, over = empty.verdict(as_of=date.fromisoformat(last)), empty.verdict(as_of=date.fromisoformat(stale))
    assert (good.verdict, good.due, good.age_days) == ("approved", date.fromisoformat(last), 365)
    assert (over.verdict, over.due, over.age_days, over.why) == ("stale", date.fromisoformat(last), 366, "")
    assert over.approval == good.approval


def test_threat_25_an_approval_is_good_on_its_own_day_and_not_there_the_day_before(keys: Keys, empty: Repo) -> None:
    empty.adopts(company(keys))
    later(FAIR, "2026-05-05T00:00:00")(empty)
    assert empty.verdict(as_of=date(2026, 5, 5)).age_days == 0
    assert empty.verdict(as_of=date(2026, 5, 4)).age_days == (date(2026, 5, 4) - date(2026, 1, 6)).days
