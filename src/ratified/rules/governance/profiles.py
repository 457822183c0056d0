"""GOV-16: files that no profile of the register asks about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.policy.data_files import RESPONSE_FILES
from ratified.rules.documents import listed
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from ratified.policy import Book


@rule("GOV-16", "error", "Files that no profile of the register asks about")
def profile_left_out(case: RuleInput) -> RuleHits:
    """The register names `approvals` as its only profile, and the repository has runbooks, records of incidents or
    exercises, severities, escalation, intake, notifications, contracts or events. Where no profile is named, such
    files are asked about anyway.

    **Why it matters.** What is about incidents is not asked of this repository, so these files are not checked:
    whoever opens a runbook takes it for one that is checked, and an incident on record is held against nothing.

    **How to fix it.** Write `profiles: [approvals, incident-response]` in `data/register.yml`, or take the files out.

    **Protects.** CC5.3, CC7.3
    """
    book = case.book
    if book.responds or not (found := _files(book)):
        return
    message = f"profiles names approvals alone, which asks nothing of {listed(found)}"
    help_ = f"add incident-response to it, or take {'them' if len(found) > 1 else 'it'} out"
    yield RuleHit(book.register.at("profiles"), message, help_)


def _files(book: Book) -> list[str]:
    """The paths of what only a company that responds to incidents has."""
    records = (record.at().path for record in (*book.incidents, *book.exercises))
    data = (path for path in (f"data/{name}.yml" for name in RESPONSE_FILES) if path in book.texts)
    return [*(page.path for page in book.runbooks), *records, *data]
