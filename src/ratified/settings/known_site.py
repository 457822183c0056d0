"""The settings of MkDocs itself and of Material, and which of them name files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.settings.known_inputs import OptionKind, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

SITE: Mapping[str, OptionKind] = {
    **plain(
        "site_name site_url site_description site_author copyright site_dir dev_addr use_directory_urls repo_url "
        "repo_name edit_uri edit_uri_template nav exclude_docs draft_docs not_in_nav strict remote_branch remote_name "
        "extra watch validation"
    ),
    "extra_css": OptionKind.DOC,
    "extra_javascript": OptionKind.DOC,
    "extra_templates": OptionKind.DOC,
    "hooks": OptionKind.CODE,
}
"""What is not here (`docs_dir`, `theme`, `plugins`, `markdown_extensions`, `INHERIT`) is read by itself."""

THEME: Mapping[str, OptionKind] = {
    **plain(
        "name locale language direction features palette font icon static_templates include_search_page "
        "search_index_only admonition scripts"
    ),
    "custom_dir": OptionKind.FOLDER,
    "logo": OptionKind.DOC,
    "favicon": OptionKind.DOC,
}
THEMES = frozenset({"material"})
