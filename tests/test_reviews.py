"""Imported reviews raise what a merge alone does not show, and only they; each refusal is on a real history."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from histories import DAY
from history_company import POLICY, POLICY_TEXT, REVOKED, SEVERITIES, edit
from ratified.rules.approvals.reviews import import_refused
from reviewed import EVIDENCE_SIGNERS, PROJECT, REVIEWING, Evidence, account, branch, request, review, reviewing, squash

if TYPE_CHECKING:
    from pathlib import Path

    from histories import Repo
    from history_keys import Keys
    from ratified.model.verdict import DocumentVerdict

pytest_plugins = ["history_fixtures"]


@pytest.fixture(scope="module")
def squashing(keys: Keys, adopted: Repo, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """The small company that lets reviews in; never to be changed."""
    repo = adopted.copy(tmp_path_factory.mktemp("squashing") / "repo")
    repo.merges("kim", change=reviewing(keys), number=2)
    return repo


@pytest.fixture
def repo(squashing: Repo, tmp_path: Path) -> Repo:
    return squashing.copy(tmp_path / "repo")


def words(verdict: DocumentVerdict) -> tuple[str, str, str]:
    proof = verdict.approval.proof if verdict.approval else ""
    return verdict.verdict, proof, verdict.approval.approver if verdict.approval else ""


def squashed(repo: Repo, **more: Any) -> tuple[str, str]:
    head = branch(repo, edit("2h"))
    return head, squash(repo, head, **more)


# What is raised


def test_a_squash_is_undecidable_and_approved_by_an_approvers_review_of_its_head(repo: Repo) -> None:
    head, merge = squashed(repo)
    assert words(repo.verdict()) == ("undecidable", "", "")
    Evidence(repo).add(request(repo, merge, head, review("dana", head, repo.now - 2 * DAY)))
    found = repo.verdict()
    assert words(found) == ("approved", "reviewed", "dana")
    assert "reviewed at exactly this head" in found.reason
    assert repo.verdict("AUTHORITY").verdict == "approved"


def test_a_merge_by_its_own_author_is_approved_by_a_review(repo: Repo) -> None:
    head = branch(repo, edit("2h"))
    merge = repo.merges("lee", branch=head)
    assert repo.verdict().why == "no-approver"
    Evidence(repo).add(request(repo, merge, head, review("dana", head, repo.now - 2 * DAY)))
    assert words(repo.verdict()) == ("approved", "reviewed", "dana")


def test_a_merge_by_a_bot_is_approved_by_a_review(repo: Repo) -> None:
    head = branch(repo, edit("2h"))
    merge = repo.merges("robo", branch=head)
    assert repo.verdict().why == "bot"
    Evidence(repo).add(request(repo, merge, head, review("sam", head, repo.now - 2 * DAY)))
    assert words(repo.verdict()) == ("approved", "reviewed", "sam")


def test_a_signed_merge_keeps_its_stronger_proof_and_one_by_the_host_is_raised(repo: Repo) -> None:
    head = branch(repo, edit("2h"))
    merge = repo.merges("dana", branch=head)
    evidence = Evidence(repo)
    evidence.add(request(repo, merge, head, review("sam", head, repo.now - 2 * DAY)))
    assert words(repo.verdict()) == ("approved", "signed", "dana")
    head = branch(repo, edit("3h"))
    merge = repo.merges("dana", branch=head, committer="github", sign="forge")
    assert words(repo.verdict()) == ("approved", "forge", "dana")
    evidence.add(request(repo, merge, head, review("sam", head, repo.now - 2 * DAY), name="#13"))
    assert words(repo.verdict()) == ("approved", "reviewed", "sam")


def test_a_squash_onto_a_main_that_moved_is_the_clean_merge(repo: Repo) -> None:
    head = branch(repo, edit("2h"))
    repo.merges("ira", change={"runbooks/RB-01.md": "---\ntitle: Phishing\n---\n\n# Phishing\n\nCall.\n"})
    merge = squash(repo, head)
    Evidence(repo).add(request(repo, merge, head, review("dana", head, repo.now - 2 * DAY)))
    assert words(repo.verdict()) == ("approved", "reviewed", "dana")


def test_a_rebase_of_several_commits_is_approved_as_a_whole(repo: Repo) -> None:
    """Each landed commit has the patch of one of the branch, and the last holds the clean merge."""
    base = repo.tip
    first = repo.branch("lee", edit("2h"))
    head = repo.commit([first], repo.changed(repo.files(first), edit("3h")), "lee", "Once more", at=repo.now - 60)
    repo.merges("ira", change={"runbooks/RB-01.md": "---\ntitle: Phishing\n---\n\n# Phishing\n\nCall.\n"})
    one = repo.pushes("lee", edit("2h"), committer="github")
    two = repo.pushes("lee", edit("3h"), committer="github")
    assert repo.verdict().verdict == "unapproved"
    assert repo.git("merge-base", base, head) == base
    Evidence(repo).add(request(repo, two, head, review("dana", head, repo.now - 3 * DAY), commits=(first, head)))
    assert words(repo.verdict()) == ("approved", "reviewed", "dana")
    told = {event.landing: event.in_force for event in repo.events()}
    assert (told[one], told[two]) == (True, True)


def test_a_reviewer_who_pressed_the_button_of_a_rebase_wrote_none_of_it(repo: Repo) -> None:
    """GitHub makes whoever rebases and merges the committer; the files show that the branch is all that landed."""
    head = branch(repo, edit("2h"))
    merge = repo.pushes("lee", edit("2h"), committer="dana", message="Change it (#12)")
    Evidence(repo).add(request(repo, merge, head, review("dana", head, repo.now - 2 * DAY)))
    assert words(repo.verdict()) == ("approved", "reviewed", "dana")


def test_a_rebase_that_lands_another_patch_is_not_that_request(repo: Repo) -> None:
    first = repo.branch("lee", edit("2h"))
    head = repo.commit([first], repo.changed(repo.files(first), edit("3h")), "lee", "Once more", at=repo.now - 60)
    repo.pushes("lee", edit("5h"), committer="github")
    two = repo.pushes("lee", edit("3h"), committer="github")
    told = request(repo, two, head, review("dana", head, repo.now - 3 * DAY), commits=(first, head))
    Evidence(repo).add(told)
    events = {event.landing: event.in_force for event in repo.events()}
    assert not events[repo.git("rev-parse", f"{two}^")], "what was pushed as 5h is of no branch"


# What is refused, each with its reason

LATE = "that of dana came after the merge"


def refused(repo: Repo, *reviews: Any, **more: Any) -> str:
    """What is said of a squash whose review does not count."""
    head, merge = squashed(repo)
    told = [make(head, repo.now - 2 * DAY) for make in reviews]
    Evidence(repo).add(request(repo, merge, head, *told, **more))
    found = repo.verdict()
    assert found.verdict != "approved"
    return f"{found.verdict} {found.why}: {found.reason}"


@pytest.mark.parametrize(
    ("said", "reviews"),
    [
        ("was dismissed", [lambda head, at: review("dana", head, at, "dismissed")]),
        (
            "asks for changes",
            [
                lambda head, at: review("dana", head, at),
                lambda head, at: review("dana", head, at + 1, "changes-requested"),
            ],
        ),
        ("before the last push", [lambda _, at: review("dana", "1" * 40, at)]),
        ("is of a head that the host does not name", [lambda _, at: review("dana", "", at)]),
        ("is by a bot", [lambda head, at: review("dana", head, at, bot=True)]),
        ("that is nobody's in data/people.yml", [lambda head, at: review("eve", head, at)]),
        ("held no role that approves this", [lambda head, at: review("ira", head, at)]),
        ("is by whoever opened it", [lambda head, at: review("lee", head, at)]),
        (LATE, [lambda head, at: review("dana", head, at + 3 * DAY)]),
        ("nobody reviewed it", []),
    ],
)
def test_a_review_that_does_not_count_says_why(said: str, reviews: list[Any], repo: Repo) -> None:
    told = refused(repo, *reviews)
    assert told.startswith("unapproved no-approver: ")
    assert said in told


def test_a_later_approval_of_the_same_account_counts_again(repo: Repo) -> None:
    head, merge = squashed(repo)
    at = repo.now - 2 * DAY
    both = review("dana", head, at, "changes-requested"), review("dana", head, at + 1)
    Evidence(repo).add(request(repo, merge, head, *both))
    assert words(repo.verdict()) == ("approved", "reviewed", "dana")


APPROVES = [lambda head, at: review("dana", head, at)]


@pytest.mark.parametrize(
    ("said", "more"),
    [
        ("it was merged into release", {"branch": "release"}),
        ("missing pages of reviews", {"missing": "missing pages of reviews"}),
        ("the host was asked before it was merged", {"merged_at": 4_000_000_000}),
        ("is not in this clone", {"head": "2" * 40}),
    ],
)
def test_an_answer_that_does_not_fit_leaves_a_squash_undecidable(said: str, more: dict[str, Any], repo: Repo) -> None:
    head, merge = squashed(repo)
    told = request(repo, merge, head, review("dana", more.get("head", head), repo.now - 2 * DAY))
    evidence = Evidence(repo)
    evidence.put(_bytes(evidence, told.model_copy(update=more)), "reviews/000001.json")
    found = repo.verdict()
    assert found.verdict == "undecidable"
    assert said in found.reason


def _bytes(evidence: Evidence, *requests: Any, **more: Any) -> bytes:
    from ratified.model.host_review import canonical

    return canonical(evidence.batch(*requests, **more))


def test_a_squash_that_holds_more_than_the_reviewed_head_is_not_it(repo: Repo) -> None:
    head = branch(repo, edit("2h"))
    files = repo.changed(repo.merged(repo.tip, head), edit("9h"))
    merge = repo.land(repo.commit([repo.tip], files, "lee", "Change it (#12)", committer="github", sign="forge"))
    Evidence(repo).add(request(repo, merge, head, review("dana", head, repo.now - 2 * DAY)))
    found = repo.verdict()
    assert found.verdict == "undecidable"
    assert "its files are not those of a clean merge of the reviewed head" in found.reason


def test_a_merge_of_another_head_than_the_reviewed_one_is_not_raised(repo: Repo) -> None:
    reviewed = branch(repo, edit("2h"))
    head = repo.commit([reviewed], repo.changed(repo.files(reviewed), edit("8h")), "lee", "More", at=repo.now - 60)
    merge = repo.merges("lee", branch=head)
    Evidence(repo).add(request(repo, merge, reviewed, review("dana", reviewed, repo.now - 2 * DAY)))
    assert repo.verdict().why == "no-approver"


def test_a_reviewer_who_wrote_part_of_the_branch_approves_nothing(repo: Repo) -> None:
    """Squashing hides that: the commits of the branch are read, not what the squash says of them."""
    first = repo.branch("dana", edit("2h"))
    head = repo.commit([first], repo.changed(repo.files(first), edit("3h")), "lee", "More", at=repo.now - 60)
    merge = squash(repo, head)
    Evidence(repo).add(request(repo, merge, head, review("dana", head, repo.now - 2 * DAY)))
    found = repo.verdict()
    assert (found.verdict, found.why) == ("unapproved", "self-approval")


def test_a_class_that_asks_for_a_signature_is_not_met_by_a_review(repo: Repo) -> None:
    strict = REVIEWING.replace(
        "class: policy, owner: security-lead, pages: [docs/policy",
        "class: strict, owner: security-lead, pages: [docs/policy",
    )
    repo.merges("kim", change={"data/register.yml": strict})
    head, merge = squashed(repo)
    Evidence(repo).add(request(repo, merge, head, review("kim", head, repo.now - 2 * DAY)))
    assert repo.verdict().why == "weak-proof"


def test_a_review_covers_nothing_that_its_head_does_not_hold(repo: Repo) -> None:
    """Lee pushes another promise after Dana's review; hers is of what she read."""
    head = branch(repo, edit("5h"))
    at = repo.now - 60
    repo.pushes("lee", {SEVERITIES: "reviewed: 2026-01-05\nlevels:\n  - id: sev-9\n"})
    merge = squash(repo, head)
    evidence = Evidence(repo)
    evidence.add(request(repo, merge, head, review("dana", head, at)))
    found = repo.verdict()
    assert (found.verdict, found.why) == ("unapproved", "no-approver")
    assert "the head that was reviewed does not hold commit" in found.reason
    again = repo.branch("lee", edit("6h"), onto=repo.tip)
    merge = squash(repo, again)
    evidence.add(request(repo, merge, again, review("dana", again, repo.now - 2 * DAY), name="#13"))
    assert words(repo.verdict()) == ("approved", "reviewed", "dana"), "of a head that holds what was pushed"


