"""From what a site was made: for each governed page the fingerprints of its documents and of the layout in one.

Each governed page carries that in its head, and `provenance.json` lists all pages, the commit and the day. Both are
what the site says of itself; `ratified verify-site` holds them against git and against the bytes that the build left.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.authority import SITE_LAYOUT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ratified.model.verdict import DocumentVerdict
    from ratified.views.approvals.status import SiteVerdicts

NAME = "provenance.json"
SCHEMA = "ratified/provenance/1"
META = "ratified-made-from"


class PageProvenance(NamedTuple):
    """A page of the site: its file there, the path of what it is made from, and the documents that govern that."""

    file: str
    path: str
    documents: tuple[str, ...]


def made_from(documents: Sequence[str], verdicts: Mapping[str, DocumentVerdict]) -> str:
    """SHA-256 over the sorted `id fingerprint` lines of a page's documents, then that of the layout, in hexadecimal.

    Empty where one of them was not judged, or was edited and not landed: then no commit holds what it is made from.
    """
    lines = []
    for id_ in (*sorted(documents), SITE_LAYOUT):
        verdict = verdicts.get(id_)
        if verdict is None or verdict.verdict == "pending":
            return ""
        lines.append(f"{id_} {verdict.fingerprint}\n")
    return sha256("".join(lines).encode()).hexdigest() if documents else ""


def meta(sha: str) -> str:
    """What the head of a page says of what it was made from."""
    return f'<meta name="{META}" content="{sha}">' if sha else ""


def provenance(standing: SiteVerdicts, sources: Sequence[PageProvenance]) -> str:
    """The file that says from what every page was made."""
    pages = {
        source.file: {
            "source": source.path,
            "documents": list(source.documents),
            "made_from": made_from(source.documents, standing.verdicts),
        }
        for source in sorted(sources)
    }
    told = {
        "schema": SCHEMA,
        "head": standing.head,
        "ref": standing.ref,
        "as_of": standing.as_of.isoformat(),
        "today": standing.today,
        "edited": sorted(standing.edited),
        "pages": pages,
    }
    return f"{json.dumps(told, indent=1)}\n"
