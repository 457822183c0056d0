"""SIT-15 to SIT-17: pages that would stand in another's place, or say what only the engine may say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.place import Place
from ratified.policy.addresses import (
    ALONE_SAID,
    ANYTHING_SAID,
    UNBOUND_SAID,
    by_itself,
    clashes_of,
    is_anything,
    runs_unbound,
    said,
)
from ratified.policy.left_out import left_out
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, reading_rule, rule, warning_where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.source.fault import ReadingFault


@rule("SIT-15", "error", "Two sources for one address of the site")
def address_shared(case: RuleInput) -> RuleHits:
    """Two files under `docs/` and `runbooks/` would have the same address on the site (`severity.md` and
    `severity.mdown`, `a.md` and `a/index.md`, `docs/runbooks/RB-02.md` and `runbooks/RB-02.md`, or two names that
    differ in capitals alone), or a file is where the engine makes something itself: `status.json`,
    `findings.json`, `badge.svg`, `service-worker.js`, the pages of rules, records and commits. The site build refuses
    the same. An index of your own, `docs/runbooks/index.md`, is none of these.

    **Why it matters.** Of two sources the site shows one and says nothing. The other may be the governed one, and what
    its panel says is then said of words that nobody approved.

    **How to fix it.** Keep one of the two, or give one another name.

    **Protects.** CC5.3, CC8.1
    """
    for clash in clashes_of(case.book.files, case.book.document_of):
        message, help_ = said(clash)
        yield RuleHit(Place(clash.path), message, help_)


@reading_rule("SIT-16", "error", "A page that says what only the engine may say")
def mark_of_engine(faults: Sequence[ReadingFault]) -> RuleHits:
    """The text of a page holds a class, an id or an attribute of the engine (`r-...`, `ratified-...`, `data-r-...`) or
    a class of the theme (`md-...`, but for buttons), an element that reaches beyond its place (`<style>`, `<script>`,
    `<link>`, `<meta>`, `<base>`, `<iframe>`, `<object>`, `<embed>`, `<dialog>`), one in which nobody sees the words
    (`<template>`, `<noscript>`, `<select>`, `hidden` on any), a `style` attribute that moves, hides or covers, an
    attribute that runs something (`onload` and its kind), or in a picture written into the page what lets it reach
    beyond its frame. Code is left alone. The site build looks at the rendered page
    and refuses the same. An `<iframe>` that shows the page at an address, on a page that no document governs, is a
    warning: the site puts a link to that address in its place.

    On a page that a document governs, nothing may hide words from a reader of the site that an approver reads on the
    Git host, or colour or turn them: `hidden`, `popover`, `inert`, `aria-hidden`, `bgcolor`; a class that a theme makes
    invisible (`headerlink`, `footnote-backref`, `print-site-plugin-ignore`, `sr-only`); a `style` that sets more than
    `text-align`, `vertical-align`, weight, slant, underlining or a width in percent; `<canvas>`, `<video>`,
    `<progress>`, `<meter>`, `<rp>`, `<bdo>`, `<font>`; words in an `<svg>`. An attribute list (`{: ... }`) may set
    ids, other classes, `data-...`, and of pictures and links `align`, `alt`, `decoding`, `download`, `height`, `lang`,
    `loading`, `rel`, `target`, `title`, `width`. What extensions and plugins put into the page counts in the build.

    So it is with a picture (`.svg`) outside `docs/assets/` that holds scripts or foreign pages:
    a browser opens it as a page.

    **Why it matters.** Under the title the site says who approved the page, or that nobody did. A page with a panel of
    its own, or one that covers that place, would say so itself. A Git host shows the words of an element that a browser
    hides: whoever approves would approve a step that nobody on call ever sees.

    **How to fix it.** Say it in plain Markdown. How pages look belongs to `macros/`, `overrides/` and `docs/assets/`,
    which SITE-LAYOUT governs.

    **Protects.** CC5.3, CC8.1
    """
    return (RuleHit(f.place, f.message, f.help, level=warning_where(f.soft)) for f in faults if f.kind == "mark")


@rule("SIT-17", "error", "A file whose approval cannot be determined")
def page_by_itself(case: RuleInput) -> RuleHits:
    """Under `docs/` or `runbooks/`, but for `docs/assets/`, lies a file that a browser opens as a page by itself, such
    as `.html` or `.xml`; or a script (`.js`, `.mjs`, `.cjs`, `.wasm`), or a file whose ending does not say what a
    browser makes of it, that no document governs. The site copies it as it is.

    **Why it matters.** No panel and no policy for scripts can be put into such a page, and it may show a panel of its
    own. A script that the site holds can be started behind a page as a worker, and then answer for other pages.

    **How to fix it.** Write a page as Markdown, and give a file the ending of what it is. What belongs to the layout
    goes to `docs/assets/`, which SITE-LAYOUT governs.

    **Protects.** CC5.3, CC8.1
    """
    for path in case.book.files:
        if by_itself(path):
            yield RuleHit(Place(path), *ALONE_SAID)
        elif runs_unbound(path, case.book.documents_of):
            yield RuleHit(Place(path), *UNBOUND_SAID)
        elif is_anything(path, case.book.documents_of):
            yield RuleHit(Place(path), *ANYTHING_SAID)


@rule("SIT-21", "error", "A governed page that the site does not show")
def page_left_out(case: RuleInput) -> RuleHits:
    """`exclude_docs` or `draft_docs` in `mkdocs.yml` takes a page off the site that a document governs, or a runbook;
    or MkDocs leaves it out by itself: under `docs/templates/`, or with a name that begins with a dot. Patterns are read
    as MkDocs reads them, those with `!` as well. Pages of retired documents and of the class `records` are not meant.
    The site build refuses the same.

    **Why it matters.** The register says that the page is approved and in force, and whoever needs it finds nothing at
    its address.

    **How to fix it.** Take it out of the setting; or, where nobody should read it, retire its document.

    **Protects.** CC2.2, CC5.3
    """
    for found in left_out(case.book):
        yield RuleHit(found.place, found.message, found.help)
