"""The rules of approval (`approval-rules.md`), each with the tests that hold it: none is without, none stands alone."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from ratified.site.pages import CONTENT

TESTS = Path(__file__).parent

HELD_BY: dict[str, tuple[str, ...]] = {
    "A1": (
        "test_git_landings.py::test_landings_run_from_the_root_to_the_head",
        "test_git_landings.py::test_the_root_is_measured_against_the_empty_tree",
        "test_git_landings.py::test_a_merge_is_measured_against_its_first_parent",
    ),
    "A2": (
        "test_git_open.py::test_a_shallow_clone",
        "test_git_open.py::test_grafts",
        "test_git_open.py::test_replaced_objects",
        "test_git_open.py::test_a_partial_clone",
        "test_git_landings.py::test_missing_objects_are_never_taken_for_no_history",
    ),
    "A3": (
        "test_approval_units.py::test_the_fingerprint_is_over_sorted_lines_of_mode_object_and_path",
        "test_approval_units.py::test_the_built_in_documents",
    ),
    "A4": (
        "test_approval_units.py::test_what_a_page_shows_is_part_of_its_document",
        "test_approval_units.py::test_a_change_of_what_a_document_binds_changes_it_only_if_its_files_differ",
    ),
    "A5": (
        "test_approval_units.py::test_a_document_that_disappears_is_an_error_until_it_is_retired",
        "test_approval_units.py::test_a_retirement_that_nobody_approved_retires_nothing",
    ),
    "A6": (
        "test_approval_units.py::test_nobody_approves_by_a_roster_that_nobody_approved",
        "test_approval_units.py::test_an_approver_who_left_keeps_every_approval_they_gave",
        "test_threats_authority.py::test_a_hostile_history_is_not_approved",
    ),
    "A7": (
        "test_approval_units.py::test_a_change_of_class_is_judged_by_both",
        "test_approval_units.py::test_a_class_that_is_not_defined_means_every_class_at_once",
        "test_threats_bars.py::test_a_hostile_history_is_not_approved",
    ),
    "A8": (
        "test_threats_names.py::test_a_hostile_history_is_not_approved",
        "test_attacks_whom_authors.py::test_an_attack_fails_and_its_twin_does_not",
    ),
    "A9": (
        "test_threats_selves.py::test_a_co_author_whom_the_text_only_quotes_is_charged_and_the_line_is_told",
        "test_approval_units.py::test_a_clean_merge_of_two_branches_makes_no_author",
        "test_approval_units.py::test_a_merge_inside_the_branch_that_adds_a_word_makes_an_author",
    ),
    "A10": (
        "test_approval_units.py::test_an_unknown_hand_in_an_earlier_change_fails_closed",
        "test_attacks_whom_authors.py::test_an_author_without_an_address_locks_nothing_for_good",
    ),
    "A11": (
        "test_approval_units.py::test_an_approver_who_merges_what_somebody_else_wrote_approves_it",
        "test_threats_selves.py::test_a_hostile_history_is_not_approved",
    ),
    "A12": (
        "test_approval_units.py::test_an_approval_covers_earlier_changes_that_nobody_approved",
        "test_threats_chains.py::test_an_approval_that_covers_says_what_it_covers_and_whose_it_is",
    ),
    "A13": (
        "test_approval_units.py::test_a_landing_with_one_parent",
        "test_threats_pushes.py::test_a_hostile_history_is_not_approved",
    ),
    "A14": (
        "test_approval_units.py::test_an_octopus_approves_nothing_and_whoever_made_it_has_a_hand_in_it",
        "test_threats_inverted.py::test_a_hostile_history_is_not_approved",
    ),
    "A15": (
        "test_approval_units.py::test_a_conflict_that_somebody_resolved_is_no_approval",
        "test_approval_units.py::test_a_merge_that_drops_a_picture_the_branch_added_is_evil",
        "test_threats_merges.py::test_a_hostile_history_is_not_approved",
    ),
    "A16": ("test_threats_inverted.py::test_a_hostile_history_is_not_approved",),
    "A17": (
        "test_approval_units.py::test_going_back_to_the_bytes_that_were_approved_does_not_revive_their_approval",
        "test_approval_units.py::test_approving_something_else_refreshes_nothing",
    ),
    "A18": (
        "test_approval_units.py::test_a_reaffirmation_changes_nothing_but_the_review_date",
        "test_approval_units.py::test_a_review_date_of_another_page_than_the_first_is_an_amendment",
    ),
    "A19": (
        "test_approval_units.py::test_the_proof_is_at_least_what_the_class_asks_for",
        "test_approval_units.py::test_a_weak_proof_says_what_was_asked_for",
        "test_forge_keys.py::test_a_key_that_is_somebodys_is_never_the_git_hosts",
    ),
    "A20": (
        "test_threats_signatures.py::test_a_hostile_history_is_not_approved",
        "test_threats_keys.py::test_a_hostile_history_is_not_approved",
        "test_forge_keys.py::test_a_merge_of_the_git_host_is_judged_by_the_time_of_its_signature",
    ),
    "A21": (
        "test_approval_units.py::test_an_approved_revocation_ends_what_came_after_the_landing_it_names",
        "test_approval_units.py::test_a_revocation_that_nobody_approved_ends_nothing_and_stops_what_comes",
    ),
    "A22": (
        "test_effective_days.py::test_the_table_of_chains",
        "test_effective_days.py::test_effective_days_never_fall",
        "test_effective_days.py::test_nothing_locks_a_run_of_today",
    ),
    "A23": (
        "test_approval_units.py::test_an_annual_approval_is_good_for_365_days",
        "test_threats_repository.py::test_the_same_history_twice_says_the_same_to_the_letter",
    ),
    "A24": (
        "test_approval_units.py::test_before_adoption_everything_is_a_draft",
        "test_approval_units.py::test_the_bootstrap_answers_to_its_own_tree_and_earlier_authorship_is_not_examined",
        "test_threats_bootstrap.py::test_a_hostile_history_is_not_approved",
    ),
    "A25": (
        "test_pull_requests.py::test_a_plain_change_is_pending_and_names_who_may_approve_it",
        "test_pull_requests.py::test_a_renewal_by_its_only_approver_is_an_error",
    ),
    "A26": ("test_threats_repository.py::test_threat_20_what_lies_in_the_work_tree_or_the_index_decides_nothing",),
    "A27": (
        "test_reviews.py::test_only_a_batch_that_a_trusted_key_signed_counts",
        "test_reviews.py::test_a_batch_of_another_project_does_not_count",
        "test_reviews.py::test_a_gap_ends_the_chain_and_a_strangers_commit_does_not",
    ),
    "A28": (
        "test_reviews.py::test_a_squash_onto_a_main_that_moved_is_the_clean_merge",
        "test_reviews.py::test_a_squash_that_holds_more_than_the_reviewed_head_is_not_it",
        "test_reviews.py::test_a_rebase_of_several_commits_is_approved_as_a_whole",
        "test_reviews.py::test_a_rebase_that_lands_another_patch_is_not_that_request",
        "test_reviews.py::test_a_merge_of_another_head_than_the_reviewed_one_is_not_raised",
    ),
    "A29": (
        "test_reviews.py::test_a_review_that_does_not_count_says_why",
        "test_reviews.py::test_a_reviewer_who_wrote_part_of_the_branch_approves_nothing",
        "test_reviews.py::test_a_reviewer_who_pressed_the_button_of_a_rebase_wrote_none_of_it",
    ),
    "A30": (
        "test_reviews_laws.py::test_leaving_out_any_of_them_raises_no_verdict",
        "test_reviews.py::test_authority_is_not_approved_by_keys_that_it_brings_itself",
        "test_reviews.py::test_a_revoked_key_signs_no_imports",
    ),
}
"""Each rule's tests, `file::test`. The oracle asks all of them at once, of random histories."""


def test_every_rule_of_the_page_is_held_by_a_test_and_the_numbers_run_on() -> None:
    page = (CONTENT / "approval-rules.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^- \*\*(A[0-9]+)\.\*\* ", page, re.MULTILINE)
    assert numbers == [f"A{n}" for n in range(1, len(numbers) + 1)] == [*HELD_BY]


@cache
def functions_of(file: str) -> frozenset[str]:
    """The names of all test functions of a file, those in classes and those that it imports included."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    imported = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)) | imported


@pytest.mark.parametrize("rule", HELD_BY)
def test_every_test_that_a_rule_names_exists(rule: str) -> None:
    for name in HELD_BY[rule]:
        file, _, test = name.partition("::")
        assert test in functions_of(file), name
