"""Random histories, judged by `ratified` and by the oracle, which must say the same of every document and landing.

`RATIFIED_HISTORIES=20000 pytest tests/test_approval_oracle.py` (`make nightly`) judges that many real histories.
"""

from __future__ import annotations

import os
import time as clock
from collections import Counter
from dataclasses import asdict
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

import oracle
import ratified.approval.timeline
from nightly import rest_by_night
from random_worlds import Habits, Thrown, random_world
from ratified.approval.past_data import read_past
from ratified.approval.verdicts import ApprovalHistory
from ratified.git.history import open_history
from ratified.model.landing import Anchor, Anchors
from wild_worlds import Oddities, Wild, wild_world
from worlds import REGISTER, REVOKED, World, utc_day
from written_worlds import Keyring, git, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HISTORIES = int(os.environ.get("RATIFIED_HISTORIES", "500"))
A_REPOSITORY = 25
SIGNED_ONE_IN = 20
IN_MEMORY = int(os.environ.get("RATIFIED_IN_MEMORY", "500"))
IN_GIT = Oddities(revocations=False)
"""Lists of revoked keys name commits, whose ids nobody knows before git has them."""


class Said(NamedTuple):
    """What both must agree on."""

    verdict: str
    approver: str
    proof: str
    landing: int


def differences(approvals: ApprovalHistory, judged: oracle.Judged) -> list[tuple[object, ...]]:
    """Everything of which `ratified` and the oracle do not say the same."""
    return [*_documents(approvals, judged), *_events(approvals, judged)]


def _documents(approvals: ApprovalHistory, judged: oracle.Judged) -> Iterator[tuple[object, ...]]:
    if approvals.verdicts.keys() != judged.standing.keys():
        yield "documents", approvals.verdicts.keys() ^ judged.standing.keys()
    for document in approvals.verdicts.keys() & judged.standing.keys():
        verdict, ruling = approvals.verdicts[document], judged.standing[document]
        a = verdict.approval
        mine = Said(verdict.verdict, a.approver, a.proof, a.number) if a else Said(verdict.verdict, "", "", -1)
        if mine != ruling[:1] + ruling[2:] or not _agree(verdict.why, ruling.whys):
            yield document, mine, verdict.why, ruling
        if verdict.fingerprint != judged.fingerprints[document]:
            yield document, "fingerprint"


def _events(approvals: ApprovalHistory, judged: oracle.Judged) -> Iterator[tuple[object, ...]]:
    for document in approvals.decisions.changes:
        rulings = judged.rulings.get(document, {})
        numbers = set(approvals.decisions.in_force(document))
        if numbers != rulings.keys():
            yield document, "changed by", numbers ^ rulings.keys()
        for event in approvals.events(document):
            ruling = rulings.get(event.number)
            if event.verdict == "draft" or ruling is None:
                continue
            a = event.approval
            mine = (event.verdict, a.approver, a.proof) if a else (event.verdict, "", "")
            if mine != (ruling.verdict, ruling.approver, ruling.proof) or not _agree(event.why, ruling.whys):
                yield document, event.number, mine, event.why, ruling


def _agree(why: str, whys: frozenset[str]) -> bool:
    """The reason given is one of those that hold; none is given where none holds."""
    return why in whys if whys else why == ""


@pytest.fixture(scope="module")
def _each_file_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ratified.approval.timeline, "read_past", lru_cache(read_past))
        yield


def dockets(wild: Wild) -> tuple[ApprovalHistory, oracle.Judged]:
    """What both say of a wild world."""
    anchors = Anchors(tuple(Anchor(*each) for each in wild.anchors), wild.today)
    told = wild.anchors + (((wild.world.base, wild.as_of),) if wild.today else ())
    return wild.world.approvals(wild.as_of, anchors), oracle.judge(wild.world.known(), wild.as_of, told)