def test_a_review_after_the_day_of_the_commit_does_not_date_it_back(repo: Repo) -> None:
    head, merge = squashed(repo)
    late = request(repo, merge, head, review("dana", head, repo.now + 20 * DAY), merged_at=repo.now + 30 * DAY)
    evidence = Evidence(repo)
    evidence.put(_bytes(evidence, late, taken_at=repo.now + 40 * DAY), "reviews/000001.json")
    found = repo.verdict()
    assert found.verdict == "unapproved"
    assert "came after the day from which the commit counts" in found.reason


def test_a_rebase_whose_patch_differs_in_a_blank_is_not_that_request(repo: Repo) -> None:
    """Git's own measure of patches takes no notice of blanks, and `now here` is not `nowhere`."""
    old, new = "We tell customers.", "We are now here and tell them."
    before = POLICY_TEXT.replace(old, new)
    first = repo.branch("lee", {POLICY: before})
    last = {POLICY: POLICY_TEXT.replace(old, "We tell them at once.")}
    head = repo.commit([first], repo.changed(repo.files(first), last), "lee", "At once", at=repo.now - 60)
    one = repo.pushes("lee", {POLICY: before.replace("now here", "nowhere")}, committer="github")
    two = repo.pushes("lee", last, committer="github")
    told = request(repo, two, head, review("dana", head, repo.now - 3 * DAY), commits=(first, head))
    Evidence(repo).add(told)
    assert [event.landing for event in repo.events() if event.in_force and event.landing == one] == []


