"""Every reader of pushed text takes time in proportion to it, whatever is repeated there."""

from __future__ import annotations

import time
from html import escape
from typing import TYPE_CHECKING

import pytest

from ratified.approval.change_requests import change_request, target_of
from ratified.approval.commit_facts import method
from ratified.approval.document_changes import _without_review
from ratified.approval.embeds import embedded_files, plain
from ratified.git.allowed_signers import unsafe_signers
from ratified.git.commit import read_commit, signature_text
from ratified.git.signature_damage import damage
from ratified.git.ssh_key import signing_key
from ratified.git.trailers import co_authors
from ratified.model.engine_marks import marks, without_code
from ratified.model.hiding import hidden_in
from ratified.model.landing import Commit, CommitStamp, Identity, Landing
from ratified.policy.book import clause_order
from ratified.rules.governance.blank_words import blank_words, defined_words
from ratified.rules.governance.blanks import _read
from ratified.rules.incidents.leaks import leaks_in
from ratified.rules.runbooks.steps import _TURNS
from ratified.site.csp import with_policy
from ratified.site.expanded_page import filled
from ratified.site.page_files import files_in_page, framed_in, named_in_style
from ratified.site.panel import under_title
from ratified.source.decode import decode
from ratified.source.scalars import plain as scalar

if TYPE_CHECKING:
    from collections.abc import Callable

_WHO = CommitStamp(Identity("Lee", "lee@example.com"), 0)
_ID = "a" * 40
_HELD = {"img/a.svg": "docs/img/a.svg"}
_HEAD = b"tree " + b"b" * 40 + b"\n"

UNITS = (
    *" \t\n\ra1-.#_/:@+'\"`<[({|>*~=,\\",
    "a ",
    "a.",
    "a@a.",
    "-eyJ",
    "1 ",
    "1.",
    "1,",
    "-8<-",
    '--8<-- "',
    "-8<-\n",
    "``a",
    "<!--",
    "---\n",
    "reviewed: ",
    "not ",
    "then but ",
    "(#1",
    "(#1) ",
    "' of a into ",
    "Co-authored-by: ",
    "\n ",
    "parent " + "a" * 40 + "\n",
    "<script",
    "<script>",
    "<script a='b ",
    "<iframe ",
    "<style>",
    "/* ",
    "<a=",
    "class=",
    'a="<b=',
    '<a class="headerlink">',
    "gpgsig a\n b\n",
    "AKIA",
    "1 hour ",
    "99999",
    "+1 ",
    "0 ",
    "01 ",
    "(0) ",
    "call at ",
    "f:",
    "a::",
    "ghp_",
    "github_pat_",
    "sk-",
    "token=",
    "password: ",
    "bearer ",
    "a://b:c",
    "BEGIN ",
    "10.0.0.1 to ",
    "TODO ",
    "ACME ",
    "XXX-",
    "[INSERT ",
    "A b (",
    "a@b.cc ",
    "4" * 15 + " ",
)
SIGNS = "+1 000-0000 00 00 0.0.0.0 000-00-0000 @ :: :// bearer basic PRIVATE KEY ghp_aaaaaaaaaaaaaaaa Q~ AZDO\n"
"""What makes every shape of a leak look at the whole of a text."""


def commit_of(text: str) -> Commit:
    return Commit(_ID, "b" * 40, (), _WHO, _WHO, text)


def embedded(text: str) -> object:
    return embedded_files("docs/a.md", plain(text), ("docs/a.svg", "docs/img/b"))


def facts(text: str) -> object:
    commit = commit_of(f"Merge branch '{text}")
    return (
        change_request(commit),
        change_request(commit_of(text)),
        target_of(commit),
        method(Landing(1, commit, ()), 0),
    )


