"""Random histories, judged by `ratified` and by the oracle, which must say the same of every document and landing.

`RATIFIED_HISTORIES=20000 pytest tests/test_approval_oracle.py` (`make nightly`) judges that many real histories.
"""

from __future__ import annotations

import os
import time as clock
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

import oracle
import ratified.chronicle.chronicle
from nightly import rest_by_night
from random_worlds import Habits, Thrown, random_world
from ratified.approval import Docket
from ratified.chronicle.past import read_past
from ratified.history import open_history
from worlds import World, utc_day
from written_worlds import Keyring, git, write

HISTORIES = int(os.environ.get("RATIFIED_HISTORIES", "500"))
A_REPOSITORY = 25
SIGNED_ONE_IN = 20
IN_MEMORY = 300


class Said(NamedTuple):
    """What both must agree on."""

    verdict: str
    approver: str
    proof: str
    landing: int


def differences(docket: Docket, judged: oracle.Judged) -> list[tuple[object, ...]]:
    """Everything of which `ratified` and the oracle do not say the same."""
    return [*_documents(docket, judged), *_events(docket, judged)]


def _documents(docket: Docket, judged: oracle.Judged) -> Iterator[tuple[object, ...]]:
    if docket.verdicts.keys() != judged.standing.keys():
        yield "documents", docket.verdicts.keys() ^ judged.standing.keys()
    for document in docket.verdicts.keys() & judged.standing.keys():
        verdict, ruling = docket.verdicts[document], judged.standing[document]
        a = verdict.approval
        mine = Said(verdict.verdict, a.approver, a.proof, a.number) if a else Said(verdict.verdict, "", "", -1)
        if mine != ruling[:1] + ruling[2:] or not _agree(verdict.why, ruling.whys):
            yield document, mine, verdict.why, ruling
        if verdict.fingerprint != judged.fingerprints[document]:
            yield document, "fingerprint"


def _events(docket: Docket, judged: oracle.Judged) -> Iterator[tuple[object, ...]]:
    for document in docket.ledger.changes:
        rulings = judged.rulings.get(document, {})
        numbers = set(docket.ledger.in_force(document))
        if numbers != rulings.keys():
            yield document, "changed by", numbers ^ rulings.keys()
        for event in docket.events(document):
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
        patch.setattr(ratified.chronicle.chronicle, "read_past", lru_cache(read_past))
        yield


@pytest.mark.usefixtures("_each_file_read_once")
@pytest.mark.parametrize("part", rest_by_night(range(4), [0]))
def test_the_oracle_says_the_same_of_histories_in_memory(part: int) -> None:
    reached: Counter[str] = Counter()
    found = {}
    for seed in range(part * IN_MEMORY, (part + 1) * IN_MEMORY):
        dice = Thrown(seed)
        world = random_world(dice, Habits(future=False, calm=True))
        as_of = world.last_day + timedelta(days=dice.pick([0, 0, 30, 100, 365, 366]))
        docket = world.docket(as_of)
        found[seed] = differences(docket, oracle.judge(world.known(), as_of))
        reached.update(f"{v.verdict} {v.why}".strip() for v in docket.verdicts.values())
        reached.update(f"event {e.why}" for d in docket.ledger.changes for e in docket.events(d))
        reached.update("covers" for v in docket.verdicts.values() if v.approval and v.approval.covers)
        reached.update(e.kind for d in docket.ledger.changes for e in docket.events(d) if e.approval)
    assert {seed: each for seed, each in found.items() if each} == {}
    calm = {"unapproved time", "unapproved no-bootstrap", "event time", "event inverted", "claimed", "event weak-proof"}
    rare = {what: reached[what] for what, times in REACHED.items() if reached[what] < times * 0.6 and what not in calm}
    assert rare == {}, "the random worlds are not what they were: these are reached too seldom to prove anything"


REACHED = {
    **dict.fromkeys(("approved", "stale", "claimed", "draft", "reaffirmation", "amendment", "bootstrap"), 20),
    **dict.fromkeys(("undecidable hidden", "unapproved gone", "unapproved self-approval", "unapproved time"), 10),
    **dict.fromkeys(("covers", "undecidable uncheckable", "unapproved no-bootstrap", "unapproved unknown-author"), 4),
    **dict.fromkeys(("event time", "event no-approver", "event self-approval", "event unknown-author"), 100),
    **dict.fromkeys(("event direct", "event hidden", "event octopus", "event unknown-lander", "event bot"), 40),
    **dict.fromkeys(("event inverted", "event entry", "event evil-merge", "event untrusted-key"), 10),
    **dict.fromkeys(("event malformed", "event bad-signature", "event uncheckable"), 8),
    **dict.fromkeys(("event weak-proof", "event mismatch", "event authority", "event by-hand"), 1),
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
        as_of = world.last_day + timedelta(days=dice.pick([0, 0, 0, 30, 366]))
        found[f"history-{seed}"] = (world, max(as_of, first))
    return found


@pytest.mark.parametrize("batch", range(HISTORIES // A_REPOSITORY))
def test_the_oracle_says_the_same_of_real_histories(batch: int, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    signed = batch % SIGNED_ONE_IN == 0
    keys = request.getfixturevalue("keyring") if signed else None
    worlds = made(
        range(batch * A_REPOSITORY, (batch + 1) * A_REPOSITORY),
        Habits(signed=signed, odd=False, future=False, calm=True),
    )
    root = tmp_path / "many.git"
    write(root, {name: world for name, (world, _) in worlds.items()}, keys)
    objects = oracle.Objects(root)
    found = {}
    for name, (_, as_of) in worlds.items():
        with open_history(root, ref=f"refs/heads/{name}") as history:
            docket = Docket.of(history.landings, history.blobs, history, as_of)
            found[name] = differences(docket, oracle.judge(objects.known(history.tip), as_of))
    assert {name: each for name, each in found.items() if each} == {}


def told(root: Path, name: str, as_of: date) -> str:
    """All that is said of a history, as text."""
    with open_history(root, ref=f"refs/heads/{name}") as history:
        docket = Docket.of(history.landings, history.blobs, history, as_of)
        verdicts = [asdict(verdict) for verdict in docket.verdicts.values()]
        events = [asdict(event) for document in docket.ledger.changes for event in docket.events(document)]
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
