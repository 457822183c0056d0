"""Keys of earlier versions under the names that they have now: how a person is reached, in `data/people.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ratified.analysis.new_record import quoted
from ratified.analysis.roster_files import PEOPLE
from ratified.model.channels import dialled
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.yaml_edits import EditError, YamlEdits
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.source.tree import FileTree

_BEFORE = ("pager", "contact")


def with_channels(tree: FileTree) -> Mapping[str, bytes]:
    """The list of people with `channels` in place of `pager` and `contact`, which 0.1.0 had; nothing where it has
    neither, or cannot be read or edited: then the check says which key it does not know.
    """
    data = tree.read(PEOPLE)
    text = data if isinstance(data, ReadingFault) else decode(PEOPLE, data)
    if isinstance(data, ReadingFault) or isinstance(text, ReadingFault):
        return {}
    value = read_yaml(PEOPLE, text).value
    people = value.get("people") if isinstance(value, Mapping) else None
    try:
        edits = YamlEdits(PEOPLE, data)
        for number, person in enumerate(people if isinstance(people, tuple) else ()):
            if isinstance(person, Mapping) and "channels" not in person and (rows := [*_rows(person)]):
                edits.replace_keys(("people", number), _BEFORE, "channels", f"[{', '.join(rows)}]")
    except EditError:
        return {}
    return {PEOPLE: edits.data()} if edits.found else {}


def _rows(person: Mapping[object, object]) -> Iterator[str]:
    if isinstance(pager := person.get("pager"), str):
        yield f"{{kind: pager, to: {quoted(pager)}}}"
    contact = person.get("contact")
    if not isinstance(contact, Mapping):
        return
    if isinstance(phone := contact.get("phone"), str):
        number = f"to: phone, number: {quoted(phone)}" if dialled(phone) else f"to: {quoted(phone)}"
        yield f"{{kind: phone, {number}}}"
    if isinstance(email := contact.get("email"), str):
        yield f"{{kind: email, to: e-mail, address: {quoted(email)}}}"
