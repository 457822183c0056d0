"""APR: approvals. What each landing was, who made it, with what proof; the list of all rules on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.rules.approvals import landing, people, proof, reviews, trust
from ratified.rules.approvals.authority_changes import authority_changed
from ratified.rules.approvals.branch_rules import forge_enforces_less, forge_rules_unseen, merge_rules_disagree
from ratified.rules.approvals.codeowners import codeowners_disagree
from ratified.rules.approvals.forge_keys import forge_key_missing, forge_key_unread
from ratified.rules.approvals.known_authors import known_author_unknown
from ratified.rules.approvals.pull_requests import landing_refused, nobody_can_approve, would_ratify
from ratified.rules.approvals.revoked_keys import every_key_revoked, revocation_pointless, revocation_unapproved
from ratified.rules.approvals.site_settings import settings_unknown
from ratified.rules.approvals.ungoverned_data import data_ungoverned

if TYPE_CHECKING:
    from ratified.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    landing.direct_push,
    people.self_approval,
    people.no_approver,
    people.document_unregistered,
    people.identity_unknown,
    people.evil_merge,
    people.merged_by_hand,
    landing.octopus_merge,
    landing.merger_hidden,
    proof.bad_signature,
    proof.weak_proof,
    proof.signature_uncheckable,
    proof.key_mismatch,
    landing.untimely_landing,
    landing.main_inverted,
    people.merged_by_bot,
    proof.authority_unreadable,
    landing.document_gone,
    proof.adoption_unapproved,
    proof.by_name_only,
    landing.bulk_reaffirmation,
    data_ungoverned,
    trust.signer_unsafe,
    codeowners_disagree,
    trust.history_rewritten,
    trust.history_cut,
    landing.entry_unsupported,
    proof.key_untrusted,
    nobody_can_approve,
    authority_changed,
    would_ratify,
    landing_refused,
    revocation_unapproved,
    revocation_pointless,
    known_author_unknown,
    every_key_revoked,
    settings_unknown,
    trust.signer_zone_unsaid,
    reviews.import_refused,
    forge_key_missing,
    forge_key_unread,
    merge_rules_disagree,
    forge_enforces_less,
    forge_rules_unseen,
)
