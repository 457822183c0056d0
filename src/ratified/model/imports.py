"""`data/imports.yml`: where pages that were written elsewhere came from."""

from __future__ import annotations

from ratified.model.data_entry import DataEntry, Day, Text
from ratified.model.response import Sha256


class ImportedPage(DataEntry):
    """A page that `ratified import` took in: the file it was, and SHA-256 hashes of what it was made from.

    `sha256` is of the file's bytes, `body_sha256` of the text that the page got below its front matter, `page_sha256`
    of the whole page as it was written, without the line of its review date. `version`, `effective` and `updated` are
    what the file said, in its own words. Later amendments leave all of it as it is.
    """

    path: Text
    source: Text
    sha256: Sha256
    body_sha256: Sha256
    page_sha256: Sha256
    imported: Day
    version: Text | None = None
    effective: Text | None = None
    updated: Text | None = None


class Imports(DataEntry):
    """The whole of `data/imports.yml`."""

    imports: tuple[ImportedPage, ...] = ()