def test_an_expired_key_signs_no_import_whatever_its_commit_says(repo: Repo, keys: Keys) -> None:
    ended = f'imports namespaces="git",valid-before="20260201Z" {keys.ssh("dana-new")}\n'
    repo.merges("kim", change={EVIDENCE_SIGNERS: ended})
    repo.now += 60 * DAY
    head, merge = squashed(repo)
    told = request(repo, merge, head, review("dana", head, repo.now - 2 * DAY))
    evidence = Evidence(repo)
    data = _bytes(evidence, told)
    repo.now -= 60 * DAY  # the commit says that it was made before the key ended
    evidence.put(data, "reviews/000001.json")
    assert repo.verdict().verdict == "undecidable"


# Which batches are believed


def told_by(repo: Repo, **put: Any) -> DocumentVerdict:
    head, merge = squashed(repo)
    evidence = Evidence(repo)
    data = _bytes(evidence, request(repo, merge, head, review("dana", head, repo.now - 2 * DAY)))
    evidence.put(data, "reviews/000001.json", **put)
    return repo.verdict()


@pytest.mark.parametrize(
    ("put", "counts"),
    [
        ({}, True),
        ({"sign": None}, False),
        ({"sign": "thief"}, False),
        ({"sign": "dana"}, False),
        ({"sign": "forge", "committer": "github"}, True),
        ({"sign": "forge", "committer": "github", "author": "lee@github"}, False),
        (
            {"sign": "forge", "author": "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>"},
            True,
        ),
        ({"sign": "other-forge"}, False),
    ],
    ids=[
        "by its key",
        "unsigned",
        "a stranger's",
        "an approver's",
        "the host's bot",
        "by hand",
        "a workflow",
        "another host",
    ],
)
def test_only_a_batch_that_a_trusted_key_signed_counts(put: dict[str, Any], counts: bool, repo: Repo) -> None:
    """A key that signs merges signs no imports, and whoever commits on the host's page is no workflow of it."""
    assert told_by(repo, **put).verdict == ("approved" if counts else "undecidable")


