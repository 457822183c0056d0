"""The id that git gives to bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ratified.git.objects import ObjectFormat


def blob_id(data: bytes, object_format: ObjectFormat) -> str:
    """The id of a file of these bytes."""
    digest = hashlib.new(object_format, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()
