"""What a forge enforces on the main branch: the rules that the register asks for, and those that a forge reported."""

from ratified.policy.branch_rules.merge_rules import (
    MERGE_RULES,
    MergeRules,
    approvers,
    made_alike,
    merge_rules,
    people_named,
    without_people,
)
from ratified.policy.branch_rules.promise import BranchPromise, branch_promise
from ratified.policy.branch_rules.snapshots import FOLDER, RulesSnapshot, SnapshotFault, snapshots, weaknesses
from ratified.policy.branch_rules.strict_json import strict_json

__all__ = [
    "FOLDER",
    "MERGE_RULES",
    "BranchPromise",
    "MergeRules",
    "RulesSnapshot",
    "SnapshotFault",
    "approvers",
    "branch_promise",
    "made_alike",
    "merge_rules",
    "people_named",
    "snapshots",
    "strict_json",
    "weaknesses",
    "without_people",
]
