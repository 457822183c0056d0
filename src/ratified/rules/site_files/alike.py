"""SIT-18: pages that the site would show otherwise than the rules read them."""

from __future__ import annotations

from ratified.model.place import Place
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule
from ratified.source.outline_differences import compared


@rule("SIT-18", "error", "A page that the site renders differently from its source")
def read_otherwise(case: RuleInput) -> RuleHits:
    """A governed page holds a heading, a list item, a cell of a table or a block of code that the rules see and the
    site does not show, or the other way round. Rules read CommonMark, as most editors and Git hosts do; the site is
    made with Python-Markdown, which wants more empty lines and deeper lists:

    * an empty line above a list, a table or a heading that follows other text;
    * four blanks for each level of a list: two or three, which formatters such as Prettier and mdformat write, leave
      what is outside its item;
    * `1.` and not `1)`;
    * no line of text that begins with `#`: `#incident-room` becomes a title, `\\#incident-room` does not, and a heading
      has a blank behind its `#`;
    * a block of code that opens with at most a language, a title in quotes and numbers of lines, and closes with as
      many signs as opened it;
    * no lists inside of HTML, unless its tag says `markdown` and the extension `md_in_html` is on;
    * no `<host>` for something to fill in: a browser takes it for a tag and shows nothing;
    * nothing in a comment that a rule counts: a macro call, or the whole of a step;
    * no `[Name]: number` under text: that is the target of a link, and is not shown.

    Where `mkdocs.yml` names a Markdown extension that is not known, only the site build can compare the two, and does.

    **Why it matters.** A command follows step 3 of a runbook; on the site steps 4 to 10 have become part of it.
    The check saw ten steps, the approver saw ten steps on the Git host, and who responds at night sees three.

    **How to fix it.** Write what the finding says, or let `ratified check --fix` do it where it is a matter of blanks,
    empty lines and one sign; it prints every line that it changed.

    **Protects.** CC5.3, CC7.4
    """
    extensions = case.book.settings.blocks
    if extensions is None:
        return
    for page in (*case.book.pages, *case.book.runbooks):
        if case.book.documents_of(page.path):
            for one in compared(page.body, page.prose.outline, extensions).differences:
                help_ = f"{one.help}; `ratified check --fix` does it" if one.edited else one.help
                yield RuleHit(Place(page.path, one.line + 1), one.what, help_)
