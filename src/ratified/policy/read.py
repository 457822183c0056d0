"""Reading a tree into a book: every file, every fault, no stopping at the first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from ratified.model.close_names import near
from ratified.model.exercise import Exercise
from ratified.model.incident import Incident
from ratified.model.place import Place
from ratified.policy.addresses import MARKDOWN
from ratified.policy.book import Book
from ratified.policy.catalogue import clock_catalogue, requirement_catalogue
from ratified.policy.company_files import replaces
from ratified.policy.data_files import DATA, lacking, missing, responds
from ratified.policy.records.acknowledgements import NONE_WRITTEN, read_acknowledgements
from ratified.policy.records.reading import read_records, read_text
from ratified.settings import read_settings
from ratified.settings.translations import original
from ratified.source.fault import ReadingFault
from ratified.source.importable import shadows
from ratified.source.page import read_page
from ratified.source.svg import acts
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ratified.model.data_entry import DataEntry
    from ratified.model.prose import Page
    from ratified.model.register import Register
    from ratified.source.tree import FileTree

RECORDS = ("data/incidents/", "data/exercises/", "data/acknowledgements/")
"""Folders of records, one file each; there may be none of any."""


@dataclass(frozen=True)
class PolicyReading:
    """What reading a tree gave: the book, or None where a fault leaves it without a meaning; and all faults."""

    book: Book | None
    faults: tuple[ReadingFault, ...]


def read_book(tree: FileTree, skim: bool = False, records: bool = True) -> PolicyReading:
    """Read everything under `data/`, `docs/` and `runbooks/`.

    `skim` leaves prose for later, as the site may. Without `records` those of incidents and exercises are left out,
    acknowledgements too, and so are their faults: what the policy was on a day does not hang on them.
    """
    faults: list[ReadingFault] = []
    texts: dict[str, str] = {}
    found: dict[str, Any] = {}
    for name in DATA:
        entry = _data_file(tree, name, responds(tree, found.get("register")), texts, faults)
        if entry is not None:
            found[name.rpartition("/")[2]] = entry
    responding = responds(tree, found.get("register"))
    if responding and "register" in found and "roles" in found:
        faults.extend(lacking(found["register"], found["roles"]))
    faults.extend(_outside_authors(tree))
    faults.extend(tree.faults("data", "docs", "runbooks"))
    faults.extend(shadows(tree.top()))
    faults.extend(_pictures(tree))
    written: dict[str, str] = {}
    incidents = read_records(tree, Incident, "incidents", written, faults) if records else ()
    exercises = read_records(tree, Exercise, "exercises", written, faults) if records else ()
    governed = _governed(found.get("register"))
    acknowledged = read_acknowledgements(tree, faults) if records else NONE_WRITTEN
    pages = _pages(tree, "docs", skim, governed, faults)
    runbooks = _pages(tree, "runbooks", skim, governed, faults)
    ordered = tuple(sorted(dict.fromkeys(faults), key=lambda f: (f.place, f.message)))
    if len(found) < len(DATA) or any(fault.fatal for fault in ordered):
        return PolicyReading(None, ordered)
    settings = read_settings(lambda path: None if isinstance(data := tree.read(path), ReadingFault) else data)
    book = Book(
        **found,
        clock_catalogue=clock_catalogue(),
        requirement_catalogue=requirement_catalogue(),
        pages=tuple(_in_its_language(page, settings.translated) for page in pages),
        runbooks=runbooks,
        texts=texts,
        incidents=incidents,
        exercises=exercises,
        acknowledged=acknowledged,
        record_texts=written,
        settings=settings,
        files=tuple(tree.paths("docs", "runbooks")),
        responds=responding,
        replaces=replaces(tree, settings.theme),
    )
    return PolicyReading(book, ordered)


def _data_file(
    tree: FileTree, name: str, responding: bool, texts: dict[str, str], faults: list[ReadingFault]
) -> DataEntry | None:
    path, file = f"data/{name}.yml", DATA[name]
    if not tree.paths(path):
        fault = missing(name, responding)
        if fault is not None:
            faults.append(fault)
        return file.absent if fault is None else None
    text = read_text(tree, path, faults)
    if text is None:
        return None
    texts[path] = text
    yaml = read_yaml(path, text)
    entry = typed(file.model, yaml)
    faults.extend(yaml.faults)
    return entry


def _governed(register: Register | None) -> Callable[[str], bool]:
    """Whether a document governs a path; without a register one does."""
    if register is None:
        return lambda _path: True
    live = [document for document in register.documents if document.retired is None]
    patterns = [pattern for document in live for pattern in (*document.pages, *document.binds)]
    return lambda path: any(fnmatchcase(path, pattern) for pattern in patterns)


def _in_its_language(page: Page, translated: Iterable[str]) -> Page:
    """A page as it counts: a translation covers no topic, whatever its front matter has from the original."""
    found = original(page.path, translated)
    if not found:
        return page
    front = None if page.front is None else page.front.model_copy(update={"covers": ()})
    return replace(page, front=front, original=found)


def _pages(
    tree: FileTree, folder: str, skim: bool, governed: Callable[[str], bool], faults: list[ReadingFault]
) -> tuple[Page, ...]:
    pages = []
    for path in tree.paths(folder):
        if path.endswith(MARKDOWN) and (text := read_text(tree, path, faults)) is not None:
            page, wrong = read_page(path, text, folder == "runbooks", skim, governed(path))
            pages.append(page)
            faults.extend(wrong)
    return tuple(pages)


def _pictures(tree: FileTree) -> Iterator[ReadingFault]:
    """Pictures outside of the layout that act where a browser opens them by themselves."""
    for path in tree.paths("docs", "runbooks"):
        if path.lower().endswith(".svg") and not path.startswith("docs/assets/"):
            data = tree.read(path)
            found = None if isinstance(data, ReadingFault) else acts(data)
            if found is not None:
                what = f"a picture that acts where it is opened by itself: it holds {found[1]}"
                help_ = "draw it without, as `.png`, or put it under docs/assets/ where it is part of the layout"
                yield ReadingFault("mark", Place(path, found[0]), what, help_, fatal=False)


def _outside_authors(tree: FileTree) -> list[ReadingFault]:
    """Files under `data/` that nothing reads: a misspelt name would otherwise pass in silence."""
    known = [f"data/{name}.yml" for name in DATA]
    absent = [name for name in DATA if not tree.paths(f"data/{name}.yml")]
    faults = []
    for path in tree.paths("data"):
        if path in known or path.startswith((*RECORDS, "data/trust/")) or not path.endswith((".yml", ".yaml")):
            continue
        close = near(path.removeprefix("data/").rpartition(".")[0], absent)
        hint = f"did you mean data/{close[0]}.yml?" if close else "remove it, or add its facts to a file that is read"
        faults.append(ReadingFault("key", Place(path), "a data file that nothing reads", hint, fatal=False))
    return faults
