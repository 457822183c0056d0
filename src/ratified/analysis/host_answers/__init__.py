"""What the five Git hosts answer of a merged request, as one record that is alike for all: pure, and strict where it
decides.
"""

from __future__ import annotations

from ratified.analysis.host_answers.answer_files import FetchedRequest, NotTakenError
from ratified.analysis.host_answers.azure import azure_request
from ratified.analysis.host_answers.bitbucket import bitbucket_request
from ratified.analysis.host_answers.gitea import gitea_request
from ratified.analysis.host_answers.github import github_request
from ratified.analysis.host_answers.gitlab import gitlab_request

READERS = {
    "github": github_request,
    "gitlab": gitlab_request,
    "gitea": gitea_request,
    "bitbucket": bitbucket_request,
    "azure": azure_request,
}
"""By the name of the host: from the files of one request to its record. Each raises NotTakenError."""

__all__ = ["READERS", "FetchedRequest", "NotTakenError"]
