"""What the five hosts answer becomes one record, and whatever is missing of it never reads as an approval."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from host_answer_files import HEAD, HOSTS, MARK, MERGE, OLD, OWN, answers, told
from ratified.analysis.host_answers import NotTakenError
from ratified.model.people import ForgeAccount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from host_answer_files import Files
    from ratified.model.host_review import MergedRequest

Said = tuple[str, str, str, bool]
MERGED_AT = 1772438400


def said(record: MergedRequest) -> list[Said]:
    """Each opinion: the account's login, the state, the head, whether it is a bot's."""
    return [(r.account.login.partition("@")[0], r.state, r.commit[:1], r.account.bot) for r in record.reviews]


BEFORE = [("sam", "approved", "a", False), ("dana", "approved", "b", False)]
KIM, BOT = ("kim", "changes-requested", "b", False), ("lint", "approved", "b", True)
TAKEN_BACK = [("pat", "approved", "b", False), ("pat", "dismissed", "", False)]
OPINIONS: dict[str, list[Said]] = {
    "github": [*BEFORE, KIM, ("lint[bot]", "approved", "b", True), ("pat", "dismissed", "b", False)],
    "gitlab": [*BEFORE, BOT, ("kim", "changes-requested", "", False)],
    "gitea": [*BEFORE, KIM, ("pat", "dismissed", "b", False)],
    "bitbucket": [*BEFORE, KIM, BOT, *TAKEN_BACK],
    "azure": [*BEFORE, KIM, BOT, *TAKEN_BACK],
}
PROJECTS = {
    "github": "77",
    "gitlab": "51",
    "gitea": "8",
    "bitbucket": "{00000051-0000-4000-8000-000000000000}",
    "azure": "00000051-0000-4000-8000-000000000000",
}
IDS = {
    "bitbucket": ("{00004212-0000-4000-8000-000000000000}", "{00004211-0000-4000-8000-000000000000}"),
    "azure": ("00004212-0000-4000-8000-000000000000", "00004211-0000-4000-8000-000000000000"),
}


@pytest.mark.parametrize("host", HOSTS)
def test_a_request_is_the_same_record_at_every_host(host: str) -> None:
    record = told(host, answers(host))
    assert said(record) == OPINIONS[host]
    assert record.missing == ""
    assert (record.name, record.repository, record.branch) == (f"{MARK.get(host, '#')}12", PROJECTS[host], "main")
    assert (record.head, record.commits, record.merged_at) == (HEAD, (OLD, HEAD), MERGED_AT)
    assert record.merge == (MERGE[:12] if host == "bitbucket" else MERGE)
    assert record.merged_by is not None
    assert (record.author.id, record.merged_by.id) == IDS.get(host, ("4212", "4211"))


@pytest.mark.parametrize(
    "id_", [4211, "{00004211-0000-4000-8000-000000000000}", "00004211-0000-4000-8000-000000000000"]
)
def test_people_yml_takes_the_ids_of_every_host(id_: object) -> None:
    assert ForgeAccount.model_validate({"login": "dana", "id": id_}).id == id_


def changed(host: str, path: str, change: Any) -> Files:
    """The answers of a host with one file's value changed, or the file left out where `change` is None."""
    files = answers(host)
    if change is None:
        del files[OWN + path]
        return files
    value = json.loads(files[OWN + path])
    change(value)
    files[OWN + path] = json.dumps(value).encode()
    return files


def put(*steps: str | int, to: object) -> Any:
    """Set the value at the end of some steps."""

    def change(value: Any) -> None:
        for step in steps[:-1]:
            value = value[step]
        value[steps[-1]] = to

    return change


def full(value: list[Any]) -> None:
    value[:] = [value[0]] * 100