@pytest.mark.parametrize(
    ("more", "counts"),
    [({}, True), ({"repository": "78"}, False), ({"host": "git.example"}, False), ({"forge": "gitea"}, False)],
)
def test_a_batch_of_another_project_does_not_count(more: dict[str, Any], counts: bool, repo: Repo) -> None:
    head, merge = squashed(repo)
    Evidence(repo).add(request(repo, merge, head, review("dana", head, repo.now - 2 * DAY)), **more)
    assert (repo.verdict().verdict == "approved") is counts


def test_no_review_counts_where_the_register_names_no_project(keys: Keys, adopted: Repo, tmp_path: Path) -> None:
    repo = adopted.copy(tmp_path / "other")
    repo.merges("kim", change={EVIDENCE_SIGNERS: reviewing(keys)[EVIDENCE_SIGNERS]})
    assert told_by(repo).verdict == "undecidable"


def test_a_gap_ends_the_chain_and_a_strangers_commit_does_not(repo: Repo) -> None:
    head, merge = squashed(repo)
    evidence = Evidence(repo)
    evidence.add()
    evidence.put(b"junk", "reviews/000002.json", sign=None)
    evidence.number, evidence.previous = 1, _digest_of(repo, 1)
    told = request(repo, merge, head, review("dana", head, repo.now - 2 * DAY))
    evidence.add(told)
    assert repo.verdict().verdict == "approved"
    other = Evidence(repo)
    other.number = 1
    other.add(told)
    assert repo.verdict().verdict == "undecidable", "number 2 without a number 1"


