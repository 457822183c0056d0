"""What every landing changed: files, documents, authority. Each distinct blob is read once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from ratified.approval.authority import Authority
from ratified.approval.documents import DocumentDefinition, DocumentDefinitions, definitions, layout_inputs, matches
from ratified.approval.effective_days import EffectiveDays, claimed, days
from ratified.approval.embeds import embedded_files, is_asset, mentions_file, plain
from ratified.approval.past_data import PastEntry, PastPeople, PastRegister, PastRoles, read_past
from ratified.approval.settings_changes import inclusions_of, landings_of_settings, settings_after
from ratified.model.landing import Blob, Landing, TrustedKeys
from ratified.policy.addresses import MARKDOWN
from ratified.settings import NO_SETTINGS, SETTINGS, PageInclusions, SiteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from ratified.model.landing import PathChange
    from ratified.model.verdict import Kind

P = TypeVar("P", bound=PastEntry)
Undated = tuple[bytes, int]
"""The SHA-256 of a file without its review date, and how many such dates it has."""

REGISTER = "data/register.yml"
PEOPLE = "data/people.yml"
ROLES = "data/roles.yml"
KEYS = "data/trust/"
EVIDENCE_SIGNERS = "data/trust/evidence_signers"
SIGNERS = f"{KEYS}allowed_signers"
FORGE_KEYS = f"{KEYS}forge/"
REVOKED = f"{KEYS}revoked.yml"


class Timeline:
    """The landings of a history with what they mean. `read` gives the bytes of blobs by their ids.

    Landing `n` stands for the tree after it; `n - 1` is its base, and -1 the empty tree. `days` says when each counts;
    without it the landings' own dates do, as far as they do not contradict one another.
    """

    CACHED_ATTRIBUTES = (
        *("days", "kinds", "_embedded", "_readable", "adoption", "bootstrap", "taken_in"),
        *("_sets", "_settings"),
    )

    def __init__(
        self,
        landings: Sequence[Landing],
        read: Callable[[Iterable[str]], Mapping[str, bytes]],
        when: EffectiveDays | None = None,
    ) -> None:
        self.landings = landings
        self.read = read
        self.bootstrap: int | None = None
        """The landing that approved the adoption, which proofs decide: `Decisions` finds it. Before it all is draft."""
        self.days = when or days([claimed(landing.commit) for landing in landings])
        self._parsed: dict[tuple[type[PastEntry], str], PastEntry | None] = {}
        self._embedded: dict[tuple[str, str, PageInclusions], frozenset[str]] = {}
        self._authorities: dict[int, Authority | None] = {}
        self._files: dict[tuple[str, int], tuple[tuple[str, Blob], ...]] = {}
        self._defined: dict[tuple[int | None, int | None], DocumentDefinitions] = {}
        self._settings: dict[int, SiteSettings] = {}
        self.kinds: dict[tuple[str, int], Kind] = {}
        self.undated: dict[tuple[bool, str], Undated] = {}
        self._named: dict[tuple[str, ...], tuple[str, ...]] = {}

    @cached_property
    def path_history(self) -> Mapping[str, tuple[list[int], list[Blob | None]]]:
        """Every path that ever was: the landings that changed it, and what it held after each."""
        found: dict[str, tuple[list[int], list[Blob | None]]] = {}
        for landing in self.landings:
            for path, _, after in landing.changes:
                numbers, blobs = found.setdefault(path, ([], []))
                numbers.append(landing.number)
                blobs.append(after)
        return found

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each landing by the id of its commit."""
        return {landing.commit.id: landing.number for landing in self.landings}

    def day(self, number: int) -> date:
        """The day (UTC) on which a landing counts."""
        return self.days.day(number)

    def moment(self, number: int) -> datetime | None:
        """When a landing counts from (UTC); None where its commit has no readable date."""
        return self.days.moment(number)

    def at(self, path: str, number: int) -> Blob | None:
        """What the tree after a landing holds at a path."""
        line = self.path_history.get(path)
        if line is None:
            return None
        index = bisect_right(line[0], number) - 1
        return line[1][index] if index >= 0 else None

    def content(self, path: str, number: int) -> bytes | None:
        """The bytes of a regular file after a landing; None where there is none."""
        blob = self.at(path, number)
        return self._bytes(blob) if blob and blob.mode.startswith("100") else None

    def _bytes(self, blob: Blob) -> bytes:
        return self.read((blob.id,))[blob.id]

    def past(self, model: type[P], path: str, number: int) -> P | None:
        """A file of authority after a landing; None where it is missing or cannot be read."""
        blob = self.at(path, number)
        if blob is None or not blob.mode.startswith("100"):
            return None
        key = (model, blob.id)
        if key not in self._parsed:
            self._parsed[key] = read_past(model, path, self._bytes(blob))
        return self._parsed[key]  # type: ignore[return-value]  # stored under its own model

    @cached_property
    def _readable(self) -> list[int]:
        """The landings that gave a register which can be read, oldest first."""
        numbers, _ = self.path_history.get(REGISTER, ([], []))
        return [n for n in numbers if self.past(PastRegister, REGISTER, n) is not None]

    def _registered(self, number: int) -> int | None:
        """The landing that gave the register in force after a landing: the last one that can be read."""
        before = bisect_right(self._readable, number)
        return self._readable[before - 1] if before else None

    def register(self, number: int) -> PastRegister | None:
        """The register after a landing, or the last one before it that could be read."""
        found = self._registered(number)
        return None if found is None else self.past(PastRegister, REGISTER, found)

    @cached_property
    def adoption(self) -> int | None:
        """The first landing whose tree has an adopted register, approved or not; who wrote what before is not asked."""
        return next((n for n in self._readable if self.adopted(n)), None)

    def adopted(self, number: int) -> bool:
        """Whether the register of the tree after a landing can be read and is adopted."""
        register = self.past(PastRegister, REGISTER, number) if number >= 0 else None
        return register is not None and register.status == "adopted"

    @property
    def examined(self) -> int | None:
        """The first landing whose authors count for what they wrote; an approved adoption answers for its own."""
        return self.adoption if self.adoption is None or self.adoption != self.bootstrap else self.adoption + 1

    def turns(self, number: int) -> bool:
        """Whether a landing, up to the bootstrap, adopts the register or takes that back: then all documents change."""
        if self.adoption is None or number < self.adoption or (self.bootstrap is not None and number > self.bootstrap):
            return False
        return self.adopted(number) != self.adopted(number - 1)

    def brings_in_all(self, number: int) -> bool:
        """Whether a landing is the bootstrap and brings every document into force: its base was not adopted."""
        return number == self.bootstrap and self.turns(number)

    def authority(self, number: int) -> Authority | None:
        """Who may approve by the tree after a landing; None where its files cannot be read."""
        if number not in self._authorities:
            self._authorities[number] = self._authority(number)
        return self._authorities[number]

    def _authority(self, number: int) -> Authority | None:
        register = self.past(PastRegister, REGISTER, number)
        people, roles = self.past(PastPeople, PEOPLE, number), self.past(PastRoles, ROLES, number)
        if register is None or people is None or roles is None:
            return None
        return Authority(number, self.landings[number].commit.id, register, people, roles, self.trust(number))

    def trust(self, number: int) -> TrustedKeys:
        """The keys that the tree after a landing trusts."""
        forge = [(path, data) for path in self._forge_files if (data := self.content(path, number)) is not None]
        evidence = self.content(EVIDENCE_SIGNERS, number) or b""
        return TrustedKeys(self.content(SIGNERS, number) or b"", tuple(forge), evidence)

    @cached_property
    def _forge_files(self) -> Sequence[str]:
        """Every path that ever was in the folder of the forge's keys, sorted."""
        return sorted(path for path in self.path_history if path.startswith(FORGE_KEYS))

    def defined(self, number: int) -> DocumentDefinitions:
        """The documents after a landing; before adoption those that the first adopted register defines."""
        since = self._registered(max(number, self.adoption or 0))
        key = (since, self._set(number))
        if key not in self._defined:
            register = None if since is None else self.register(since)
            layout = layout_inputs(register, self.settings(number))
            self._defined[key] = self._alike.setdefault((since, layout), definitions(register, layout))
        return self._defined[key]

    @cached_property
    def _alike(self) -> dict[tuple[int | None, tuple[str, ...]], DocumentDefinitions]:
        return {}

    def settings(self, number: int) -> SiteSettings:
        """The settings of the site after a landing. They are read anew where one of their files changed."""
        landing = self._set(number)
        if landing is None:
            return NO_SETTINGS
        if landing not in self._settings:
            self._settings[landing] = settings_after(landing, self.content)
        return self._settings[landing]

    def _set(self, number: int) -> int | None:
        """The last landing, up to one, that changed a file of settings."""
        before = bisect_right(self._sets, number)
        return self._sets[before - 1] if before else None

    @cached_property
    def _sets(self) -> list[int]:
        """The landings that changed a file of settings."""
        return landings_of_settings({path: numbers for path, (numbers, _) in self.path_history.items()}, self.content)

    def definition(self, document: str, number: int) -> DocumentDefinition | None:
        """A document as the register after a landing defines it."""
        return self.defined(number).by_id.get(document)

    def files(self, document: str, number: int) -> tuple[tuple[str, Blob], ...]:
        """The files of a document after a landing, sorted by path: pages, what it binds, what its pages embed."""
        key = (document, number)
        if key not in self._files:
            definition = self.definition(document, number) if number >= 0 else None
            self._files[key] = self._files_of(definition, number) if definition else ()
        return self._files[key]

    def _files_of(self, definition: DocumentDefinition, number: int) -> tuple[tuple[str, Blob], ...]:
        found = {path: blob for path in self._paths(definition) if (blob := self.at(path, number))}
        pages = definition.pages and [p for p in found if p.endswith(MARKDOWN) and matches(p, definition.pages)]
        for page in pages:
            found |= {path: blob for path in self.embeds(page, number) if (blob := self.at(path, number))}
        return tuple(sorted(found.items()))

    def _paths(self, definition: DocumentDefinition) -> tuple[str, ...]:
        """Every path that ever was and that the patterns of a definition name."""
        patterns = (*definition.pages, *definition.binds)
        if patterns not in self._named:
            exact = [p for p in patterns if p in self.path_history and not set(p) & set("*?[")]
            loose = [p for p in patterns if set(p) & set("*?[")]
            self._named[patterns] = tuple(
                dict.fromkeys(
                    (*exact, *(path for path in self.path_history if matches(path, loose))) if loose else exact
                )
            )
        return self._named[patterns]

    @cached_property
    def assets(self) -> tuple[str, ...]:
        """Every path that ever was and that a page could show."""
        return tuple(path for path in self.path_history if is_asset(path))

    def inclusions(self, number: int) -> PageInclusions:
        """What pages may take in after a landing: by the settings of that tree, so that no later ones alter it."""
        return inclusions_of(self.at(SETTINGS, number), self.settings(number))

    @cached_property
    def taken_in(self) -> frozenset[str]:
        """Every path that any page ever took in; each version of each page is read once for it."""
        found: set[str] = set()
        for page, (numbers, blobs) in self.path_history.items():
            if page.endswith(MARKDOWN):
                ends = [*numbers[1:], len(self.landings)]
                for start, end, blob in zip(numbers, ends, blobs, strict=True):
                    if blob:
                        found.update(
                            *(
                                self._files_in_page(page, blob, inclusions)
                                for inclusions in self._inclusions_between(start, end)
                            )
                        )
        return frozenset(found)

    def _inclusions_between(self, start: int, end: int) -> set[PageInclusions]:
        """Every way in which pages could take in files after these landings; `end` is none of them."""
        changed = self._sets[bisect_right(self._sets, start) : bisect_left(self._sets, end)]
        return {inclusions for number in (start, *changed) if (inclusions := self.inclusions(number)).anything}

    def pages(self, document: str, number: int) -> Iterator[str]:
        """The pages of a document after a landing."""
        definition = self.definition(document, number) if number >= 0 else None
        for path in self._paths(definition) if definition else ():
            if path.endswith(MARKDOWN) and definition and matches(path, definition.pages) and self.at(path, number):
                yield path

    def shows(self, document: str, number: int, path: str) -> bool:
        """Whether a page of a document shows a file after a landing, whether or not the file is there."""
        for page in self.pages(document, number):
            if path in self.embeds(page, number):
                return True
            blob = self.at(page, number)
            if (
                blob
                and is_asset(path)
                and path not in self.path_history
                and mentions_file(self._text(blob).casefold(), path)
            ):
                return True
        return False

    def may_take_in(self, document: str, number: int) -> bool:
        """Whether a landing could give a document files that were there before: cheap, and never wrongly no."""
        inclusions = self.inclusions(number)
        if self.defined(number - 1) is not self.defined(number) or self.inclusions(number - 1) != inclusions:
            return True
        changes = self.landings[number].changes
        return bool(self.assets or inclusions.anything) and any(change.path.endswith(MARKDOWN) for change in changes)

    def embeds(self, page: str, number: int) -> frozenset[str]:
        """The paths that a page shows after a landing, of all that ever were."""
        blob = self.at(page, number)
        return self._files_in_page(page, blob, self.inclusions(number)) if blob else frozenset()

    def _files_in_page(self, page: str, blob: Blob, inclusions: PageInclusions) -> frozenset[str]:
        if not blob.mode.startswith("100") or not (self.assets or inclusions.anything):
            return frozenset()
        key = (page, blob.id, inclusions)
        if key not in self._embedded:
            self._embedded[key] = embedded_files(page, self._text(blob), self.assets, inclusions)
        return self._embedded[key]

    def embeds_ahead(self, numbers: Iterable[int]) -> None:
        """Learn at once what the pages show that these landings changed: one question to git for hundreds of pages."""
        asked: dict[tuple[str, str, PageInclusions], Blob] = {}
        for number in numbers:
            pages = [change for change in self.landings[number].changes if change.path.endswith(MARKDOWN)]
            sides = [(change.path, n, blob) for change in pages for n, blob in _sides(change, number)]
            for path, n, blob in sides:
                inclusions = self.inclusions(n)
                if (self.assets or inclusions.anything) and (path, blob.id, inclusions) not in self._embedded:
                    asked[path, blob.id, inclusions] = blob
        found = self.read({blob.id for blob in asked.values()}) if asked else {}
        for (page, id_, inclusions), blob in asked.items():
            text = plain(found[blob.id].decode("utf-8", "replace"))
            self._embedded[page, id_, inclusions] = embedded_files(page, text, self.assets, inclusions)

    def _text(self, blob: Blob) -> str:
        return plain(self._bytes(blob).decode("utf-8", "replace")) if blob.mode.startswith("100") else ""

    def files_in(
        self, definition: DocumentDefinition, listing: Mapping[str, Blob], inclusions: PageInclusions
    ) -> tuple[tuple[str, Blob], ...]:
        """The files of a document in a tree that is on no landing, a pull request's: as `files` gives them.

        `inclusions` is what pages may take in by the settings of that tree.
        """
        named = {p for p in listing if matches(p, (*definition.pages, *definition.binds))}
        assets = [path for path in listing if is_asset(path)]
        for path in [p for p in named if p.endswith(MARKDOWN) and matches(p, definition.pages)]:
            named |= embedded_files(path, self._text(listing[path]), assets, inclusions) & set(listing)
        return tuple((path, listing[path]) for path in sorted(named))

    def fingerprint(self, document: str, number: int) -> str:
        """SHA-256 over the sorted `mode object-id path` lines of a document's files, in hexadecimal."""
        lines = (f"{blob.mode} {blob.id} {path}\n" for path, blob in self.files(document, number))
        return sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _sides(change: PathChange, number: int) -> Iterator[tuple[int, Blob]]:
    """What a path held before and after a landing, where that is a file."""
    for n, blob in ((number - 1, change.before), (number, change.after)):
        if blob is not None and blob.regular:
            yield n, blob
