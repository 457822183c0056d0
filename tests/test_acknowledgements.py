"""Whose acknowledgement counts, on real git histories: their own act, or a list that somebody else vouches for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from acknowledging import ASKING, LISTS, acknowledged, fingerprint, line, listed, material, own, row, whys
from history_company import POLICY, REGISTER, REGISTER_TEXT, SIGNERS, edit, people, signers

if TYPE_CHECKING:
    from pathlib import Path

    from histories import Repo
    from history_keys import Keys

pytest_plugins = ("history_fixtures",)
OTHER_HAND = "is not lee's own act alone: {} had a hand in "


@pytest.fixture(scope="session")
def asking_company(adopted: Repo, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """The small company, whose register asks everybody to acknowledge the policy. Its landings are 2, 3, ..."""
    made = adopted.copy(tmp_path_factory.mktemp("asking") / "repo")
    made.merges("kim", change={REGISTER: ASKING})
    return made


@pytest.fixture
def repo(asking_company: Repo, tmp_path: Path) -> Repo:
    return asking_company.copy(tmp_path / "asking")


@pytest.fixture(scope="session")
def text(asking_company: Repo) -> str:
    """The fingerprint of the policy as it was adopted."""
    return fingerprint(asking_company)


def by(repo: Repo, person: str) -> str:
    done = row(repo, person).done
    return done.by if done else ""


def _day(repo: Repo) -> date:
    return datetime.fromtimestamp(repo.now, UTC).date()


def today(repo: Repo) -> str:
    return str(_day(repo))


def test_nothing_is_asked_where_the_register_asks_nothing(adopted: Repo) -> None:
    assert acknowledged(adopted).documents == ()


def test_everybody_is_asked_but_leavers_and_bots(repo: Repo) -> None:
    (asked,) = acknowledged(repo).documents
    assert [one.person for one in asked.people] == ["dana", "sam", "kim", "lee", "ira"]
    assert {(one.since, one.due, one.done) for one in asked.people} == {(date(2026, 1, 7), date(2026, 2, 6), None)}
    assert "max" in {one.person for one in acknowledged(repo, date(2026, 3, 31)).documents[0].people}


class TestOwnLine:
    def test_it_counts_in_their_name(self, repo: Repo, text: str) -> None:
        merge = repo.merges("dana", by="lee", change=own("lee", line(text, today(repo))))
        done = row(repo, "lee").done
        assert done is not None
        assert (done.by, done.landing, done.on) == ("own name", merge, date(2026, 1, 8))
        assert whys(repo) == []

    def test_a_commit_signed_with_their_key_counts_as_more(self, repo: Repo, text: str) -> None:
        branch = repo.branch("lee", own("lee", line(text, today(repo))), sign="lee")
        repo.merges("dana", branch=branch)
        repo.pushes("ira", own("ira", line(text, today(repo))), sign="ira")
        assert (by(repo, "lee"), by(repo, "ira")) == ("own key", "own key")

    def test_for_somebody_else_it_does_not_count(self, repo: Repo, text: str) -> None:
        repo.merges("dana", by="sam", change=own("lee", line(text, today(repo))))
        assert row(repo, "lee").done is None
        ((_, why),) = whys(repo)
        assert why.startswith(OTHER_HAND.format("Sam Ito <sam@example.com>"))

    @pytest.mark.parametrize(
        ("more", "hand"),
        [
            ({"committer": "sam"}, "Sam Ito <sam@example.com>"),
            ({"sign": "sam"}, "the key of sam"),
            ({"message": "Read\n\nCo-authored-by: Ira Moss <ira@example.com>\n"}, "Ira Moss <ira@example.com>"),
        ],
        ids=["committed by another", "signed by another", "with another"],
    )
    def test_nobody_else_may_have_a_hand_in_it(self, more: dict[str, str], hand: str, repo: Repo, text: str) -> None:
        repo.merges("dana", branch=repo.branch("lee", own("lee", line(text, today(repo))), **more))
        ((_, why),) = whys(repo)
        assert why.startswith(OTHER_HAND.format(hand))

    def test_whoever_adds_it_while_merging_is_no_author_of_theirs(self, repo: Repo, text: str) -> None:
        repo.merges("dana", by="lee", change={"README.md": "More.\n"}, also=own("lee", line(text, today(repo))))
        ((_, why),) = whys(repo)
        assert why.startswith(OTHER_HAND.format("Dana Okafor <dana@example.com>"))

    def test_a_merge_of_main_into_the_branch_changes_nothing(self, repo: Repo, text: str) -> None:
        branch = repo.branch("lee", own("lee", line(text, today(repo))))
        repo.pushes("sam", {"README.md": "More.\n"})
        update = repo.commit([branch, repo.tip], repo.merged(repo.tip, branch), "sam", "Merge main")
        repo.merges("dana", branch=update)
        assert by(repo, "lee") == "own name"

    def test_a_squash_by_the_git_host_is_its_author_s(self, repo: Repo, text: str) -> None:
        repo.pushes("lee@github", own("lee", line(text, today(repo))), committer="github", message="Read (#7)")
        assert by(repo, "lee") == "own name"

    def test_the_key_of_nobody_says_nothing(self, repo: Repo, text: str) -> None:
        repo.pushes("lee", own("lee", line(text, today(repo))), sign="thief")
        assert by(repo, "lee") == "own name"

    def test_a_signature_of_theirs_that_does_not_hold_is_worse_than_none(self, repo: Repo, text: str) -> None:
        other = repo.keys.sign(b"another commit", "lee", repo.now)
        repo.pushes("lee", own("lee", line(text, today(repo))), sign=other)
        ((_, why),) = whys(repo)
        assert "whose signature by lee's key does not hold" in why

    def test_an_address_of_nobody_counts_for_nobody(self, repo: Repo, text: str) -> None:
        repo.pushes("Lee Park <lee@elsewhere.example>", own("lee", line(text, today(repo))))
        ((_, why),) = whys(repo)
        assert why.startswith(OTHER_HAND.format("Lee Park <lee@elsewhere.example>"))

    def test_their_key_vouches_for_an_address_of_nobody_and_for_no_other_person(self, repo: Repo, text: str) -> None:
        repo.pushes("Lee Park <lee@elsewhere.example>", own("lee", line(text, today(repo))), sign="lee")
        assert by(repo, "lee") == "own key"
        repo.pushes("sam", own("ira", line(text, today(repo))), sign="ira", committer="ira")
        ((_, why),) = whys(repo)
        assert "ira's own act alone: Sam Ito <sam@example.com> had a hand in" in why

    def test_their_key_on_one_commit_of_two_vouches_for_that_one_alone(self, repo: Repo, text: str) -> None:
        first = repo.branch("Lee Park <lee@elsewhere.example>", {"README.md": "More.\n"})
        second = repo.branch("lee", own("lee", line(text, today(repo))), onto=first, sign="lee")
        repo.merges("dana", branch=second)
        ((_, why),) = whys(repo)
        assert "Lee Park <lee@elsewhere.example> had a hand in" in why

    def test_of_a_bot_it_does_not_count(self, repo: Repo, text: str) -> None:
        repo.pushes("robo", own("robo", line(text, today(repo))))
        assert whys(repo) == [("robo", "names robo, who is a bot when it was merged")]


class TestTerms:
    def test_before_joining_it_does_not_count(self, repo: Repo, text: str) -> None:
        late = people("Ira Moss, kind: human, started: 2022-01-08", "Ira Moss, kind: human, started: 2026-03-02")
        repo.merges("kim", change=late)
        repo.pushes("ira", own("ira", line(text, today(repo))))
        assert whys(repo) == [("ira", f"says {_day(repo) - timedelta(1)}, and Ira Moss joined on 2026-03-02")]
        assert row(repo, "ira").due == date(2026, 4, 1)

    def test_who_is_not_in_the_approved_roster_yet_has_nothing_to_say(self, repo: Repo, text: str) -> None:
        repo.pushes(
            "sam",
            people(
                "  - {id: robo",
                "  - {id: eve, name: Eve, kind: human, started: 2022-01-08, emails: [eve@elsewhere.example]}\n"
                "  - {id: robo",
            ),
        )
        repo.pushes("eve", own("eve", line(text, today(repo))))
        assert whys(repo) == [("eve", "names eve, who was nobody in the approved data/people.yml when it was merged")]

    @pytest.mark.parametrize(
        ("days", "says"), [(2, "a day after it was merged on"), (-9, "came to main on 2026-01-06")]
    )
    def test_its_day_lies_between_the_text_and_the_merge(self, days: int, says: str, repo: Repo, text: str) -> None:
        day = _day(repo) + timedelta(days=days)
        repo.pushes("lee", own("lee", line(text, str(day))))
        ((_, why),) = whys(repo)
        assert says in why


class TestTexts:
    def test_an_older_text_counts_until_an_amendment_is_material(self, repo: Repo, text: str) -> None:
        repo.pushes("lee", own("lee", line(text, today(repo))))
        amended = today(repo)
        repo.merges("dana", by="sam", change=edit("3h"))
        assert by(repo, "lee") == "own name"
        repo.merges("kim", change=material(amended))
        lee = row(repo, "lee")
        assert (lee.done, lee.since, lee.due) == (None, date(2026, 1, 10), date(2026, 2, 9)), "from when it is known"
        assert lee.earlier is not None
        repo.pushes("lee", own("lee", line(text, "2026-01-08"), line(fingerprint(repo), today(repo))))
        assert by(repo, "lee") == "own name"
        assert whys(repo) == []

    def test_what_nobody_approved_is_no_amendment_and_no_text(self, repo: Repo, text: str) -> None:
        repo.pushes("lee", own("lee", line(text, today(repo))))
        day = today(repo)
        repo.pushes("sam", edit("3h"))
        unapproved = fingerprint(repo)
        repo.merges("kim", change=material(day))
        assert by(repo, "lee") == "own name", "the text in force is still the one that was read"
        repo.pushes("ira", own("ira", line(unapproved, today(repo))))
        assert whys(repo) == [
            ("ira", "names a fingerprint of POL of a text that nobody had approved on main before it")
        ]
        repo.merges(
            "dana", by="ira", change={**edit("3h"), POLICY: edit("3h")[POLICY].replace("2026-01-05", "2026-01-12")}
        )
        assert row(repo, "lee").done is None, "that approval is of the text that was pushed"

    def test_an_unapproved_register_calls_nothing_material_and_takes_nothing_back(self, repo: Repo, text: str) -> None:
        repo.pushes("lee", own("lee", line(text, today(repo))))
        day = today(repo)
        repo.merges("dana", by="sam", change=edit("3h"))
        repo.pushes("sam", material(day))
        assert by(repo, "lee") == "own name"
        repo.merges("kim", by="lee", change={REGISTER: material(day)[REGISTER] + "# reviewed\n"})
        assert row(repo, "lee").done is None
        repo.pushes("sam", {REGISTER: REGISTER_TEXT})
        assert row(repo, "lee").done is None, "and nobody asks less without an approval"

    def test_a_text_that_never_was_and_one_of_later_count_for_nothing(self, repo: Repo, text: str) -> None:
        repo.pushes("lee", own("lee", line("0" * 64, today(repo))))
        assert whys(repo) == [("lee", "names a fingerprint of POL of no text that was ever on main")]
        branch = repo.branch("ira", {**edit("3h"), **own("ira", line("0" * 64, today(repo)))})
        repo.merges("dana", branch=branch)
        now = fingerprint(repo)
        branch = repo.branch("ira", own("ira", line(now, today(repo))))
        repo.merges("dana", branch=branch)
        assert by(repo, "ira") == "own name"


class TestLinesThatChange:
    def test_a_line_that_somebody_else_alters_counts_no_more(self, repo: Repo, text: str) -> None:
        repo.pushes("lee", own("lee", line(text, "2026-01-08")))
        gone = repo.pushes("sam", own("lee", line(text, "2026-01-09")))
        assert row(repo, "lee").done is None
        found = acknowledged(repo)
        assert [(one.person, str(one.day), one.removed) for one in found.removed] == [("lee", "2026-01-08", gone)]
        assert len(found.refused) == 1

    def test_put_back_by_anybody_it_is_still_their_own_act(self, repo: Repo, text: str) -> None:
        repo.pushes("lee", own("lee", line(text, "2026-01-08")))
        repo.pushes("sam", {"data/acknowledgements/lee.yml": None})
        assert (row(repo, "lee").done, len(acknowledged(repo).removed)) == (None, 1)
        repo.pushes("sam", own("lee", line(text, "2026-01-08")))
        assert (by(repo, "lee"), acknowledged(repo).removed) == ("own name", ())

    def test_somebody_else_may_add_to_the_file_without_harm_to_what_stands(self, repo: Repo, text: str) -> None:
        repo.pushes("lee", own("lee", line(text, "2026-01-08")))
        repo.pushes("sam", own("lee", line(text, "2026-01-08"), line(text, "2026-01-09")))
        assert by(repo, "lee") == "own name"
        assert len(whys(repo)) == 1

    def test_a_file_under_another_name_is_nobody_s(self, repo: Repo, text: str) -> None:
        held = own("lee", line(text, "2026-01-08"))["data/acknowledgements/lee.yml"]
        repo.pushes("lee", {"data/acknowledgements/leigh.yml": held})
        assert (row(repo, "lee").done, whys(repo)) == (None, [])


class TestLists:
    def test_an_approved_list_counts_as_weaker(self, repo: Repo, text: str) -> None:
        repo.merges("dana", by="sam", change=listed("lee ira", text, today(repo)))
        assert (by(repo, "lee"), by(repo, "ira")) == ("list", "list")
        repo.pushes("lee", own("lee", line(text, today(repo))))
        assert by(repo, "lee") == "own name"

    def test_an_import_is_told_apart(self, repo: Repo, text: str) -> None:
        repo.merges("dana", by="sam", change=listed("lee", text, today(repo), imported=True))
        assert by(repo, "lee") == "import"

    def test_an_unapproved_list_does_not_count_until_somebody_approves_it(self, repo: Repo, text: str) -> None:
        sheet = listed("lee", text, today(repo))
        repo.pushes("sam", sheet)
        assert whys(repo) == [("lee", "stands in a list that nobody has approved: it belongs to SHEETS")]
        merge = repo.merges("dana", by="sam", change=listed("ira", text, today(repo), name="other"))
        done = row(repo, "lee").done
        assert done is not None
        assert done.landing == merge, "an approval covers what nobody had approved before"

    def test_it_never_counts_for_whoever_landed_or_wrote_it(self, repo: Repo, text: str) -> None:
        repo.merges("dana", by="sam", change=listed("dana sam lee", text, today(repo)))
        assert [(one.person, one.why) for one in acknowledged(repo).refused] == [
            ("dana", "stands in a list that dana, who is on it, approved"),
            ("sam", "stands in a list that sam, who is on it, wrote"),
        ]
        assert by(repo, "lee") == "list"

    def test_a_list_that_no_document_binds_is_approved_by_nobody(self, repo: Repo, text: str) -> None:
        repo.merges("kim", change={REGISTER: ASKING.replace(f"{LISTS}*.yml", f"{LISTS}hr-*.yml")})
        repo.merges("dana", by="sam", change=listed("lee", text, today(repo)))
        ((_, why),) = whys(repo)
        assert why == "stands in a list that no document of data/register.yml binds, so nobody approves it"

    def test_an_approval_before_the_document_held_the_list_is_not_of_it(self, repo: Repo, text: str) -> None:
        repo.merges("kim", change={REGISTER: ASKING.replace(f"{LISTS}*.yml", f"{LISTS}hr-*.yml")})
        repo.pushes("sam", listed("lee", text, today(repo)))
        repo.merges("dana", by="lee", change=listed("ira", text, today(repo), name="hr-a"))
        repo.pushes("sam", {REGISTER: ASKING})
        assert row(repo, "lee").done is None

    def test_a_row_that_was_away_when_the_list_was_approved_is_not_approved(self, repo: Repo, text: str) -> None:
        sheet = listed("lee", text, "2026-01-08")
        repo.pushes("sam", sheet)
        repo.merges("dana", by="sam", change=listed("ira", text, "2026-01-08"))
        repo.pushes("sam", listed("ira lee", text, "2026-01-08"))
        assert row(repo, "lee").done is None
        assert by(repo, "ira") == "list"

    def test_an_older_text_in_a_list_does_not_count_either(self, repo: Repo, text: str) -> None:
        repo.merges("dana", by="sam", change=listed("lee", text, today(repo)))
        day = today(repo)
        repo.merges("dana", by="sam", change=edit("3h"))
        repo.merges("kim", change=material(day))
        assert row(repo, "lee").done is None
        repo.merges("dana", by="sam", change=listed("lee", text, today(repo), name="late"))
        assert row(repo, "lee").done is None

    def test_before_joining_a_list_does_not_count(self, repo: Repo, text: str) -> None:
        late = people("Ira Moss, kind: human, started: 2022-01-08", "Ira Moss, kind: human, started: 2026-01-20")
        repo.merges("kim", change=late)
        repo.now += 20 * 86400
        repo.merges("dana", by="sam", change=listed("ira", text, "2026-01-10"))
        assert whys(repo) == [("ira", "says 2026-01-10, and Ira Moss joined on 2026-01-20")]


def test_a_key_that_was_revoked_before_it_signed_counts_for_nothing(repo: Repo, text: str, keys: Keys) -> None:
    repo.merges(
        "kim",
        change={
            SIGNERS: signers(keys, "dana", "sam", "kim", "ira", "max", "robo")
            + f'lee namespaces="git",valid-before="20260106Z" {keys.ssh("lee")}\n'
        },
    )
    repo.pushes("lee", own("lee", line(text, today(repo))), sign="lee")
    ((_, why),) = whys(repo)
    assert "whose signature by lee's key does not hold" in why
