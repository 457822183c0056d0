"""What approves a document, a second time: eager, forward, by the law's text, with nothing of `ratified`.

Slow and plain on purpose, so that one can check it against "What approves a document" of the design sentence by
sentence: who (`oracle_who`), when (`oracle_when`), what (`oracle_what`, `oracle_settings`), by which keys
(`oracle_keys`), and the law that puts them together (`oracle_law`). It is told commits with whole trees, or reads them
from a repository (`oracle_objects`). It gives all reasons that hold against an approval, where `ratified` gives one of
them.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from oracle_facts import Anchors, Commit, Judged, Known, Ruling, Signed, Tree, Who, utc_day
from oracle_law import Chain, Court
from oracle_objects import Objects
from oracle_what import BUILT_IN, Entry, adopted, fingerprint, in_draft, matches, opened
from oracle_when import Days

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Anchors", "Commit", "Judged", "Known", "Objects", "Ruling", "Signed", "Who", "judge", "utc_day"]


def judge(known: Known, as_of: date, anchors: Anchors = ()) -> Judged:
    """Every document's standing on a day, of the chain of the tip as far as it counts then."""
    chain = Chain(known)
    seen = [(chain.number[id_], day) for id_, day in anchors if id_ in chain.number]
    days = witnessed(chain, seen, lambda days: Court(chain, days, len(chain.landings) - 1, anchors))
    head = days.head(as_of)
    court = Court(chain, days, head, anchors)
    standing = stand(court, as_of)
    prints = {document: print_at_head(court, document) for document in standing}
    return Judged(standing, court.rulings, prints, tuple(days.effective), head)


def witnessed(chain: Chain, seen: list[tuple[int, date]], judged: Callable[[Days], Court]) -> Days:
    """The effective days, in rounds: the forge's keys are those of the approved authorities, which hang on the days.

    The first round takes the keys of the first adopted register. Where no round agrees with the one before it, or no
    AUTHORITY is approved, nobody witnesses anything.
    """
    numbers = range(len(chain.landings))
    first = next((n for n in numbers if adopted(chain.tree(n))), None)
    vouched = vouching(chain, [chain.tree(first) for _ in numbers]) if first is not None else {}
    tried: list[dict[int, date]] = []
    while vouched and vouched not in tried:
        tried.append(vouched)
        days = Days(chain.landings, seen, vouched)
        court = judged(days)
        begun = chain.tree(first or 0)  # while there is no bootstrap, the keys of the first adoption bear witness
        trees = [begun if court.bootstrap is None else court.forge_tree(n) for n in numbers]
        vouched = vouching(chain, trees, court)
        if vouched == tried[-1]:
            return days
    return Days(chain.landings, seen, {})


def vouching(chain: Chain, trees: list[Tree], court: Court | None = None) -> dict[int, date]:
    """The landings that bear a forge's good signature, each with the day of that signature."""
    found = {}
    for n, commit in enumerate(chain.landings):
        signed = chain.known.signature(commit, trees[n])
        ended = court is not None and court.ended_here(commit, signed.key)
        if signed.state == "good" and signed.forge and signed.at is not None and not ended:
            found[n] = utc_day(signed.at)
    return found


def stand(court: Court, as_of: date) -> dict[str, Ruling]:
    """What stands for each document of the register, and for each that left it without being retired."""
    register = court.register(court.head)
    if court.bootstrap is None:
        now = (document for document, entry in register.items() if not gone_by(entry, as_of))
        return dict.fromkeys(now, Ruling("draft"))
    approved = court.approved_entries()
    if in_draft(court.chain.tree(court.approved)):
        return dict.fromkeys({**approved, **register}, Ruling("draft"))
    over = [
        {id_ for id_, entry in register.items() if gone_by(entry, as_of)}
        for register in (approved, {**approved, **register})
    ]
    retired = over[0] & over[1]
    return {
        document: standing(court, document, as_of)
        if document in register
        else Ruling("unapproved", frozenset({"gone"}))
        for document in {**approved, **register}
        if document not in retired
    }


def gone_by(entry: Entry, as_of: date) -> bool:
    """Whether a document was retired by a day."""
    return bool(entry.get("retired")) and bool(entry["retired"] <= as_of)


def standing(court: Court, document: str, as_of: date) -> Ruling:
    """The last change's ruling, as long as it holds."""
    sides = court.sides(court.head + 1)
    there = document in BUILT_IN or any(court.pages(entry, court.head) for entry in sides.of(document))
    gone = frozenset[str]() if there else frozenset({"gone"})
    rulings = court.rulings.get(document, {})
    law = court.last_readable
    registers = (court.register_file, law.register)
    unknown = document == "SITE-LAYOUT" and opened(registers, court.chain.tree(court.head))
    if unknown:
        gone |= {"settings"}  # 0023: "SITE-LAYOUT is unapproved until `site_inputs:` says what it reads"
    if not rulings:
        return Ruling("unapproved", gone | {"no-bootstrap"})
    last = rulings[max(rulings)]
    if not last.approver:
        return last._replace(landing=-1, whys=last.whys | gone)  # undecidable stays so: as the product has it
    if gone:
        return Ruling("unapproved", gone)
    lasts = law.review_days(court.classes(document, sides))
    read = text_read(court, document, rulings, last.landing)
    over = lasts is not None and as_of - court.days.effective[read] > timedelta(lasts)
    return last._replace(verdict="stale") if over else last


def text_read(court: Court, document: str, rulings: Mapping[int, Ruling], n: int) -> int:
    """The landing that read the text last: one that moved nothing but dates of bound data read none (0047)."""
    earlier = sorted(k for k in rulings if k < n)
    while earlier and only_dates(court, document, n) and rulings[earlier[-1]].approver:
        n = earlier.pop()
    return n


DAY, REVIEWED = rb"(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])", rb"(?m)^reviewed:.*\r?\n"


def only_dates(court: Court, document: str, n: int) -> bool:
    """Whether a landing changed only dates in bound data of a document that has pages, and not just review dates."""
    entry = court.register(n).get(document)
    if n == court.bootstrap or entry is None or not entry.get("pages"):
        return False
    before, after = court.held(court.register(n - 1).get(document, entry), n - 1), court.held(entry, n)
    moved = [path for path in {*before, *after} if before.get(path) != after.get(path)]
    pages = {path for path in (*before, *after) if matches(path, entry["pages"])}
    if not moved or pages & {*moved} or not all(path.endswith((".yml", ".yaml")) for path in moved):
        return False
    if any(path not in before or path not in after or before[path][0] != after[path][0] for path in moved):
        return False
    sides = [(before[path][1], after[path][1]) for path in moved]
    reread = all(re.sub(REVIEWED, b"", old) == re.sub(REVIEWED, b"", new) for old, new in sides)
    return not reread and all(re.sub(DAY, b"", old) == re.sub(DAY, b"", new) for old, new in sides)


def print_at_head(court: Court, document: str) -> str:
    """The fingerprint at the head, by the register there; of nothing, for what that no longer has."""
    return court.print(court.register(court.head), document, court.head) or fingerprint({})
