"""The list of threats against the tests that hold them off: none of the 47 is forgotten, and there are enough."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import test_threats_authority
import test_threats_bars
import test_threats_bootstrap
import test_threats_chains
import test_threats_content
import test_threats_embeds
import test_threats_files
import test_threats_graphs
import test_threats_inverted
import test_threats_keys
import test_threats_merges
import test_threats_names
import test_threats_pushes
import test_threats_selves
import test_threats_signatures
import test_threats_times

if TYPE_CHECKING:
    from threats import Threat

TESTS = Path(__file__).parent

THREATS: tuple[Threat, ...] = (
    *test_threats_authority.THREATS,
    *test_threats_bars.THREATS,
    *test_threats_bootstrap.THREATS,
    *test_threats_chains.THREATS,
    *test_threats_content.THREATS,
    *test_threats_embeds.THREATS,
    *test_threats_files.THREATS,
    *test_threats_graphs.THREATS,
    *test_threats_inverted.THREATS,
    *test_threats_keys.THREATS,
    *test_threats_merges.THREATS,
    *test_threats_names.THREATS,
    *test_threats_pushes.THREATS,
    *test_threats_selves.THREATS,
    *test_threats_signatures.THREATS,
    *test_threats_times.THREATS,
)

ELSEWHERE: dict[int, tuple[str, ...]] = {
    7: ("test_threats_repository.py::test_threat_7_a_tip_that_was_pushed_away_is_missed",),
    18: ("test_threats_repository.py::test_a_history_that_cannot_be_trusted_is_never_judged",),
    20: ("test_threats_repository.py::test_threat_20_what_lies_in_the_work_tree_or_the_index_decides_nothing",),
    25: ("test_threats_times.py::test_threat_25_the_365th_day_is_good_and_the_next_is_not",),
    26: ("test_hostile.py::test_the_whole_corpus_is_read_in_little_time_and_memory",),
    27: ("test_hostile.py::test_a_hostile_file_is_refused_at_its_place",),
    28: ("test_hostile.py::test_a_hostile_file_is_refused_at_its_place",),
    29: ("test_hostile.py::test_a_hostile_file_is_refused_at_its_place",),
    30: (
        "test_calls.py::test_any_text_of_braces_and_calls_reads_the_same_both_ways",
        "test_threats_output.py::test_threat_30_what_a_page_calls_is_never_run_by_judging_it",
    ),
    31: (
        "test_workflows.py::test_zizmor_finds_nothing",
        "test_workflows.py::test_a_proposal_is_judged_by_the_base_and_only_read",
    ),
    32: ("test_pull_requests.py::test_a_register_that_the_pull_request_changes_is_judged_by_the_one_before",),
    33: (
        "test_views.py::test_every_text_of_every_view_is_escaped",
        "test_site.py::test_hostile_names_add_no_element",
        "test_threats_output.py::test_threats_33_38_and_39_names_and_subjects_reach_no_output_raw",
    ),
    34: ("test_site.py::test_a_public_site_is_refused_since_pages_name_people",),
    35: ("test_threats_output.py::test_threat_35_a_tree_with_a_name_that_leads_out_holds_nothing",),
    36: ("test_threats_repository.py::test_the_same_history_twice_says_the_same_to_the_letter",),
    37: ("test_threats_repository.py::test_judging_writes_nothing_into_the_repository",),
    38: (
        "test_output.py::test_no_data_reaches_a_terminal_or_a_runner_as_a_command",
        "test_threats_output.py::test_threats_33_38_and_39_names_and_subjects_reach_no_output_raw",
    ),
    39: ("test_output.py::test_an_annotation_escapes_what_the_runner_would_obey",),
    42: ("test_threats_repository.py::test_a_history_that_cannot_be_trusted_is_never_judged",),
    43: ("test_threats_refs.py::test_threat_43_a_ref_that_git_could_take_for_something_else_is_refused",),
}
"""Threats that no history alone can pose, or that need more than a verdict: the tests that hold them off."""


def test_each_of_the_47_threats_is_held_off_by_a_test() -> None:
    assert {threat.number for threat in THREATS} | set(ELSEWHERE) == set(range(1, 48))


def test_every_test_that_the_table_names_exists() -> None:
    for name in sorted({name for names in ELSEWHERE.values() for name in names}):
        file, _, test = name.partition("::")
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, name


def test_there_are_at_least_120_hostile_histories_and_no_two_of_one_name() -> None:
    names = Counter((threat.number, threat.name, threat.document) for threat in THREATS)
    assert max(names.values()) == 1
    assert len(names) >= 120


def test_every_benign_twin_stays_approved_or_claimed() -> None:
    assert {threat.stays for threat in THREATS} == {"approved", "claimed"}
    assert all(threat.twin is not threat.hostile for threat in THREATS)
