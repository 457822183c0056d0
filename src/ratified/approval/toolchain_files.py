"""The files that decide by what a repository is judged and built: what pins the judge, what starts it, forges' CI.

Whoever changes one of them changes what the check sees, so they belong to AUTHORITY. As everywhere in the register `*`
also takes in a slash. A name that a tool would take before or instead of another one is here beside it.
"""

from __future__ import annotations

PINS = (
    "requirements/*",
    "requirements*.txt",
    "constraints*.txt",
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "uv.lock",
    "uv.toml",
    "poetry.lock",
    "pdm.lock",
    "pixi.lock",
    "Pipfile",
    "Pipfile.lock",
    "pylock.toml",
    "pylock.*.toml",
)
"""What is installed, and in which versions."""

STARTS = (
    "Makefile",
    "makefile",
    "GNUmakefile",
    "tox.ini",
    "noxfile.py",
    "justfile",
    ".ci/*",
    ".pre-commit-config.yaml",
    "action.yml",
    "action.yaml",
)
"""What runs it: `make` takes GNUmakefile before makefile before Makefile."""

FORGE_CI_FILES = (
    ".gitlab-ci.yml",
    ".gitlab/*",
    ".gitea/*",
    ".forgejo/*",
    "bitbucket-pipelines.yml",
    "azure-pipelines.yml",
    ".azure-pipelines/*",
    ".woodpecker.yml",
    ".woodpecker.yaml",
    ".woodpecker/*",
    ".circleci/*",
    ".drone.yml",
    "Jenkinsfile",
    ".travis.yml",
    "appveyor.yml",
    "cloudbuild.yaml",
)
"""What CI does on other forges than the one whose `.github/` AUTHORITY names."""

HOSTS = (
    *(".readthedocs.yaml", ".readthedocs.yml", "netlify.toml", "vercel.json", "wrangler.toml", "firebase.json"),
    *("amplify.yml", "render.yaml", "staticwebapp.config.json"),
)
"""How hosts of sites build one by themselves, and what they serve where."""

CODEOWNERS_FILES = (
    ".github/CODEOWNERS",
    "CODEOWNERS",
    "docs/CODEOWNERS",
    ".gitlab/CODEOWNERS",
    ".gitea/CODEOWNERS",
    ".forgejo/CODEOWNERS",
)
"""Where forges look for a repository's code owners."""

JUDGE = (*PINS, *STARTS, *FORGE_CI_FILES, *HOSTS)
