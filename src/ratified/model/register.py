"""`data/register.yml`: what is governed, by whom, how often, and what is in scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from ratified.model.data_entry import Code, DataEntry, Day, Email, Id, Span, Text
from ratified.model.host_review import Forge
from ratified.model.people import AccountId
from ratified.model.place import SPOT

if TYPE_CHECKING:
    from datetime import date


Category = Literal["security", "availability", "confidentiality", "processing-integrity", "privacy"]
Proof = Literal["claimed", "forge", "reviewed", "signed"]
Clauses = Literal["required", "offered", "none"]
"""Whether rules stand in clauses: each one, where somebody writes it so, or none."""
Profile = Literal["approvals", "incident-response"]
"""What a repository is asked about: who approved its policies, and how incidents are handled besides."""
INCIDENTS: Profile = "incident-response"
PageFamily = Literal["COV", "GOV", "NOT", "ROL", "RUN", "SEV"]
"""A family of rules that look at what stands on pages, so that a class may have no use for it."""
StaleBlocks = Literal["all", "touched"]
"""Which pull requests stale documents block: all that renew none of them, or none that leave them alone."""


def _once(value: tuple[str, ...]) -> tuple[str, ...]:
    twice = next((one for number, one in enumerate(value) if one in value[:number]), None)
    if twice is not None:
        raise ValueError(f"{twice!r} appears twice; write it once")
    return value


class Scope(DataEntry):
    """What the report covers: trust categories, legal regimes, scenarios, whose personal data we hold."""

    categories: tuple[Category, ...]
    regimes: tuple[Id, ...] = ()
    scenarios: tuple[Id, ...] = ()
    personal_data: tuple[Literal["eu", "uk", "us", "other"], ...] = ()


class DocumentClass(DataEntry):
    """Who may approve documents of this class, how often they must, with what proof, and whether they have clauses.

    `not_asked` are the families of rules that say nothing about their pages.
    """

    approvers: tuple[Id, ...] = Field(min_length=1)
    review_every: Span | None = None
    minimum_proof: Proof = "forge"
    clauses: Clauses = "offered"
    not_asked: Annotated[tuple[PageFamily, ...], AfterValidator(_once)] = ()


class GovernedDocument(DataEntry):
    """One document of the register: its pages and the data it binds."""

    id: Code
    title: Text
    class_: Id = Field(alias="class")
    owner: Id
    pages: tuple[Text, ...] = ()
    binds: tuple[Text, ...] = ()
    retired: Day | None = None


class KnownAuthor(DataEntry):
    """An author of commits whom the roster cannot tell by an address of theirs.

    `email` is the address that the commits name; without it those are meant that name `name` and no address at all.
    `person` is an id of `data/people.yml`, or `outside` for somebody who is nobody of the company.
    """

    name: Text
    email: Email | None = None
    person: Id
    reason: Text


class SiteInput(DataEntry):
    """What a setting of mkdocs.yml makes the site read that is on no list of ours, so that the layout binds it.

    `setting` is the way to it, as the finding names it: `plugins.blog`. `reads` are patterns of files, none where it
    reads nothing of the repository; `programs`, `hosts` and `libraries` are what it may start, ask and load.
    """

    setting: Text
    reads: tuple[Text, ...]
    programs: tuple[Text, ...] = ()
    hosts: tuple[Text, ...] = ()
    libraries: tuple[Text, ...] = ()


class AuditPeriod(DataEntry):
    """An audit window, both days included."""

    id: Id
    starts: Day
    ends: Day
    report: Literal["type-1", "type-2"]


class ReviewAfter(DataEntry):
    """How soon the policy is reviewed after what shook it: an incident of the most severe level, a reorganisation."""

    most_severe: Span = Field(alias="most-severe")
    reorganisation: Span


class SingleApprover(DataEntry):
    """That one person alone may approve AUTHORITY, and why the company accepts it."""

    accepted: Literal[True]
    reason: Text


class MaterialAmendment(DataEntry):
    """An amendment after which a text has to be acknowledged anew: the first approved one on `amended` or later."""

    amended: Day
    reason: Text


class AskedAcknowledgement(DataEntry):
    """A document that everybody of the company acknowledges, from which day on, and how soon."""

    document: Code
    since: Day
    within: Span
    material: tuple[MaterialAmendment, ...] = ()


class ReviewSource(DataEntry):
    """Where the reviews that are imported were given: no answer of another project counts.

    `repository` is the id by which the host knows the project: a number, or where the host has none the text it gives.
    """

    forge: Forge
    host: Text
    repository: AccountId


def _classes_only(value: Any) -> Any:
    return {k: v for k, v in value.items() if k != SPOT} if isinstance(value, Mapping) else value


class Register(DataEntry):
    """The whole of `data/register.yml`."""

    company: Text
    status: Literal["adopted", "draft"]
    main: Text = "main"
    audience: Literal["internal", "public"] = "internal"
    profiles: Annotated[tuple[Profile, ...], Field(min_length=1), AfterValidator(_once)] | None = None
    reviewed: Day | None = None
    scope: Scope
    classes: Annotated[Mapping[Id, DocumentClass], BeforeValidator(_classes_only)]
    documents: tuple[GovernedDocument, ...]
    authors: tuple[KnownAuthor, ...] = ()
    site_inputs: tuple[SiteInput, ...] = ()
    periods: tuple[AuditPeriod, ...] = ()
    review_after: ReviewAfter | None = None
    stale_blocks: StaleBlocks = "all"
    single_approver: SingleApprover | None = None
    acknowledgements: tuple[AskedAcknowledgement, ...] = ()
    reviews: ReviewSource | None = None

    def live(self, on: date) -> list[GovernedDocument]:
        """The documents that are not retired on a day."""
        return [one for one in self.documents if one.retired is None or on < one.retired]

    def clauses(self, document: GovernedDocument) -> Clauses:
        """Whether its pages have clauses, as its class says; of an unknown class, which GOV-15 reports, they may."""
        found = self.classes.get(document.class_)
        return "offered" if found is None else found.clauses
