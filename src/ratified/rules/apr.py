"""APR: approvals. What each landing was, who made it, with what proof; the list of all rules on it."""

from __future__ import annotations

from ratified.rules import apr_landing, apr_people, apr_proof, apr_trust
from ratified.rules.apr_authority import authority_changed
from ratified.rules.apr_authors import known_author_unknown
from ratified.rules.apr_codeowners import codeowners_disagree
from ratified.rules.apr_data import data_ungoverned
from ratified.rules.apr_proposals import landing_refused, nobody_can_approve, would_ratify
from ratified.rules.apr_revoked import every_key_revoked, revocation_pointless, revocation_unapproved
from ratified.rules.apr_settings import settings_unknown
from ratified.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    apr_landing.direct_push,
    apr_people.self_approval,
    apr_people.no_approver,
    apr_people.document_unregistered,
    apr_people.identity_unknown,
    apr_people.evil_merge,
    apr_people.merged_by_hand,
    apr_landing.octopus_merge,
    apr_landing.merger_hidden,
    apr_proof.bad_signature,
    apr_proof.weak_proof,
    apr_proof.signature_uncheckable,
    apr_proof.key_mismatch,
    apr_landing.untimely_landing,
    apr_landing.main_inverted,
    apr_people.merged_by_bot,
    apr_proof.authority_unreadable,
    apr_landing.document_gone,
    apr_proof.adoption_unapproved,
    apr_proof.by_name_only,
    apr_landing.bulk_reaffirmation,
    data_ungoverned,
    apr_trust.signer_unsafe,
    codeowners_disagree,
    apr_trust.history_rewritten,
    apr_trust.history_cut,
    apr_landing.entry_unsupported,
    apr_proof.key_untrusted,
    nobody_can_approve,
    authority_changed,
    would_ratify,
    landing_refused,
    revocation_unapproved,
    revocation_pointless,
    known_author_unknown,
    every_key_revoked,
    settings_unknown,
)
