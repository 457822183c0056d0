"""NOT-12: a template of a notice for every audience, which says what the law asks a notice to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule
from ratified.rules.runbook_sections import filled, heading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ratified.model.notifications import Audience
    from ratified.model.page import Content, NoticeTemplate
    from ratified.model.place import Place
    from ratified.model.prose import Page

_TO_AUTHORITY: Sequence[Content] = (
    "nature",
    "data-kinds",
    "people-count",
    "records-count",
    "contact",
    "consequences",
    "measures",
)
ASKED: Mapping[str, tuple[str, Sequence[Content]]] = {
    "eu-gdpr-33": ("GDPR Art 33(3)", _TO_AUTHORITY),
    "uk-gdpr-33": ("UK GDPR Art 33(3)", _TO_AUTHORITY),
    "eu-gdpr-34": ("GDPR Art 34(2)", ("nature", "contact", "consequences", "measures")),
    "us-hipaa-ind": (
        "45 CFR 164.404(c)",
        ("nature", "dates", "data-kinds", "own-steps", "measures", "contact"),
    ),
}
"""By clock, the provision that says what a notice must contain, and that content. Check with counsel."""


@dataclass(frozen=True)
class _FoundTemplate:
    page: Page
    notice: NoticeTemplate


@rule("NOT-12", "warning", "An audience without a template, or one that does not say what the law asks for")
def template_missing(case: RuleInput) -> RuleHits:
    """No page of `docs/` that a governed document has among its pages is a template (`notice:` in its front matter)
    for the audience of a clock in scope or of a commitment. Or the law of a clock in scope says what its notice must
    contain (GDPR Art 33(3) and 34(2), the same of the United Kingdom, 45 CFR 164.404(c)), and no template for its
    audience names the clock, or the one that does leaves some of it out. Or a template names a heading that its
    page lacks or leaves empty, or a clock that nobody knows. Rows with `binding: false` ask for nothing.

    **Why it matters.** A notice that is written from an empty page in the third night leaves out the sentence that
    the law asks for, and goes out late. The text of a template was reviewed by counsel while there was time.

    **How to fix it.** Write the page, with a second-level heading for each thing it must say, and list it in the
    register. `content` in its front matter says which heading is for what.

    **Protects.** P6.6, CC7.4-PF12, RS.CO-02
    """
    templates = [
        _FoundTemplate(page, page.front.notice)
        for page in case.book.pages
        if page.front and page.front.notice and case.book.document_of(page.path) is not None
    ]
    for audience, (what, place) in _enabled(case).items():
        if not any(one.notice.audience == audience for one in templates):
            help_ = "add a page with notice: {audience: ...} and list it in the register"
            yield RuleHit(place, f"{what} goes to {audience}, and no template of a notice does", help_, audience)
    for row, clock in case.book.scoped_clocks:
        named = [one for one in templates if row.clock in one.notice.clocks]
        if row.binding and row.clock in ASKED and not any(o.notice.audience == clock.audience for o in named):
            law = ASKED[row.clock][0]
            if any(one.notice.audience == clock.audience for one in templates):
                what = f"{law} says what a notice under {row.clock} must contain, and no template names the clock"
                yield RuleHit(row.at("clock"), what, "add it to the clocks of the template that serves it", row.clock)
    for one in templates:
        yield from _whole(case, one)


def _enabled(case: RuleInput) -> Mapping[Audience, tuple[str, Place]]:
    """Every audience that we may have to tell, with the first row that says so."""
    found: dict[Audience, tuple[str, Place]] = {}
    for row, clock in case.book.scoped_clocks:
        if clock.audience is not None and row.binding:
            found.setdefault(clock.audience, (row.clock, row.at("clock")))
    for one in case.book.notifications.commitments:
        found.setdefault(one.audience, (one.id, one.at("audience")))
    return found


def _whole(case: RuleInput, one: _FoundTemplate) -> RuleHits:
    """What a template claims and its page does not hold, then what the laws of its clocks ask for besides."""
    for said in one.notice.content:
        if heading(one.page, said.under) is None:
            what = f"there is no section {said.under!r} to say {said.says}"
            yield RuleHit(said.at("under"), what, f"add '## {said.under}', or name the heading that says it", said.says)
        elif not filled(one.page, said.under):
            yield RuleHit(said.at("under"), f"section {said.under!r} is empty", "write what the notice says", said.says)
    says = {said.says for said in one.notice.content}
    binding = {row.clock for row in case.book.notifications.in_scope if row.binding}
    for index, clock in enumerate(one.notice.clocks):
        if clock not in case.book.clock:
            help_ = "write the id of a row under in_scope"
            yield RuleHit(one.notice.at("clocks", index), f"no clock has the id {clock!r}", help_, clock)
        law, content = ASKED.get(clock, ("", ()))
        missing = [name for name in content if name not in says]
        if missing and clock in binding:
            what = f"{law} asks a notice under {clock} for {', '.join(missing)}, and the template does not say it"
            yield RuleHit(one.notice.at("clocks", index), what, "add a section, and a line for it under content", clock)
