"""APR-50 and APR-51: the keys with which a forge signs, against what it signed on main."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.authority import AUTHORITY
from ratified.approval.commit_facts import FORGE_COMMITTERS
from ratified.approval.timeline import FORGE_KEYS, SIGNERS
from ratified.git.allowed_signers import safe_signers
from ratified.git.forge_keys import GITHUB, is_named, pinned_fingerprints, verifying_keys
from ratified.model.place import Place
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ratified.approval.authority import Authority
    from ratified.approval.record import ApprovalRecord
    from ratified.model.landing import Commit

_PIN = "ratified trust forge NAME FILE"


class _HostSignature(NamedTuple):
    """A commit on main that a forge signed: by which key, as the signature names it, and on which day (UTC)."""

    key: str
    day: date


@record_rule("APR-50", "warning", "A Git host's key that is not pinned", since="0.2.0")
def forge_key_missing(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A commit on main since the adoption bears the signature of a Git host, by a key that `data/trust/forge/` does not
    hold. A Git host is whoever committed it as GitHub or GitLab does, or, of a merge, whoever committed it in the name
    of somebody else and is nobody of the roster. The finding says which key, from which day until which, and how many
    commits.

    **Why it matters.** Git hosts take a new key now and then, and what the old one or the new one signed cannot be
    checked without it. Merges of that time are undecidable, and show no day either.

    **How to fix it.** Pin the key: `ratified trust forge github`, or `ratified trust forge NAME FILE` with the public
    half of the key of a Git host of your own. It counts from the commit on main after the one that an approver merges
    it with; documents that were changed in between want an approval of their own.

    **Protects.** CC5.3, CC8.1
    """
    timeline = record.approvals.timeline
    if timeline.adoption is None or record.approvals.authority is None:
        return
    pinned = {key for path, data in record.files.items() if path.startswith(FORGE_KEYS) for key in verifying_keys(data)}
    theirs = {signer.fingerprint for signer in safe_signers(record.files.get(SIGNERS, b""))}
    landings = range(timeline.adoption, record.approvals.head + 1)
    signed: dict[str, list[_HostSignature]] = {}
    for one in _host_signatures(record, record.approvals.authority, landings):
        if one.key not in theirs and not any(is_named(one.key, key) for key in pinned):
            signed.setdefault(one.key, []).append(one)
    for key, found in sorted(signed.items()):
        days = sorted(one.day for one in found)
        count = f"{len(found)} commits" if len(found) > 1 else "one commit"
        when = f"on {days[0]}" if days[0] == days[-1] else f"from {days[0]} to {days[-1]}"
        what = f"the Git host's key {key} signed {count} of main {when}, and {FORGE_KEYS} does not hold it"
        known = any(is_named(key, one.fingerprint) for one in GITHUB)
        command = "ratified trust forge github" if known else _PIN
        help_ = f"`{command}` pins it; what was merged before that has to be approved again"
        yield RuleHit(case.book.register.spot.key("main"), what, help_, key, document=AUTHORITY)


def _host_signatures(record: ApprovalRecord, authority: Authority, numbers: Iterable[int]) -> Iterator[_HostSignature]:
    timeline = record.approvals.timeline
    for number in numbers:
        commit = timeline.landings[number].commit
        key = commit.issuer if commit.signature == "openpgp" else commit.signer
        if commit.signature in ("openpgp", "ssh") and key and _by_forge(commit, authority):
            yield _HostSignature(key, timeline.day(number))


def _by_forge(commit: Commit, authority: Authority) -> bool:
    """Whether a forge committed it: by an address of those that are known, or a merge in the name of somebody else."""
    committer = commit.committer.who
    if committer.email.lower() in FORGE_COMMITTERS:
        return True
    other = committer.email.lower() != commit.author.who.email.lower()
    return other and len(commit.parents) > 1 and authority.who(committer) is None


@record_rule("APR-51", "error", "A file of Git hosts' keys that does not count", since="0.2.0")
def forge_key_unread(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The key in a file of `data/trust/forge/` is one that `data/trust/allowed_signers` trusts as a person's; it then
    counts as theirs alone. Or a file there holds no public key that can be read, neither of OpenPGP nor one SSH key,
    which is a warning.

    **Why it matters.** Whoever pinned it believes that merges are checked by it. And a key of a person, taken for the
    Git host's, could merge in anybody's name.

    **How to fix it.** Remove the file, and pin the key that the Git host alone has: `ratified trust forge NAME FILE`.

    **Protects.** CC5.3, CC8.1
    """
    theirs = {signer.fingerprint: signer for signer in safe_signers(record.files.get(SIGNERS, b""))}
    for path, data in sorted(record.files.items()):
        if not path.startswith(FORGE_KEYS):
            continue
        keys = pinned_fingerprints(data)
        if keys is None:
            help_ = f"remove it, or pin the key that it should hold again: `{_PIN}`"
            yield RuleHit(Place(path, 1), "no public key can be read here", help_, level="warning", document=AUTHORITY)
        for signer in (theirs[key] for key in keys or () if key in theirs):
            what = f"{SIGNERS}:{signer.line} trusts this key as that of {signer.person}, so it is not the Git host's"
            yield RuleHit(Place(path, 1), what, "remove the file, or give them another key", document=AUTHORITY)