def _digest_of(repo: Repo, number: int) -> str:
    from ratified.model.host_review import digest, path_of

    return digest(repo.git("show", f"refs/heads/evidence:{path_of(number)}").encode())


def test_a_later_answer_takes_nothing_back_so_that_leaving_it_out_gives_nothing(repo: Repo) -> None:
    head, merge = squashed(repo)
    evidence = Evidence(repo)
    at = repo.now - 2 * DAY
    evidence.add(request(repo, merge, head, review("dana", head, at, "dismissed")))
    evidence.add(request(repo, merge, head, review("dana", head, at)))
    assert repo.verdict().verdict == "unapproved"


def test_a_revoked_key_signs_no_imports(repo: Repo, keys: Keys) -> None:
    head, merge = squashed(repo)
    Evidence(repo).add(request(repo, merge, head, review("dana", head, repo.now - 2 * DAY)))
    assert repo.verdict().verdict == "approved"
    entry = f"revoked:\n  - {{fingerprint: '{keys.fingerprint('dana-new')}', from: {'0' * 40}, reason: Lost}}\n"
    repo.merges("kim", change={REVOKED: entry})
    assert repo.verdict().verdict == "undecidable"


def test_a_batch_of_a_revoked_key_is_not_shown_by_the_next_import(repo: Repo, keys: Keys) -> None:
    """Whoever stole the key said that Dana approved; the next import, by another one, followed in good faith."""
    both = f'imports namespaces="git" {keys.ssh("dana-new")}\nothers namespaces="git" {keys.ssh("thief")}\n'
    repo.merges("kim", change={EVIDENCE_SIGNERS: both})
    head, merge = squashed(repo)
    evidence = Evidence(repo)
    evidence.add(request(repo, merge, head, review("dana", head, repo.now - 2 * DAY)))
    evidence.key = "thief"
    evidence.add()
    assert repo.verdict().verdict == "approved"
    entry = f"revoked:\n  - {{fingerprint: '{keys.fingerprint('dana-new')}', from: {'0' * 40}, reason: Stolen}}\n"
    repo.merges("kim", change={REVOKED: entry})
    assert repo.verdict().verdict == "undecidable"
    repo.merges("kim", change={EVIDENCE_SIGNERS: both.split("\n", 1)[1]})
    assert repo.verdict().verdict == "undecidable", "also once its line is gone"


