"""Requirements: those of the catalogue that ships with the package, and a company's own in `data/requirements.yml`."""

from __future__ import annotations

from typing import ClassVar, Literal

from ratified.model.data_entry import Code, DataEntry, Day, Id, Text
from ratified.model.notifications import Certainty


class Framework(DataEntry):
    """Where a family of requirements comes from."""

    id: Code
    title: Text
    source: Text
    dated: Text


class Requirement(DataEntry):
    """One requirement in our own words. `suspect` rows ship, marked: check them against a licensed copy.

    `asked` is the subject of a company's policies of which it is asked. A row without it may be cited and excluded,
    and nobody is told that nothing answers it.
    """

    id: Code
    framework: Code
    kind: Literal["criterion", "pof", "clause", "control", "requirement", "subcategory"]
    asked: Id | None = None
    title: Text
    intent: Text
    evidence: Text
    category: Literal["availability", "confidentiality", "processing-integrity", "privacy"] | None = None
    maps: tuple[Code, ...] = ()
    certainty: Certainty
    suspect: Text | None = None
    recorded: Day


class RequirementRows(DataEntry):
    """A file of `catalogue/requirements/`: the rows of one framework, or of a part of it."""

    requirements: tuple[Requirement, ...]


class WithdrawnRequirement(DataEntry):
    """An id that a framework no longer has, and what to cite instead."""

    id: Code
    framework: Text
    instead: tuple[Code, ...] = ()


class RequirementCatalogue(DataEntry):
    """The requirements that ship with the package. In YAML the rows stand in files of their own (`RequirementRows`)."""

    version: int
    frameworks: tuple[Framework, ...]
    requirements: tuple[Requirement, ...] = ()
    withdrawn: tuple[WithdrawnRequirement, ...] = ()


class OwnFramework(DataEntry):
    """Where requirements of a company's own come from: a contract, a customer's addendum, a law, a house standard."""

    id: Code
    title: Text
    source: Text


class OwnRequirement(DataEntry):
    """A requirement of a company's own. It is asked of that company, whatever its policies are about."""

    kind: ClassVar[Literal["requirement"]] = "requirement"
    asked: ClassVar[str] = "own"
    category: ClassVar[None] = None

    id: Code
    framework: Code
    title: Text
    intent: Text
    evidence: Text | None = None


class OwnRequirements(DataEntry):
    """The whole of `data/requirements.yml`."""

    reviewed: Day | None = None
    frameworks: tuple[OwnFramework, ...] = ()
    requirements: tuple[OwnRequirement, ...] = ()
