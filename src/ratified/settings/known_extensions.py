"""The Markdown extensions whose inputs are known: those of Python-Markdown, of PyMdown Extensions, of Material."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.settings.known_inputs import KnownInputs, OptionKind, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

_ANY = KnownInputs(plain("*"))
"""All that it takes are words and numbers."""

_OF_PYTHON_MARKDOWN = (
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs legacy_em md_in_html meta "
    "nl2br sane_lists smarty tables toc wikilinks"
)
_OF_PYMDOWN = (
    "arithmatex betterem blocks.admonition blocks.caption blocks.definition blocks.details blocks.html blocks.tab "
    "caret critic details escapeall fancylists highlight inlinehilite keys magiclink mark pathconverter progressbar "
    "quotes saneheaders smartsymbols striphtml superfences tabbed tasklist tilde extra"
)

EXTENSIONS: Mapping[str, KnownInputs] = {
    **dict.fromkeys(_OF_PYTHON_MARKDOWN.split(), _ANY),
    **{f"pymdownx.{name}": _ANY for name in _OF_PYMDOWN.split()},
    "material.extensions.preview": _ANY,
    "pymdownx.emoji": KnownInputs(
        {**plain("emoji_index emoji_generator title alt remove_variation_selector strict"), "options": OptionKind.ICONS}
    ),
    "pymdownx.b64": KnownInputs({"base_path": OptionKind.BASE, "root_path": OptionKind.BASE}, takes_in=True),
    "pymdownx.snippets": KnownInputs(
        {
            **plain("encoding check_paths dedent_subsections restrict_base_path url_max_size url_timeout"),
            "url_request_headers": OptionKind.PLAIN,
            "url_download": OptionKind.OFF,
            "base_path": OptionKind.BASE,
            "auto_append": OptionKind.TAKEN,
        },
        takes_in=True,
    ),
}
"""By the name in mkdocs.yml; `markdown.extensions.` before it changes nothing."""

NAMES = frozenset(
    {
        "material.extensions.emoji.twemoji",
        "material.extensions.emoji.to_svg",
        "materialx.emoji.twemoji",
        "materialx.emoji.to_svg",
        *(f"pymdownx.emoji.{name}" for name in ("emojione", "gemoji", "twemoji", "to_svg", "to_png", "to_alt")),
        "pymdownx.superfences.fence_code_format",
        "pymdownx.superfences.fence_div_format",
        "pymdownx.slugs.uslugify",
        "pymdownx.slugs.slugify",
        "pymdownx.arithmatex.arithmatex_fenced_format",
        "pymdownx.arithmatex.arithmatex_inline_format",
        "markdown.extensions.toc.slugify",
        "markdown.extensions.toc.slugify_unicode",
    }
)
"""The objects of Python that a setting may name: each makes text of text and opens nothing but its own tables."""

CALLS = frozenset({"pymdownx.slugs.slugify", "pymdownx.arithmatex.arithmatex_fenced_format"})
"""Those that a setting may call to get another."""
