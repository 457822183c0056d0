"""Commit objects: everything that can stand in one is read, and what is strange is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from history_repo import Repo
from nightly import by_day
from ratified.git.commit import _USUAL, _unusual, _usual, read_commit, signature_text
from ratified.git.history import open_history
from ratified.git.trailers import co_authors
from ratified.model.landing import Commit, CommitStamp, Identity

if TYPE_CHECKING:
    from pathlib import Path

TREE = "a" * 40
ID = "c" * 40
ADA = b"Ada <ada@x> 1700000000 +0100"
SSH = b"gpgsig -----BEGIN SSH SIGNATURE-----\n AAAA\n -----END SSH SIGNATURE-----"


def body(author: bytes = ADA, committer: bytes = ADA, more: bytes = b"", message: bytes = b"Subject\n") -> bytes:
    return b"tree %b\nauthor %b\ncommitter %b\n%b\n%b" % (TREE.encode(), author, committer, more, message)


def read(**parts: bytes) -> Commit:
    return read_commit(ID, body(**parts))


def test_an_ordinary_commit_is_read_whole() -> None:
    data = b"tree %b\nparent %b\nparent %b\nauthor %b\ncommitter Bob <b@x> 5 -0930\n%b\n\nOne\n\nTwo\n" % (
        *(mark * 40 for mark in (b"a", b"b", b"d")),
        ADA,
        SSH,
    )
    assert read_commit(ID, data) == Commit(
        ID,
        TREE,
        ("b" * 40, "d" * 40),
        CommitStamp(Identity("Ada", "ada@x"), 1_700_000_000),
        CommitStamp(Identity("Bob", "b@x"), 5),
        "One\n\nTwo\n",
        signature="ssh",
    )


STRANGE = [
    (b"A <a@x> <alice@x> 5 +0000", Identity("A", "a@x"), 5, ["the author line holds more than one <address>"]),
    (b"A <a@x>> 5 +0000", Identity("A", "a@x"), 5, ["the author line holds more than one <address>"]),
    (b"A <a@x> 5", Identity("A", "a@x"), None, ["the author line holds no date"]),
    (b"A <a@x>", Identity("A", "a@x"), None, ["the author line holds no date"]),
    (b"A <a@x> +0000", Identity("A", "a@x"), None, ["the author line holds no date"]),
    (b"A <a@x> -5 +0000", Identity("A", "a@x"), None, ["the author line holds no date"]),
    (b"A <a@x> x5 +0000", Identity("A", "a@x"), None, ["the author line holds no date"]),
    (b"A <a@x> 253402300800 +0000", Identity("A", "a@x"), None, ["the author's date lies after the year 9999"]),
    (b"A <a@x> " + b"9" * 5000 + b" +0000", Identity("A", "a@x"), None, ["the author's date lies after the year 9999"]),
    (b"A <a@x> 253402300799 +0000", Identity("A", "a@x"), 253402300799, []),
    (b"A <a@x> 0000000000007 +0000", Identity("A", "a@x"), 7, []),
    (b"A <a@x> 5 +1400", Identity("A", "a@x"), 5, []),
    (b"A <a@x> 5 -1401", Identity("A", "a@x"), 5, ["the author's time zone -1401 does not exist"]),
    (b"A <a@x> 5 +9999", Identity("A", "a@x"), 5, ["the author's time zone +9999 does not exist"]),
    (b"A <a@x> 5 +0060", Identity("A", "a@x"), 5, ["the author's time zone +0060 does not exist"]),
    (b"A <a@x> 5 +1", Identity("A", "a@x"), 5, ["the author's time zone +1 does not exist"]),
    (b"A <a@x> 5 +0000 later", Identity("A", "a@x"), 5, ["the author line goes on after its date"]),
    (b"A <a@x>  5  +0000 ", Identity("A", "a@x"), 5, []),
    (b"  A  <a@x> 5 +0000", Identity("A", "a@x"), 5, []),
    (b"<a@x> 5 +0000", Identity("", "a@x"), 5, []),
    (b"A <> 5 +0000", Identity("A", ""), 5, []),
    (b"A a@x 5 +0000", Identity("A a@x 5 +0000", ""), None, ["the author line holds no <address>"]),
    (b"A <a@x 5 +0000", Identity("A <a@x 5 +0000", ""), None, ["the author line holds no <address>"]),
    (b"A\x1b[2J <a@x> 5 +0000", Identity("A\x1b[2J", "a@x"), 5, ["the author line holds control characters"]),
    (b"A\xff <a@x> 5 +0000", Identity("A\udcff", "a@x"), 5, []),
    (b"", Identity("", ""), None, ["the author line holds no <address>"]),
]


@pytest.mark.parametrize(("line", "who", "at", "faults"), STRANGE)
def test_an_author_line(line: bytes, who: Identity, at: int | None, faults: list[str]) -> None:
    commit = read(author=line)
    assert (commit.author, list(commit.faults)) == (CommitStamp(who, at), faults)
    assert commit.committer == CommitStamp(Identity("Ada", "ada@x"), 1_700_000_000)


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (
            b"",
            [
                "it names no tree",
                "its author and committer lines do not follow its parents",
                "it has no author line",
                "it has no committer line",
            ],
        ),
        (body(more=b"author Eve <e@x> 1 +0000\n"), ["it has more than one author line"]),
        (body(more=b"committer Eve <e@x> 1 +0000\n"), ["it has more than one committer line"]),
        (body(more=b"parent " + b"b" * 40 + b"\n"), ["it has a parent line that git does not read"]),
        (body(more=b"tree " + b"b" * 40 + b"\n"), ["it has more than one tree line"]),
        (body(more=SSH + b"\n" + SSH + b"\n"), ["it has more than one gpgsig line"]),
        (body(more=b"encoding UTF-8\nencoding latin1\n"), ["it has more than one encoding line"]),
        (body(more=b"x \0\n"), ["its header holds a NUL"]),
        (body().replace(b"tree aa", b"tree zz"), ["it names no tree"]),
        (body(more=b"HG:extra x\nchange-id y\nmergetag object z\n type commit\n\n".removesuffix(b"\n")), []),
        (body(more=b"encoding ISO-8859-1\n"), []),
        (
            b" folded before anything\n\nS",
            [
                "it names no tree",
                "its author and committer lines do not follow its parents",
                "it has no author line",
                "it has no committer line",
            ],
        ),
    ],
)
def test_what_is_strange_about_a_header_is_said(data: bytes, faults: list[str]) -> None:
    assert list(read_commit(ID, data).faults) == faults


@pytest.mark.parametrize(
    "name", ["UTF-8", "utf8", "latin-1", "ISO-8859-15", "windows-1251", "Shift_JIS", "GBK", "EUC-KR"]
)
def test_an_encoding_in_which_ascii_is_stored_as_it_is_is_nothing_strange(name: str) -> None:
    assert read(more=b"encoding %b\n" % name.encode()).faults == ()


@pytest.mark.parametrize(
    "name",
    ["UTF-7", "UTF-16", "utf_32_le", "iso2022_jp", "ISO-2022-KR", "hz", "cp500", "no such encoding", "hex", "\xe9", ""],
)
def test_an_encoding_in_which_somebody_could_be_named_unseen_is_said(name: str) -> None:
    (fault,) = read(more=b"encoding %b\n" % name.encode("latin-1")).faults
    assert fault == "it says that its text is in an encoding in which git may show other words than it stores"


def test_the_first_of_two_authors_counts_as_in_git() -> None:
    assert read(more=b"author Eve <e@x> 1 +0000\n").author.who == Identity("Ada", "ada@x")


@pytest.mark.parametrize(
    ("header", "length", "kind"),
    [
        (b"gpgsig -----BEGIN SSH SIGNATURE-----\n x", 40, "ssh"),
        (b"gpgsig -----BEGIN PGP SIGNATURE-----\n x", 40, "openpgp"),
        (b"gpgsig -----BEGIN PGP MESSAGE-----\n x", 40, "openpgp"),
        (b"gpgsig -----BEGIN SIGNED MESSAGE-----\n x", 40, "other"),
        (b"gpgsig ", 40, "other"),
        (b"gpgsig-sha256 -----BEGIN SSH SIGNATURE-----\n x", 40, "none"),
        (b"gpgsig -----BEGIN SSH SIGNATURE-----\n x", 64, "none"),
        (b"gpgsig-sha256 -----BEGIN SSH SIGNATURE-----\n x", 64, "ssh"),
        (b"encoding x\n" + SSH, 40, "ssh"),
        (SSH + b"\n" + SSH, 40, "other"),
        (b"mergetag object x\n gpgsig -----BEGIN SSH SIGNATURE-----\n x", 40, "none"),
    ],
)
def test_what_kind_of_signature(header: bytes, length: int, kind: str) -> None:
    assert read_commit("c" * length, body(more=header + b"\n")).signature == kind


def test_the_text_of_a_signature_is_unfolded() -> None:
    data = body(more=b"encoding x\n" + SSH + b"\nlast y\n")
    assert signature_text(ID, data) == b"-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----"
    assert signature_text("c" * 64, data) == b""


@pytest.mark.parametrize(
    "message", [b"", b"\n", b"no newline", b"a\0b", b"\xff\xfe", b"tree x\nauthor y\n", b"\n\n\n", b"caf\xc3\xa9"]
)
def test_a_message_is_kept_to_the_byte(message: bytes) -> None:
    commit = read(message=message)
    assert commit.message.encode("utf-8", "surrogateescape") == message
    assert commit.faults == ()


def test_a_commit_without_a_message_is_all_header() -> None:
    assert read_commit(ID, body()[: -len(b"\nSubject\n")]).message == ""


line = st.sampled_from(
    [
        b"tree " + b"a" * 40,
        b"parent " + b"b" * 40,
        b"parent " + b"b" * 64,
        b"author " + ADA,
        b"committer " + ADA,
        b"committer A <a> <b> 1 +2000",
        b"author  B  <b@x> 1 -1359",
        b"author B < b> 99999999999 +1400",
        SSH,
        SSH.replace(b"gpgsig", b"gpgsig-sha256"),
        b"gpgsig x",
        b" folded",
        b"",
        b"encoding x",
    ]
)


@given(st.lists(line, max_size=8), st.booleans(), st.sampled_from([40, 64]))
def test_the_short_way_reads_what_the_long_way_reads(lines: list[bytes], usual: bool, length: int) -> None:
    first = [b"tree " + b"a" * 40, b"author " + ADA, b"committer " + ADA] if usual else []
    head = b"\n".join([*first, *lines]).partition(b"\n\n")[0]
    found = re.fullmatch(_USUAL, head)
    if found is not None:
        assert _usual("c" * length, found, "m") == _unusual("c" * length, head, "m", ends=False)


@given(st.binary(max_size=300))
@settings(max_examples=by_day(100, by_night=300))
def test_no_bytes_at_all_raise(data: bytes) -> None:
    read_commit(ID, data)
    read_commit(ID, body(author=data, message=data))


DANA = Identity("Dana", "dana@x")


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("S\n\nCo-authored-by: Dana <dana@x>\n", (DANA,)),
        ("S\n\nco-AUTHORED-by:Dana <dana@x>", (DANA,)),
        ("S\n\nCo-authored-by : Dana <dana@x>", (DANA,)),
        ("S\r\n\r\nCo-authored-by: Dana <dana@x>\r\n", (DANA,)),
        ("S\n\nbody\n\nSigned-off-by: E <e@x>\nCo-authored-by: Dana <dana@x>\n\n\n", (DANA,)),
        ("S\n \t\nCo-authored-by: Dana <dana@x>\n \n", (DANA,)),
        ("S\n\nCo-authored-by: Dana\n  <dana@x>\n", (DANA,)),
        (
            "S\n\nCo-authored-by: Dana <dana@x>\nCo-authored-by: Dana <dana@x>\nCo-authored-by: E <e@x>",
            (DANA, Identity("E", "e@x")),
        ),
        ("S\n\nCo-authored-by: <dana@x>\n", (Identity("", "dana@x"),)),
        ("S\n\nCo-authored-by: Dana\n", (Identity("Dana", ""),)),
        ("S\n\nCo-authored-by: Dana <dana@x> <eve@x>\n", (DANA, Identity("", "eve@x"))),
        ("Co-authored-by: Dana <dana@x>\n", (DANA,)),
        ("S\nCo-authored-by: Dana <dana@x>\n", (DANA,)),
        ("S\n\nCo-authored-by: Dana <dana@x>\n\nand more\n", (DANA,)),
        ("S\n\nprose\nCo-authored-by: Dana <dana@x>\n", (DANA,)),
        ("S\n\nCo-authored-by: Dana <dana@x>\n(cherry picked from commit 1)\n", (DANA,)),
        ("S\n\nCo-authored-by: Dana <dana@x>\n[jc: fixed a word]\n\nChange-Id: I1\n", (DANA,)),
        ("S\n\n    Co-authored-by: Dana <dana@x>\n", (DANA,)),
        ("S\n\nThis reverts: x\n    Co-authored-by: Dana <dana@x>\n    Signed-off-by: E <e@x>\n", (DANA,)),
        ("S\n\nCo-authored-by Dana <dana@x>\n", (DANA,)),
        ("S\n\nCoauthored-by: Dana <dana@x>\n", (DANA,)),
        ("S\n\nCo-authored-by: Dana\n<dana@x>\n", (DANA,)),
        ("S\n\nCo-authored-by: Dana\nReviewed-by: E <e@x>\n", (Identity("Dana", ""),)),
        ("S\n\nCo-authored-by: Dana <dana@x>, E <e@x>\n", (DANA, Identity("E", "e@x"))),
        ("S\n\nCo-authored-by: Dana <dana@x>,\n  E <e@x>\n", (DANA, Identity("E", "e@x"))),
        ("S\n\nCo-authored-by: dana@x.\n", (Identity("", "dana@x"),)),
        ("S\n\nCo-authored-by: Dana (mailto:dana@x)\n", (DANA,)),
        ("S\n\nCo-authored-by: Dana &lt;dana@x&gt;\n", (DANA,)),
        ("S\n\nCo-authored-by: Dana <dana@x, e@x>\n", (DANA, Identity("Dana", "e@x"))),
        ("S\n\nCo-authored-by: Dana <dana>\n", (Identity("Dana", "dana"),)),
        ("S\n\nCo-authored-by: Dana <>\n", (Identity("Dana", ""),)),
        ("S\n\nCo-authored-by: <>\n", ()),
        ("S\n\nCo-authored-by:\n", ()),
        ("S\n\nCo-authored-by:\n\nDana <dana@x>\n", ()),
        ("S\n\nCo-authored-by the whole team\n", ()),
        ("S\n\n> Co-authored-by: Dana <dana@x>\n", ()),
        ("S\n\nnot-co-authored-by: Dana <dana@x>\n", ()),
        ("S\n\nSuggested by an author: Dana <dana@x>\n", ()),
        ("", ()),
    ],
)
def test_co_authors_stand_at_any_line_start(message: str, found: tuple[Identity, ...]) -> None:
    assert co_authors(message) == found


HOSTILE = [
    b"A\0B\n\nCo-authored-by: Dana <dana@x>\n",
    b"tree " + b"a" * 40 + b"\nparent " + b"b" * 40 + b"\n\n:100644 100644 0 0 M\0x\0",
    b"",
    b"\n",
    b"no newline at the end",
    b":100644 100644 " + b"0" * 40 + b" " + b"1" * 40 + b" M\tx\n",
    b"commit " + b"f" * 40 + b"\n",
    b"\xff\xfe\n",
]


def test_what_a_landing_says_is_what_its_object_says(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    tip = repo.lands({"a": "1"})
    for number, message in enumerate(HOSTILE):
        header = b"tree %b\nparent %b\nauthor %b\ncommitter %b\n" % (repo.tree(tip).encode(), tip.encode(), ADA, ADA)
        tip = repo.main(repo.raw(header + (b"encoding latin1\n" if number % 2 else b"") + b"\n" + message))
    with open_history(repo.root) as history:
        assert len(history.landings) == len(HOSTILE) + 1
        for landing in history.landings:
            assert landing.commit == read_commit(landing.commit.id, repo.git("cat-file", "commit", landing.commit.id))
        said = [landing.commit.message.encode("utf-8", "surrogateescape") for landing in history.landings]
    assert said[1:] == HOSTILE
