"""Faults of the site: what it is made from, and what its build would run."""

from __future__ import annotations

from dataclasses import replace

from ratified.demo.fault import REGISTER, DemoFault, approved
from ratified.demo.landings import Edit

_SETTINGS = "mkdocs.yml"
_SHEET = "docs/styles/print.css"
_NAMED = Edit(_SETTINGS, "  - assets/company.css\n", "  - assets/company.css\n  - styles/print.css\n")

FAULTS: tuple[DemoFault, ...] = (
    DemoFault(
        "unknown-plugin",
        "APR-40",
        _SETTINGS,
        "mkdocs.yml names a plugin of which nobody knows what it reads.",
        (
            approved(
                "Site: a blog",
                "omar",
                "dana",
                "signed",
                Edit(_SETTINGS, "plugins:\n  - search\n", "plugins:\n  - search\n  - blog\n"),
            ),
        ),
    ),
    DemoFault(
        "code-in-the-settings",
        "APR-40",
        _SETTINGS,
        "mkdocs.yml holds a tag that runs code when the settings are read.",
        (
            approved(
                "Site: where it was built",
                "omar",
                "dana",
                "signed",
                Edit(
                    _SETTINGS,
                    "extra_css:\n",
                    "extra: {built_in: !!python/object/apply:os.getcwd []}\nextra_css:\n",
                ),
            ),
        ),
    ),
    DemoFault(
        "pushed-style-sheet",
        "APR-01",
        REGISTER,
        "a style sheet that mkdocs.yml names outside of docs/assets was changed by a push straight to main.",
        (
            approved(
                "Site: a sheet for paper", "omar", "dana", "signed", _NAMED, Edit(_SHEET, None, "h1 { margin: 0 }\n")
            ),
            replace(
                approved(
                    "Site: no reasons on paper",
                    "omar",
                    "omar",
                    "none",
                    Edit(_SHEET, "h1 { margin: 0 }\n", ".r-reason { display: none }\n"),
                    minutes=30,
                ),
                shape="direct",
            ),
        ),
    ),
    DemoFault(
        "pushed-glossary",
        "APR-01",
        REGISTER,
        "a meaning that every page shows as a tooltip was changed by a push straight to main.",
        (
            replace(
                approved(
                    "Glossary: any pause contains",
                    "omar",
                    "omar",
                    "none",
                    Edit(
                        "docs/glossary.md",
                        "can do no more harm, shown by a check. It does not",
                        "can do no more harm for now. It does not",
                    ),
                ),
                shape="direct",
            ),
        ),
    ),
    DemoFault(
        "module-in-a-librarys-place",
        "SIT-20",
        "yaml.py",
        "a module at the root bears the name of a library that the site's build imports.",
        (approved("A helper for YAML", "omar", "dana", "signed", Edit("yaml.py", None, '"""Nothing yet."""\n')),),
    ),
    DemoFault(
        "runbook-off-the-site",
        "SIT-21",
        _SETTINGS,
        "mkdocs.yml keeps a runbook that is in force from the site.",
        (
            approved(
                "Site: without drafts",
                "omar",
                "dana",
                "signed",
                Edit(_SETTINGS, "extra_css:\n", "draft_docs: runbooks/RB-02-*.md\nextra_css:\n"),
            ),
        ),
    ),
)
