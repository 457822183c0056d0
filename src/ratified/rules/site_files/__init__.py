"""SIT: files that can be read one way only, and ids that mean one thing only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.rules.rule import Rule, RuleHit, RuleHits, reading_rule, warning_where
from ratified.rules.site_files import alike, pages
from ratified.rules.site_files.ids import id_used_twice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.source.fault import Kind, ReadingFault


@reading_rule("SIT-06", "error", "A key or a value that does not fit")
def wrong_shape(faults: Sequence[ReadingFault]) -> RuleHits:
    """A data file or front matter has a key that is not known there, lacks one it needs, or gives a value
    of the wrong type or form; or a file under `data/` has a name that nothing reads; or a page holds braces that are no
    macro call, such as a statement that another site generator reads. On a page that no document governs, and that
    calls no macro, they are a warning, and the site shows them as they are written; so is a code fence there that
    never closes.

    **Why it matters.** A misspelt key reads like no key at all: `minimum_holder: 3` would check nothing and
    look as if it did. The schemas in `schemas/` say the same to your editor while you type.

    **How to fix it.** Write the key or the form that the finding names. An unknown key alone does not stop the
    other rules; a missing or malformed value does, since nothing can be decided without it.

    **Protects.** CC5.3
    """
    yield from _of(faults, "key", "shape")


@reading_rule("SIT-08", "error", "A value that two readers would read differently")
def ambiguous_value(faults: Sequence[ReadingFault]) -> RuleHits:
    """A value without quotes that YAML guesses: `no`, `on`, `True`, `~`, `12:30`, `010`, `1.10`, `1e3`,
    `.inf`, `<<`, nothing at all; or a date that is not written YYYY-MM-DD or does not exist.

    **Why it matters.** One program reads `12:30` as half past twelve, another as 750. The country `NO`
    becomes false, version `1.10` becomes `1.1`, and `03/04/2026` is a day in March or in April.

    **How to fix it.** Put quotes round text, write `true` or `false`, and write days as `2026-11-22`.

    **Protects.** CC5.3
    """
    yield from _of(faults, "guessed", "date")


@reading_rule("SIT-11", "error", "A file that cannot be read strictly")
def unreadable_file(faults: Sequence[ReadingFault]) -> RuleHits:
    """A file is refused whole or in part because reading it would need a guess.

    * It is missing: register, people and roles are every company's, the rest of `data/` that of one that responds to
      incidents (its register names that profile, or none, and it has runbooks, records, severities, escalation,
      intake, notifications, contracts or events).
    * It is a symbolic link, no regular file, not readable, or over 1 MiB.
    * It is not UTF-8, begins with a byte order mark, or holds a character that no text file may hold: a
      control character, a lone carriage return, or a line break that only some programs take for one.
    * It is not YAML, is empty, or holds a second document or a directive (`%YAML`).
    * A key appears twice in one mapping, is empty or no text, or is a merge key (`<<`).
    * It uses an anchor, an alias or a tag.
    * It is nested deeper than 32 levels, holds more than 50,000 values, or has more than 1,000 faults.
    * A text hides a zero-width or direction-changing character, as it is or behind an escape: a warning in the prose
      of a page that no document governs.
    * A macro call in a page has braces, quotes or brackets that do not close. Where no document governs the page and
      nothing in it looks like a call, that is a warning, and the site shows its braces as they are written.

    **Why it matters.** What cannot be read one way only proves nothing. But for a hidden character, which
    is reported while the rest is judged, such a file leaves the run **undecided**: no other rule is asked
    and the command exits with 2, never with "all well".

    **How to fix it.** Do what the finding says at the place it names; all such places are listed in one run.

    **Protects.** CC5.3
    """
    yield from _of(faults, "unreadable")


@reading_rule("SIT-20", "error", "A module that would be run in place of a library")
def module_shadows(faults: Sequence[ReadingFault]) -> RuleHits:
    """At the root of the repository lies a Python file or package that bears the name of a module of Python's own, or
    of a library that the site's build imports: `yaml.py`, `json/__init__.py`; or `macros.py` beside `macros/`.

    **Why it matters.** Plugins put the root on the path on which Python looks for modules. Whoever can push such a file
    has it run in the build, before anything else, and it can write any page with any panel. Only `macros/` belongs to
    SITE-LAYOUT, and only that is ever imported.

    **How to fix it.** Rename it, or move what it does into `macros/`.

    **Protects.** CC6.8, CC8.1
    """
    yield from _of(faults, "shadow")


def _of(faults: Sequence[ReadingFault], *kinds: Kind) -> RuleHits:
    return (RuleHit(f.place, f.message, f.help, level=warning_where(f.soft)) for f in faults if f.kind in kinds)


RULES: tuple[Rule, ...] = (
    wrong_shape,
    id_used_twice,
    ambiguous_value,
    unreadable_file,
    pages.address_shared,
    pages.mark_of_engine,
    pages.page_by_itself,
    alike.read_otherwise,
    module_shadows,
    pages.page_left_out,
)
