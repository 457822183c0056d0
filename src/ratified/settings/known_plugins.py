"""The plugins whose inputs are known, each by what its own source reads (versions of November 2026)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.settings.known_inputs import KnownInputs, OptionKind, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

_GIT = ("git",)

PLUGINS: Mapping[str, KnownInputs] = {
    "ratified": KnownInputs(plain("as_of")),
    "search": KnownInputs(
        {
            **plain("lang separator min_search_length indexing pipeline fields enabled"),
            "prebuild_index": OptionKind.OFF,  # else it starts node
            "jieba_dict": OptionKind.FILE,
            "jieba_dict_user": OptionKind.FILE,
        }
    ),
    "macros": KnownInputs(
        {
            **plain("render_by_default on_undefined on_error_fail verbose"),
            "module_name": OptionKind.MODULE,
            "include_dir": OptionKind.FOLDER,
            "include_yaml": OptionKind.FILE,
            "modules": OptionKind.OFF,  # packages that bring macros of their own
        },
        programs=_GIT,
        defaults={"module_name": "main"},
    ),
    "meta": KnownInputs({**plain("enabled"), "meta_file": OptionKind.NAME}, always=("docs/*.meta.yml",)),
    "tags": KnownInputs(
        {
            **plain(
                "enabled filters tags tags_slugify tags_slugify_separator tags_slugify_format tags_hierarchy "
                "tags_hierarchy_separator tags_sort_by tags_sort_reverse tags_name_property tags_name_variable "
                "tags_allowed tags_compare tags_compare_reverse tags_pages_compare tags_pages_compare_reverse "
                "tags_extra_files listings listings_map listings_sort_by listings_sort_reverse listings_tags_sort_by "
                "listings_tags_sort_reverse listings_directive listings_layout listings_toc shadow "
                "shadow_on_serve shadow_tags shadow_tags_prefix shadow_tags_suffix export export_file export_only"
            ),
            "tags_file": OptionKind.DOC,
        }
    ),
    "offline": KnownInputs(plain("enabled")),
    "typeset": KnownInputs(plain("enabled")),
    "awesome-pages": KnownInputs(
        {**plain("collapse_single_pages strict order sort_type order_by ignore_case"), "filename": OptionKind.NAME},
        always=("docs/*.pages",),
    ),
    "awesome-nav": KnownInputs(
        {"filename": OptionKind.NAME, **plain("logs")}, always=("docs/*.nav.yml", "docs/*.nav.yaml")
    ),
    "glightbox": KnownInputs(
        plain(
            "touchNavigation loop effect slide_effect width height zoomable draggable skip_classes auto_themed "
            "auto_caption caption_position background shadow manual"
        )
    ),
    "literate-nav": KnownInputs(
        {
            **plain("implicit_index tab_length"),
            "nav_file": OptionKind.NAME,
            "markdown_extensions": OptionKind.EXTENSIONS,
        },
        always=("docs/*SUMMARY.md",),
    ),
    "section-index": KnownInputs(),
    "i18n": KnownInputs(
        plain("build_only_locale docs_structure fallback_to_default reconfigure_material reconfigure_search languages")
    ),
    "redirects": KnownInputs(plain("redirect_maps")),
    "minify": KnownInputs(
        {
            **plain("minify_html minify_js minify_css htmlmin_opts cache_safe"),
            "js_files": OptionKind.DOC,
            "css_files": OptionKind.DOC,
        }
    ),
    "git-revision-date-localized": KnownInputs(
        {
            **plain(
                "type custom_format timezone locale fallback_to_build_date enable_creation_date exclude enabled strict "
                "enable_git_follow enable_parallel_processing"
            ),
            "ignored_commits_file": OptionKind.FILE,
        },
        programs=_GIT,
    ),
    "git-authors": KnownInputs(
        {
            **plain(
                "show_contribution show_line_count show_email_address href count_empty_lines fallback_to_empty "
                "sort_authors_by authorship_threshold_percent exclude enabled enabled_on_serve strict ignore_authors "
                "add_co_authors"
            ),
            "ignore_commits": OptionKind.FILE,
        },
        programs=_GIT,
    ),
    "include-markdown": KnownInputs(
        {
            **plain(
                "opening_tag closing_tag encoding preserve_includer_indent dedent trailing_newlines comments "
                "rewrite_relative_urls heading_offset start end exclude directives recursive include_from_url order"
            ),
            "cache": OptionKind.OFF,  # what it keeps comes from other hosts
        },
        takes_in=True,
    ),
    "gen-files": KnownInputs({"scripts": OptionKind.CODE}),
    "print-site": KnownInputs(
        {
            **plain(
                "add_to_navigation print_page_title print_page_basename add_table_of_contents toc_title toc_depth "
                "enumerate_headings enumerate_headings_depth enumerate_figures add_cover_page path_to_pdf include_css "
                "enabled exclude add_print_site_banner add_full_urls"
            ),
            "cover_page_template": OptionKind.FILE,
            "print_site_banner_template": OptionKind.FILE,
        }
    ),
}
"""By the name in mkdocs.yml, without the theme's name before it."""
