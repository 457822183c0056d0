"""`data/starter.yml` as it is written: what came from the starter, so that a later version can bring it up to date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ratified.analysis.new_record import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.model.answers import Answers
    from ratified.model.starter_record import StarterRecord

RECORD = "data/starter.yml"
_HEAD = """\
# yaml-language-server: $schema=../schemas/starter.schema.json
# What `ratified init` and `ratified upgrade` wrote. The next upgrade merges from it, and by it rules that are new warn
# before they are errors. Written by these commands alone; the answers may be corrected.
"""


def record_text(record: StarterRecord) -> bytes:
    """The bytes of the record."""
    return "".join(_lines(record)).encode()


def _lines(record: StarterRecord) -> Iterator[str]:
    yield _HEAD
    yield f"engine: {quoted(record.engine)}\nbegun: {record.begun}\n"
    yield "answers:\n"
    yield from (f"  {line}" for line in _answers(record.answers))
    yield "upgrades:\n" if record.upgrades else "upgrades: []\n"
    for one in record.upgrades:
        yield f"  - {{before: {quoted(one.before)}, after: {quoted(one.after)}, day: {one.day}}}\n"
    yield "files:\n" if record.files else "files: []\n"
    for file in sorted(record.files, key=lambda one: one.path):
        yield f"  - {{path: {quoted(file.path)}, blob: {quoted(file.blob)}}}\n"


def _answers(answers: Answers) -> Iterator[str]:
    """What was answered, a key a line and of lists a row a line; what was left out stays out."""
    said: Mapping[str, Any] = answers.model_dump(exclude_none=True)
    for key, value in said.items():
        if isinstance(value, Mapping) or not _rows(value):
            yield f"{key}: {_flow(value)}\n"
            continue
        yield f"{key}:\n"
        yield from (f"  - {_flow(row)}\n" for row in value)


def _rows(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value) else ()


def _flow(value: object) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    return quoted(value) if isinstance(value, str) else str(value)
