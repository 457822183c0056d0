"""What stands inside a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def anchor(link: Any, kind: str = "") -> str:
    """A link, or its text alone where the site does not show the thing."""
    named = f' class="{kind}"' if kind else ""
    if not link.href:
        return f"<span{named}>{link.text}</span>" if kind else str(link.text)
    return f'<a{named} href="{link.href}">{link.text}</a>'


def unbroken(text: Any) -> str:
    """A text in which no id, no day and no time of day breaks between two lines. Elements in it stay as they are."""
    return " ".join(map(_as_one, str(text or "").split(" ")))


_LONGEST = 32
"""A word that is longer may be wider than a phone."""


def _as_one(word: str) -> str:
    markup = any(sign in word for sign in '<>="')
    whole = any(map(str.isdigit, word)) and (word.count("-") > 1 or "&#58;" in word)
    return f'<span class="r-day">{word}</span>' if whole and not markup and len(word) <= _LONGEST else word


def role(mark: Any) -> str:
    """A role by its title; the style sheet puts the holder behind it where a step begins with it. The script of the
    package keeps the holder true.
    """
    held = f' data-r-holder="{mark.holder}" data-r-held-role="{mark.id}"' if mark.holder else ""
    turn = f' data-r-turn="{mark.turn}"' if mark.turn else ""
    if not mark.href:
        return f'<span class="r-role"{held}{turn}>{mark.text}</span>'
    return f'<a class="r-role" href="{mark.href}"{held}{turn}>{mark.text}</a>'


def severity(mark: Any) -> str:
    """A severity as a chip: a shape and a word, so that colour is never alone."""
    return anchor(mark.link, f"r-sev r-rank-{min(mark.rank, 5)}")


def labelled(mark: Any) -> str:
    """A severity with what its level is called: `P1 Critical`."""
    return f'{severity(mark)} <span class="r-sev-label">{mark.label}</span>'


def criterion(link: Any) -> str:
    """A criterion by its id."""
    return anchor(link, "r-id")


def fact(text: Any) -> str:
    """A number from the data files."""
    return f'<span class="r-fact">{text}</span>'


target = limit = commitment = review_interval = review_after = fact


def company(text: Any) -> str:
    """A name as it is."""
    return str(text)


source = company


def clock(line: Any) -> str:
    """A clock in one line, its warnings behind it."""
    return anchor(line.link) + marks(line.marks)


def marks(texts: Iterable[Any]) -> str:
    """Warnings as chips."""
    return "".join(f' <span class="r-mark">{text}</span>' for text in texts)


def runbook(link: Any) -> str:
    """A runbook by id and title."""
    return anchor(link)


def clause(head: Any) -> str:
    """The opening of a clause: its id as a permalink, the requirements it answers as chips."""
    cited = " ".join(anchor(link, "r-cite") for link in head.criteria)
    name = f'<a class="r-clause-id" href="#{head.id}" title="Link to this clause">{head.id}</a>'
    return f'<span class="r-clause" id="{head.id}">{name} <span class="r-cites">{cited}</span></span>'


def clause_ref(link: Any) -> str:
    """A reference to a clause."""
    return anchor(link, "r-ref")


def policy_on(view: Any) -> str:
    """A sentence that leads to a chapter of the policy; nothing where no chapter has the topic."""
    return f"{view.before} {anchor(view.link, 'r-ref')}." if view else ""


def scripts(addresses: Iterable[Any]) -> str:
    """Scripts that keep true what a page says, in the order in which the browser needs them."""
    return " ".join(f'<script src="{src}" defer fetchpriority="high"></script>' for src in addresses)


def call(link: Any) -> str:
    """What rings, pages or opens; nothing where there is none. Its name says whom it reaches, its text how."""
    return f'<a class="r-call" href="{link.href}" aria-label="{link.name}">{link.text}</a>' if link else ""


def calls(links: Any) -> str:
    """Several of them."""
    return " ".join(map(call, links))


def live(view: Any) -> str:
    """The data and the scripts that keep names true, on any page that shows them."""
    return f'<script type="application/json" data-r-duty>{view.data}</script> {scripts(view.scripts)}'