MISSING = [
    ("github", "reviews-1.json", None, "reviews-1.json was not fetched"),
    ("github", "commits-1.json", None, "commits-1.json was not fetched"),
    (
        "github",
        "reviews-1.json",
        full,
        "the page after reviews-1.json was not fetched: that one has 100 entries, as many as a page holds",
    ),
    (
        "github",
        "commits-1.json",
        lambda value: value.pop(0),
        "its branch has 2 commits and 1 were listed (GitHub lists no more than 250)",
    ),
    ("github", "commits-1.json", put(1, "sha", to=OLD), f"the list of its commits does not hold its head {HEAD[:12]}"),
    (
        "github",
        "reviews-1.json",
        put(0, "state", to="MAYBE"),
        "reviews-1.json: [0].state is 'MAYBE', which the host does not document",
    ),
    ("github", "reviews-1.json", lambda value: value[2].pop("user"), "reviews-1.json has no [2].user"),
    (
        "github",
        "reviews-1.json",
        lambda value: value[2].pop("submitted_at"),
        "a review in state APPROVED has no submitted_at",
    ),
    (
        "gitea",
        "reviews-3.json",
        None,
        "the page after reviews-2.json was not fetched: that one has 3 entries, as many as a page holds",
    ),
    ("gitea", "reviews-2.json", None, "reviews-2.json was not fetched, though reviews-3.json was"),
    (
        "gitea",
        "reviews-1.json",
        lambda value: value.clear(),
        "reviews-1.json has 0 entries and is not the last page: it broke off",
    ),
    ("gitea", "reviews-2.json", lambda value: value[1].pop("dismissed"), "reviews-2.json has no [1].dismissed"),
    ("gitlab", "approvals.json", None, "approvals.json was not fetched"),
    ("gitlab", "reviewers.json", None, "reviewers.json was not fetched"),
    (
        "gitlab",
        "versions-1.json",
        lambda value: value.pop(0),
        f"the list of its versions does not end with its head {HEAD[:12]}",
    ),
    (
        "bitbucket",
        "activity-2.json",
        lambda value: value["values"][0].pop("update"),
        "entry 6 of its activity is of no known kind",
    ),
    (
        "azure",
        "threads.json",
        lambda value: value["value"].pop(),
        "threads.json says that there are 7 entries, and 6 are here",
    ),
    ("azure", "iterations.json", None, "iterations.json was not fetched"),
    ("azure", "commits-1.json", None, "commits-1.json was not fetched"),
    ("azure", "pull.json", put("reviewers", 0, "vote", to=7), "reviewers: 7 is no vote that the host documents"),
    (
        "azure",
        "threads.json",
        put("value", 0, "properties", "CodeReviewVoteResult", "$value", to="yes"),
        "the vote of 2026-03-01T10:00:00.123456+00:00 does not say whose or which it is",
    ),
]


@pytest.mark.parametrize(("host", "path", "change", "why"), MISSING, ids=[why[:60] for *_, why in MISSING])
def test_what_is_missing_is_said_and_no_opinion_is_kept(host: str, path: str, change: Any, why: str) -> None:
    record = told(host, changed(host, path, change))
    assert (record.missing, record.reviews, record.commits) == (why, (), ())


LEFT_OUT = [
    ("github", "pull.json", None, "pull.json was not fetched; fetch it again"),
    ("github", "pull.json", put("merged", to=False), "it is not merged"),
    ("github", "pull.json", put("merge_commit_sha", to=None), "it is not merged"),
    ("github", "pull.json", lambda value: value["head"].pop("sha"), "pull.json has no head.sha; fetch it again"),
    ("github", "pull.json", put("number", to=13), "pull.json is of request 13; fetch it again"),
    ("gitlab", "pull.json", put("state", to="closed"), "it is not merged"),
    ("gitea", "pull.json", put("merged", to=False), "it is not merged"),
    ("bitbucket", "pull.json", put("state", to="DECLINED"), "it is not merged"),
    ("bitbucket", "pull.json", put("source", "commit", to=None), "it is not merged"),
    (
        "bitbucket",
        "commits-1.json",
        None,
        "commits-1.json was not fetched, so that the head's id cannot be completed; fetch it again",
    ),
    ("bitbucket", "activity-2.json", None, "activity-1.json names a page after it that is not here; fetch it again"),
    (
        "bitbucket",
        "activity-1.json",
        lambda value: value.pop("next"),
        "activity-1.json is the last page by its own word; fetch it again",
    ),
    (
        "bitbucket",
        "commits-1.json",
        put("size", to=3),
        "commits-1.json says that there are 3 entries, and 2 are here, so that the head's id cannot be completed; "
        "fetch it again",
    ),
    ("azure", "pull.json", put("status", to="abandoned"), "it is not merged"),
]


@pytest.mark.parametrize(
    ("host", "path", "change", "why"), LEFT_OUT, ids=[f"{one[0]}-{n}" for n, one in enumerate(LEFT_OUT)]
)
def test_what_makes_no_record_is_left_out_with_its_reason(host: str, path: str, change: Any, why: str) -> None:
    with pytest.raises(NotTakenError) as refused:
        told(host, changed(host, path, change))
    assert str(refused.value) == why