READERS: dict[str, Callable[[str], object]] = {
    "a commit's header": lambda text: read_commit(_ID, _HEAD + text.encode() + b"\n\nm\n"),
    "an author": lambda text: read_commit(_ID, _HEAD + b"author " + text.encode() + b"\ncommitter x\n\nm\n"),
    "a signature's header": lambda text: signature_text(_ID, _HEAD + b"gpgsig " + text.encode() + b"\n\nm\n"),
    "trailers": lambda text: co_authors(f"Subject\n\nCo-authored-by: {text}\n"),
    "a trailer after text": lambda text: co_authors(f"Subject\n\n{text}\nCo-authored-by: a <a@b>\n"),
    "an SSH signature": lambda text: signing_key(b"-----BEGIN SSH SIGNATURE-----\n" + text.encode()),
    "a damaged SSH signature": lambda text: damage("ssh", b"-----BEGIN SSH SIGNATURE-----\n" + text.encode()),
    "a damaged OpenPGP signature": lambda text: damage("openpgp", b"-----BEGIN PGP SIGNATURE-----\n" + text.encode()),
    "allowed signers": lambda text: unsafe_signers(f"dana {text} ssh-ed25519 AAAA\n".encode()),
    "a merge's words": facts,
    "what a page shows": embedded,
    "a review date": lambda text: _without_review(True, b"---\n" + text.encode() + b"\n---\n"),
    "a page without a review date": lambda text: _without_review(True, text.encode()),
    "code and comments": _read,
    "blanks": lambda text: [*blank_words(f"TODO {text}"), defined_words(text)],
    "leaks": leaks_in,
    "leaks among all signs": lambda text: leaks_in(f"{SIGNS}{text}{SIGNS}"),
    "turns of a sentence": lambda text: list(_TURNS.finditer(text)),
    "scripts of a page": lambda text: with_policy(f"<head>{text}"),
    "what a page may not say": lambda text: [*marks(without_code(text)), *marks(text, rendered=True)],
    "what hides words": lambda text: [*hidden_in(without_code(text))],
    "files that a page names": lambda text: [*files_in_page(text, "a/", _HELD), *framed_in(text, "a/", _HELD)],
    "files that a style names": lambda text: list(named_in_style(text, "a/", _HELD)),
    "a page's title": lambda text: under_title(f"<h1>{text}", "x"),
    "a page's blocks": lambda text: filled(text, ("a",)),
    "a scalar": scalar,
    "bytes": lambda text: decode("docs/a.md", text.encode()),
    "an id": clause_order,
}


def seconds(reader: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    reader(text)
    return time.process_time() - began


@pytest.mark.parametrize("name", READERS)
def test_four_times_the_text_takes_four_times_as_long(name: str) -> None:
    """Held to a ratio, since machines differ; what takes next to no time says nothing."""
    reader = READERS[name]
    for unit in UNITS:
        short, long = (unit * (size // len(unit)) + "\x01" for size in (25_000, 100_000))
        least, most = seconds(reader, short), seconds(reader, long)
        if most > 8 * max(least, 0.02):  # once more, for what the machine did meanwhile
            least, most = max(least, seconds(reader, short)), min(most, seconds(reader, long))
        assert most <= 8 * max(least, 0.02), (name, unit, least, most)


@pytest.mark.parametrize("mark", ["`", "~"])
@pytest.mark.parametrize("between", ["\n", " x "])
@pytest.mark.parametrize("order", [1, -1])
def test_runs_that_never_close_are_looked_at_once(mark: str, between: str, order: int) -> None:
    """Each run is as long as no other, so that none ends what another began."""
    short, long = ("`" + between.join(mark * n for n in range(3, most))[::order] for most in (220, 440))
    least, most = (seconds(without_code, text) for text in (short, long))
    assert most <= 8 * max(least, 0.02), (least, most)


def test_pages_in_attributes_of_pages_are_read_however_many_there_are() -> None:
    inner = '<img src="../img/a.svg">'
    for _ in range(12):
        inner = f'<iframe srcdoc="{escape(inner)}">'
    assert list(files_in_page(inner, "a/", _HELD)) == ["docs/img/a.svg"]
    assert list(framed_in("<iframe a=" + "<a=" * 5000 + ">", "a/", _HELD)) == []


def test_numbers_of_thousands_of_digits_are_no_numbers() -> None:
    digits = "9" * 5000
    assert clause_order(f"IR-{digits}.2") < clause_order(f"IR-{digits}0.1")
    assert clause_order("IR-9.10") < clause_order("IR-10.1") < clause_order("IR-10.02")
    assert filled(f'<div id="ratified-block-{digits}"></div>', ("a",)) is None
