"""CODEOWNERS as each forge reads it: where it looks, which lines it takes, and which of them decide about a path."""

from ratified.policy.code_owners.files import CodeownersFile, code_owner_files, forges_of, read_code_owners, where_read
from ratified.policy.code_owners.lines import CodeownersLine, Forge, SkippedLine

__all__ = [
    "CodeownersFile",
    "CodeownersLine",
    "Forge",
    "SkippedLine",
    "code_owner_files",
    "forges_of",
    "read_code_owners",
    "where_read",
]