@pytest.mark.parametrize("host", HOSTS)
def test_an_answer_that_is_no_json_is_left_out(host: str) -> None:
    for path in answers(host):
        if path.startswith(OWN):
            with pytest.raises(NotTakenError, match=r" is no JSON: .*; fetch it again$"):
                told(host, answers(host) | {path: b"<html>502 Bad Gateway</html>"})


@pytest.mark.parametrize("host", ["gitlab", "bitbucket", "azure"])
def test_an_approval_before_the_last_push_is_of_the_head_before(host: str) -> None:
    """The moment of the push is moved behind dana's approval."""
    files = {path: data.replace(b"2026-03-01T11:00", b"2026-03-01T12:30") for path, data in answers(host).items()}
    assert ("dana", "approved", "a", False) in said(told(host, files))


@pytest.mark.parametrize("host", ["gitlab", "bitbucket", "azure"])
def test_an_approval_before_the_first_head_is_of_none(host: str) -> None:
    files = {path: data.replace(b"2026-03-01T10:00", b"2026-03-01T08:00") for path, data in answers(host).items()}
    assert ("sam", "approved", "", False) in said(told(host, files))


def test_an_old_gitlab_does_not_say_when_somebody_approved() -> None:
    files = changed("gitlab", "approvals.json", lambda value: value["approved_by"][1].pop("approved_at"))
    assert ("dana", "approved", "", False) in said(told("gitlab", files))


@pytest.mark.parametrize("host", ["gitlab", "bitbucket", "azure"])
def test_what_somebody_says_after_the_merge_moves_nobody_elses_last_word_behind_it(host: str) -> None:
    """Sam approves once more after the merge. Who had taken an approval back by then is still taken to have before."""
    files = {path: data.replace(b"2026-03-01T10:00", b"2026-03-02T09:00") for path, data in answers(host).items()}
    record = told(host, files)
    late = [one.account.login.partition("@")[0] for one in record.reviews if one.at > record.merged_at]
    assert late == ["sam"]


def test_a_stale_review_of_gitea_is_never_of_the_merged_head() -> None:
    files = changed("gitea", "reviews-1.json", put(2, "stale", to=True))
    assert ("dana", "approved", "", False) in said(told("gitea", files))


def test_a_vote_of_azure_that_no_longer_stands_is_dismissed_and_one_without_its_event_has_no_head() -> None:
    gone = said(told("azure", changed("azure", "pull.json", put("reviewers", 1, "vote", to=0))))
    assert gone[-2:] == [TAKEN_BACK[1], ("dana", "dismissed", "", False)] or gone[-2:] == [
        ("dana", "dismissed", "", False),
        TAKEN_BACK[1],
    ]

    def without(value: Any) -> None:
        value["value"].pop(1)
        value["count"] -= 1

    assert ("dana", "approved", "", False) in said(told("azure", changed("azure", "threads.json", without)))


def test_an_account_that_github_has_deleted_is_nobody() -> None:
    record = told("github", changed("github", "reviews-1.json", put(2, "user", to=None)))
    assert [one.account.id for one in record.reviews if one.commit == HEAD and one.state == "approved"] == ["", "9001"]


# Nothing that is taken away adds an approval


def standing(record: MergedRequest) -> set[tuple[str, str]]:
    """Who approves which head by their last word, bots excepted."""
    last = {one.account.id: one for one in record.reviews}
    return {(id_, r.commit) for id_, r in last.items() if r.state == "approved" and r.commit and not r.account.bot}


def without_a_key(value: Any) -> Iterator[Any]:
    """The same value once without each of its keys, at every depth."""
    parts: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in list(parts):
        if isinstance(value, dict):
            yield {name: one for name, one in value.items() if name != key}
        for smaller in without_a_key(part):
            copy = dict(value) if isinstance(value, dict) else list(value)
            copy[key] = smaller
            yield copy


@pytest.mark.parametrize("host", HOSTS)
def test_no_key_and_no_file_that_is_taken_away_adds_an_approval(host: str) -> None:
    files = answers(host)
    whole = told(host, files)
    tried = noticed = 0
    for path, data in files.items():
        smaller = [json.dumps(one).encode() for one in without_a_key(json.loads(data))]
        for taken in [None, *smaller]:
            left = {name: one for name, one in files.items() if name != path} | ({path: taken} if taken else {})
            tried += 1
            try:
                record = told(host, left)
            except NotTakenError:
                noticed += 1
                continue
            assert standing(record) <= standing(whole), (path, taken)
            if record.missing:
                noticed += 1
                assert record.reviews == ()
            elif taken is None:
                assert not path.startswith((OWN, "users/")), path
    assert tried > 100
    assert noticed > 30