@pytest.mark.usefixtures("_each_file_read_once")
@pytest.mark.parametrize("part", rest_by_night(range(4), [0]))
def test_the_oracle_says_the_same_of_histories_in_memory(part: int) -> None:
    reached: Counter[str] = Counter()
    found = {}
    for seed in range(part * IN_MEMORY, (part + 1) * IN_MEMORY):
        wild = wild_world(Thrown(seed), Habits(), Oddities())
        approvals, judged = dockets(wild)
        found[seed] = differences(approvals, judged)
        reached.update(kinds(wild, approvals, judged))
    assert {seed: each for seed, each in found.items() if each} == {}
    if IN_MEMORY < 500:  # `make mutation` asks a few, thousands of times
        return
    rare = {what: reached[what] for what, times in REACHED.items() if reached[what] < times and (times > 1 or not part)}
    assert rare == {}, "the random worlds are not what they were: these are reached too seldom to prove anything"


def kinds(wild: Wild, approvals: ApprovalHistory, judged: oracle.Judged) -> Iterator[str]:
    """What a wild world reaches of all that one might get wrong."""
    events = [event for document in approvals.decisions.changes for event in approvals.events(document)]
    yield from (f"{v.verdict} {v.why}".strip() for v in approvals.verdicts.values())
    yield from (f"event {event.why}" for event in events)
    yield from (event.kind for event in events if event.approval)
    whys = [why for each in judged.rulings.values() for ruling in each.values() for why in ruling.whys]
    yield from (f"ruling {why}" for why in whys)
    yield from ("covers" for v in approvals.verdicts.values() if v.approval and v.approval.covers)
    world = wild.world
    landed = [world.commits[id_] for id_ in world.chain]
    own = [None if made.committer[1] is None else utc_day(made.committer[1]) for made in landed]
    yield from (
        "another day than it says" for said, day in zip(own, judged.days, strict=True) if said not in (None, day)
    )
    yield from ("cut" for _ in range(judged.head < len(landed) - 1))
    yield from ("anchored" for _ in wild.anchors)
    yield from ("odd trailer" for made in world.commits.values() if made.tail)
    yield from ("odd committer" for m in landed if m.parents[1:] and m.committer[0] not in (m.author[0], "forge"))
    yield from ("revoked" for made in landed if REVOKED in made.tree)
    yield from ("signed branch" for made in world.commits.values() if made.sign and made.id not in world.chain)
    boot = approvals.decisions.timeline.bootstrap
    first = next(
        (n for n, made in enumerate(landed) if "status: adopted" in made.tree.get(REGISTER, ("", ""))[1]), None
    )
    yield from (f"layout {why}" for why in judged.standing.get("SITE-LAYOUT", oracle.Ruling("")).whys)
    settings = [made.tree.get("mkdocs.yml", ("", ""))[1] for made in landed]
    yield from (f"settings {key}" for key in SETTINGS_MET if any(key in text for text in settings))
    yield from ("made good" for _ in range(boot is not None and first is not None and boot > first))


SETTINGS_MET = ("extra_css", "hooks", "custom_dir", "INHERIT", "glow", "{{{")
"""What stands in settings of the site that name files, or what nobody knows."""

REACHED = {
    **dict.fromkeys(("approved", "stale", "draft", "amendment", "bootstrap"), 20),
    "claimed": 10,
    **dict.fromkeys(("undecidable hidden", "unapproved gone", "unapproved self-approval", "unapproved time"), 8),
    **dict.fromkeys(("covers", "reaffirmation", "unapproved no-bootstrap", "unapproved unknown-author"), 4),
    **dict.fromkeys(("event time", "event no-approver", "event self-approval", "event unknown-author"), 60),
    **dict.fromkeys(("event direct", "event hidden", "event octopus", "event unknown-lander", "event bot"), 30),
    **dict.fromkeys(
        ("event inverted", "event entry", "ruling evil-merge", "event untrusted-key", "event mismatch"), 10
    ),
    **dict.fromkeys(("event malformed",), 8),
    **dict.fromkeys(
        ("event bad-signature", "event uncheckable", "ruling weak-proof", "event authority", "event by-hand"), 1
    ),
    **dict.fromkeys(("another day than it says", "anchored", "odd trailer", "odd committer", "signed branch"), 100),
    **dict.fromkeys(("cut", "revoked"), 60),
    "made good": 20,
    **{f"settings {key}": 8 for key in SETTINGS_MET},
    "layout settings": 8,
}
"""How often 500 worlds must at least reach what one might get wrong."""


