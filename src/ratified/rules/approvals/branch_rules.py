"""APR-52 to APR-54: who may merge at the forge, and what the forge enforced, against what the register says."""

from __future__ import annotations

from datetime import timedelta
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY
from ratified.model.place import Place
from ratified.policy.branch_rules import (
    FOLDER,
    MERGE_RULES,
    approvers,
    branch_promise,
    merge_rules,
    people_named,
    snapshots,
    strict_json,
    weaknesses,
    without_people,
)
from ratified.rules.documents import listed
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule, warning_where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ratified.approval.record import ApprovalRecord
    from ratified.policy.branch_rules import RulesSnapshot
    from ratified.policy.code_owners import Forge

_MOST = 31
"""Days on end that may be without a snapshot: rules are settings that an administrator changes within a minute."""
_BRING = "keep what the Git host's API answers today as data/forge-rules/DAY.json; `ratified explain APR-54` says how"


@record_rule("APR-52", "error", "Rules of the branch let others merge than may approve", since="0.2.0")
def merge_rules_disagree(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The file of merge rules of a Git host (`.github/merge-rules.json`, `.gitlab/merge-rules.json`,
    `.gitea/merge-rules.json`) lets somebody merge into the main branch who may approve no class on the day, leaves out
    somebody who may, or says something else besides than what `ratified owners --rules` makes of the register. A
    repository without such a file is silent.

    **Why it matters.** The file is what the Git host was told. Whoever it lets merge and who may not approve lands
    changes that nobody approved; whoever it leaves out cannot approve when they are needed.

    **How to fix it.** `ratified owners --rules --write` makes the file again, in the pull request that changes the
    holders. Then tell the Git host: a file alone changes nothing there.

    **Protects.** CC1.3, CC5.3, CC8.1
    """
    for forge, path in MERGE_RULES.items():
        if (data := record.files.get(path)) is not None and not record.below:
            for what in _disagreements(case, forge, data):
                command = f"ratified owners --rules --forge {forge.lower()} --write --replace"
                help_ = f"`{command}` makes {path} again; then send it to the Git host"
                yield RuleHit(Place(path, 1), what, help_, document=AUTHORITY)


def _disagreements(case: RuleInput, forge: Forge, data: bytes) -> Iterator[str]:
    try:
        found = strict_json(data)
    except ValueError as error:
        yield f"this file {error}, so nobody can tell whom it lets merge"
        return
    made = strict_json(merge_rules(case.book, case.as_of, forge).data)
    named, wanted = people_named(found), people_named(made)
    accounts = {
        account: person.id
        for person in case.book.people.people
        if person.forge is not None
        for account in (str(person.forge.id), person.forge.login)
    }
    able = {person.id for person in approvers(case.book, case.as_of)}
    for account in sorted(named - wanted):
        who = accounts.get(account)
        if who not in able:
            yield f"lets {account}{f' ({who})' if who else ''} merge, who may approve nothing"
    if missing := sorted(accounts.get(account, account) for account in wanted - named):
        yield f"leaves out {listed(missing)}, who may approve"
    if without_people(found) != without_people(made):
        yield "says something else than what the register asks for, besides whom it names"
    elif named == wanted and found != made:
        yield "names the right people, and not each where the register asks for it"


@record_rule("APR-53", "error", "The Git host enforces less than is promised", since="0.2.0")
def forge_enforces_less(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A snapshot of the Git host's rules in `data/forge-rules/` says that main may be pushed to without a pull request,
    pushed over by force or deleted, by anybody or by those who may bypass the rules; that a pull request needs no
    review, or keeps it when something is pushed after it; that a way to merge is allowed which hides who merged; or
    that somebody merges who may approve nothing. The last snapshot is asked, and as a warning each that speaks of a
    day in an audit period. Accounts are held against the roster of today, on the day of the snapshot.

    **Why it matters.** A policy that says "no direct push" is true of what git shows only as long as nobody tries.
    What keeps people from trying is a setting, and an assessor asks for it over the whole period.

    **How to fix it.** Set the rule at the Git host, and keep a new snapshot. For a day that is past, say in a waiver
    what was done about it.

    **Protects.** CC5.3, CC8.1
    """
    found = [one for one in snapshots(record.files)[0] if one.day <= case.as_of]
    for number, one in enumerate(found):
        last = number == len(found) - 1
        until = case.as_of if last else found[number + 1].day
        if not last and not any(w.starts <= until and one.day <= w.ends for w in case.windows):
            continue
        said = "" if last else f", until {until} at most"
        for what in weaknesses(one, branch_promise(case.book, one.day)):
            message = f"on {one.day}{said}: {what}"
            help_ = f"set the rule at the Git host, then {_BRING}" if last else "say in a waiver what was done about it"
            yield RuleHit(Place(one.paths[0], 1), message, help_, str(one.day), warning_where(not last))


@record_rule("APR-54", "warning", "Days on which nobody saw the Git host's rules", since="0.2.0")
def forge_rules_unseen(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A repository keeps snapshots of the Git host's rules in `data/forge-rules/`, and in an audit period there are
    more than 31 days on end, up to the day that is asked about, without one; or a file there cannot be read as what a
    Git host's API answers, which is an error, or belongs to no document of the register. A repository without that
    folder is silent.

    **Why it matters.** Rules are settings: an administrator lifts them for a minute and puts them back. Snapshots
    show what was so on their days, and the fewer there are the less they show.

    **How to fix it.** Keep one each month, with an administrator's login, as `data/forge-rules/DAY.json`, and name
    `data/forge-rules/*.json` among the `binds` of a document of class `record`, so that somebody approves it. On
    GitHub, all rulesets in full: `gh api repos/OWNER/REPO/rulesets --jq '.[].id' | xargs -I{} gh api
    repos/OWNER/REPO/rulesets/{} | jq -s .` On GitLab: `glab api projects/:id/protected_branches`, beside it `glab api
    projects/:id/approval_rules` and, of `glab api projects/:id`, `merge_method`, each as a file of that day, such as
    `2026-11-01-approvals.json`.

    **Protects.** CC5.3, CC8.1
    """
    found, faults = snapshots(record.files)
    for fault in faults:
        yield RuleHit(Place(fault.path, 1), f"this file {fault.why}, so it shows nothing", _BRING, level="error")
    patterns = [pattern for document in case.book.register.live(case.as_of) for pattern in document.binds]
    for one in found:
        for path in one.paths:
            if not any(fnmatchcase(path, pattern) for pattern in patterns):
                help_ = f"add {FOLDER}*.json to the binds of a document in data/register.yml"
                yield RuleHit(Place(path, 1), "no document binds this file, so nobody approves it", help_)
    for window in case.windows if found else ():
        first, until = window.starts, min(window.ends, case.as_of)
        for start, end in _gaps(found, first, until):
            what = f"nobody saw the Git host's rules from {start} to {end}, in the period {window.name}"
            yield RuleHit(window.place, what, _BRING, window.name)


def _gaps(found: Sequence[RulesSnapshot], first: date, until: date) -> Iterator[tuple[date, date]]:
    """The spans of more than 31 days of a period, first and last day included, in which there is no snapshot."""
    before = first - timedelta(days=1)
    days = [one.day for one in found if first <= one.day <= until]
    for seen, after in pairwise((before, *days, until + timedelta(days=1))):
        if (after - seen).days - 1 > _MOST:
            yield seen + timedelta(days=1), after - timedelta(days=1)
