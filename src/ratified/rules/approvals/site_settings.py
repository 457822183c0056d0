"""APR-40: settings of the site whose inputs nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.authority import SITE_LAYOUT
from ratified.rules.documents import refused
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord
    from ratified.policy import Book


def _named(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The verdict says the same where the register that names a setting is not approved itself."""
    return iter(()) if _open(case.book) else refused(case, record, "settings")


def _open(book: Book) -> bool:
    return bool(book.settings.open({one.setting for one in book.register.site_inputs}))


@rule("APR-40", "error", "A site setting with unknown inputs", record=_named)
def settings_unknown(case: RuleInput) -> RuleHits:
    """`mkdocs.yml`, or what it inherits, names a plugin, an extension, a theme or an option of which we do not know
    what it reads or runs; or one that can be anything: a tag that runs code, a value that only the environment tells, a
    path out of the repository. SITE-LAYOUT cannot be approved while there is one.

    **Why it matters.** A page is green when what it is made from is approved. A plugin that reads a file of its own
    shows that file's words under the panel, and whoever may push the file may change them.

    **How to fix it.** Name what it reads in `data/register.yml`, which belongs to AUTHORITY, and let both be approved:
    `site_inputs: [{setting: plugins.blog, reads: ["docs/blog/*.yml"]}]`, with `reads: []` where it reads nothing of the
    repository. What is named there belongs to SITE-LAYOUT from then on. What can be anything must go.

    **Protects.** CC5.3, CC8.1
    """
    named = {one.setting for one in case.book.register.site_inputs}
    for one in case.book.settings.open(named):
        if one.shut:
            what, help_ = f"{one.what}: what the site is made from cannot be told", f"take it out of {one.place.path}"
        else:
            what = f"{one.what} is on no list, so nobody can tell what it reads"
            help_ = (
                f"name its inputs in data/register.yml: `site_inputs: [{{setting: {one.setting}, reads: [...]}}]`; "
                f"what is there belongs to SITE-LAYOUT"
            )
        yield RuleHit(one.place, what, help_, one.setting, document=SITE_LAYOUT)