@pytest.fixture(scope="module")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return Keyring(tmp_path_factory.mktemp("keys") / "ring")


def made(seeds: range, habits: Habits) -> dict[str, tuple[World, date]]:
    """Worlds by the names of their branches, each with a day on or after its first landing."""
    found = {}
    for seed in seeds:
        dice = Thrown(seed)
        world = random_world(dice, habits)
        first = utc_day(world.commits[world.chain[0]].committer[1] or 0)
        as_of = world.last_day + timedelta(days=dice.pick([0, 0, 0, 30, 366, -1, -5, -100]))
        found[f"history-{seed}"] = (world, max(as_of, first))
    return found


@pytest.mark.parametrize("batch", range(HISTORIES // A_REPOSITORY))
def test_the_oracle_says_the_same_of_real_histories(batch: int, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    signed = batch % SIGNED_ONE_IN == 0
    keys = request.getfixturevalue("keyring") if signed else None
    seeds = range(batch * A_REPOSITORY, (batch + 1) * A_REPOSITORY)
    wilds = {f"history-{n}": wild_world(Thrown(n), Habits(signed=signed, odd=False), IN_GIT) for n in seeds}
    root = tmp_path / "many.git"
    write(root, {name: wild.world for name, wild in wilds.items()}, keys)
    objects = oracle.Objects(root)
    found = {}
    for name, wild in wilds.items():
        with open_history(root, ref=f"refs/heads/{name}") as history:
            ids = {id_: landing.commit.id for id_, landing in zip(wild.world.chain, history.landings, strict=True)}
            anchors = tuple((ids[id_], day) for id_, day in wild.anchors if id_ in ids)
            kept = Anchors(tuple(Anchor(*each) for each in anchors), wild.today)
            approvals = ApprovalHistory.of(history.landings, history.blobs, history, wild.as_of, anchors=kept)
            seen = anchors + (((history.tip, wild.as_of),) if wild.today else ())
            found[name] = differences(approvals, oracle.judge(objects.known(history.tip), wild.as_of, seen))
    assert {name: each for name, each in found.items() if each} == {}


def told(root: Path, name: str, as_of: date) -> str:
    """All that is said of a history, as text."""
    with open_history(root, ref=f"refs/heads/{name}") as history:
        approvals = ApprovalHistory.of(history.landings, history.blobs, history, as_of)
        verdicts = [asdict(verdict) for verdict in approvals.verdicts.values()]
        events = [asdict(event) for document in approvals.decisions.changes for event in approvals.events(document)]
        return repr((verdicts, events))


def refs(root: Path, _: pytest.MonkeyPatch) -> None:
    """Other branches, remotes and notes, at other places of the same history."""
    tips = git(root, "for-each-ref", "--format=%(objectname)", "refs/heads").decode().split()
    lines = [
        f"create refs/{kind}/{n} {tip}\n" for n, tip in enumerate(tips) for kind in ("heads", "remotes/origin", "notes")
    ]
    git(root, "update-ref", "--stdin", feed="".join(lines).encode())


def tags(root: Path, _: pytest.MonkeyPatch) -> None:
    """Tags of the branches' own names, and of names that look like branches."""
    tips = git(root, "for-each-ref", "--format=%(refname:short) %(objectname)~1", "refs/heads").decode().split("\n")
    for line in filter(None, tips):
        name, other = line.split(" ")
        tag = git(root, "rev-parse", other).decode().strip()
        git(root, "update-ref", f"refs/tags/{name}", tag)
        git(root, "update-ref", f"refs/tags/refs/heads/{name}", tag)


def mailmap(root: Path, patch: pytest.MonkeyPatch) -> None:
    """A mailmap that makes everybody Ann."""
    lines = [f"Ann <ann@x.org> <{who}@x.org>\n" for who in ("bob", "cid", "dee", "eve")]
    (root / "mailmap").write_text("".join(lines), encoding="ascii")
    (root / ".mailmap").write_text("".join(lines), encoding="ascii")
    git(root, "config", "mailmap.file", str(root / "mailmap"))
    git(root, "config", "log.mailmap", "true")


def locale(root: Path, patch: pytest.MonkeyPatch) -> None:
    """A language of which git has translations, and one that writes other letters."""
    for name, value in (("LC_ALL", "tr_TR.UTF-8"), ("LANG", "de_DE.UTF-8"), ("LANGUAGE", "fr:de")):
        patch.setenv(name, value)


def time_zone(root: Path, patch: pytest.MonkeyPatch) -> None:
    """The first place on earth to see a day."""
    patch.setenv("TZ", "Pacific/Kiritimati")
    clock.tzset()


_SETTINGS = """
core.quotePath true
core.autocrlf true
core.ignoreCase true
core.precomposeUnicode true
core.abbrev 5
core.commitGraph true
core.attributesFile info/attributes
diff.renames copies
diff.noprefix true
diff.external false
diff.ignoreSubmodules all
merge.renames false
merge.directoryRenames true
merge.default ours
merge.conflictStyle diff3
merge.ours.driver true
log.showSignature true
log.date relative
trailer.separators =
trailer.ifexists replace
i18n.logOutputEncoding latin1
color.ui always
gpg.ssh.allowedSignersFile /dev/null
gpg.program false
gpg.ssh.program false
gpg.format x509
user.name Eve
user.email eve@x.org
format.pretty oneline
"""


def configuration(root: Path, patch: pytest.MonkeyPatch) -> None:
    """Whatever a repository may configure and its attributes may say."""
    for line in _SETTINGS.strip().split("\n"):
        git(root, "config", *line.split(" "))
    (root / "info").mkdir(exist_ok=True)
    (root / "info" / "attributes").write_text("* merge=ours -diff -text ident filter=x\n", encoding="ascii")


def environment(root: Path, patch: pytest.MonkeyPatch) -> None:
    """What a hook or another program may have set for git."""
    for name in ("DIR", "WORK_TREE", "INDEX_FILE", "OBJECT_DIRECTORY", "COMMON_DIR"):
        patch.setenv(f"GIT_{name}", "/nowhere")
    settings = {"CONFIG_COUNT": "1", "CONFIG_KEY_0": "log.mailmap", "CONFIG_VALUE_0": "true", "NAMESPACE": "x"}
    for name, value in {**settings, "EXTERNAL_DIFF": "false", "LITERAL_PATHSPECS": "1", "AUTHOR_NAME": "Eve"}.items():
        patch.setenv(f"GIT_{name}", value)


@pytest.mark.parametrize("signed", rest_by_night([False, True], [True]), ids=["unsigned", "signed"])
@pytest.mark.parametrize("alter", [refs, tags, mailmap, locale, time_zone, configuration, environment])
def test_nothing_but_objects_decides(
    alter: Callable[[Path, pytest.MonkeyPatch], None], signed: bool, tmp_path: Path, keyring: Keyring
) -> None:
    """Refs, tags, mailmap, locale, time zone, environment and configuration change nothing."""
    root = tmp_path / "some.git"
    worlds = made(range(900, 903), Habits(landings=12, signed=signed, odd=False))
    write(root, {name: world for name, (world, _) in worlds.items()}, keyring if signed else None)
    before = {name: told(root, name, as_of) for name, (_, as_of) in worlds.items()}
    with pytest.MonkeyPatch.context() as patch:
        try:
            alter(root, patch)
            after = {name: told(root, name, as_of) for name, (_, as_of) in worlds.items()}
        finally:
            patch.undo()
            clock.tzset()
    assert after == before


def test_the_folder_decides_nothing(tmp_path: Path) -> None:
    """The same history under a name with a blank, a quote and letters from elsewhere."""
    worlds = made(range(900, 903), Habits(signed=False, odd=False))
    for folder in ("plain.git", "Käse \"und\" 'Brot' $HOME.git"):
        write(tmp_path / folder, {name: world for name, (world, _) in worlds.items()})
    for name, (_, as_of) in worlds.items():
        one, other = (told(tmp_path / f, name, as_of) for f in ("plain.git", "Käse \"und\" 'Brot' $HOME.git"))
        assert one == other