def test_of_two_opinions_of_one_second_the_one_against_counts(repo: Repo) -> None:
    head, merge = squashed(repo)
    at = repo.now - 2 * DAY
    both = review("dana", head, at, "changes-requested"), review("dana", head, at)
    Evidence(repo).add(request(repo, merge, head, *both))
    assert repo.verdict().verdict == "unapproved"


def test_reviews_that_are_let_in_later_raise_what_was_squashed_before(
    keys: Keys, adopted: Repo, tmp_path: Path
) -> None:
    """By the word of the last approved AUTHORITY; but never AUTHORITY itself, which would so let itself in."""
    repo = adopted.copy(tmp_path / "other")
    head, merge = squashed(repo)
    Evidence(repo).add(request(repo, merge, head, review("dana", head, repo.now - 2 * DAY)))
    assert repo.verdict().verdict == "undecidable"
    repo.merges("kim", change=reviewing(keys))
    assert words(repo.verdict()) == ("approved", "reviewed", "dana")


def test_authority_is_not_approved_by_keys_that_it_brings_itself(keys: Keys, adopted: Repo, tmp_path: Path) -> None:
    repo = adopted.copy(tmp_path / "other")
    head = branch(repo, reviewing(keys))
    merge = squash(repo, head)
    Evidence(repo).add(request(repo, merge, head, review("kim", head, repo.now - 2 * DAY)))
    assert repo.verdict("AUTHORITY").verdict == "undecidable"


def test_a_shorter_id_binds_and_the_project_is_told_by_number_or_text(repo: Repo) -> None:
    head, merge = squashed(repo)
    told = request(repo, merge, head, review("dana", head, repo.now - 2 * DAY))
    Evidence(repo).add(
        told.model_copy(update={"merge": merge[:12], "repository": PROJECT, "merged_by": account("kim")})
    )
    assert repo.verdict().verdict == "approved"


def test_the_policy_is_the_one_that_was_raised(repo: Repo) -> None:
    head, merge = squashed(repo)
    Evidence(repo).add(request(repo, merge, head, review("dana", head, repo.now - 2 * DAY)))
    assert POLICY in repo.git("show", "--name-only", "--format=", merge)
    repo.pushes("lee", edit("7h"))
    assert repo.verdict().why == "direct"


# What the check says of imports


def told_of(repo: Repo) -> list[str]:
    with repo.approvals() as approvals:
        record: Any = SimpleNamespace(approvals=approvals)
        case: Any = None
        assert import_refused.ask_record
        return [hit.message for hit in import_refused.ask_record(case, record)]


def test_imports_that_do_not_count_are_one_finding_for_each_reason(repo: Repo) -> None:
    head, merge = squashed(repo)
    told = request(repo, merge, head, review("dana", head, repo.now - 2 * DAY))
    evidence = Evidence(repo)
    evidence.add(told)
    assert told_of(repo) == []
    for _ in range(2):
        evidence.put(_bytes(evidence, told), f"reviews/{evidence.number + 1:06}.json", sign=None)
    evidence.put(b"seen@day", "anchors", sign=None)
    found = told_of(repo)
    assert len(found) == 1
    assert "of evidence is not signed, as do 1 more, so its reviews do not count" in found[0]
