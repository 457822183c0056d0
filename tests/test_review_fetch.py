"""The script of `ratified reviews fetch`, run by a shell against a server on loopback that answers as hosts do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from click.testing import CliRunner

from host_answer_files import HOSTS, OWN, answers, told
from ratified.analysis.host_answers.fetched_folder import read_folder
from ratified.cli.main import ratified
from ratified.cli.review_files import folder_files
from ratified.output.fetch_script import fetch_script

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from host_answer_files import Files

TOKEN = "s3cret"  # noqa: S105 - of a server on loopback
ROOTS = {
    "github": "/repos/example/policies",
    "gitlab": "/api/v4/projects/51",
    "gitea": "/api/v1/repos/example/policies",
    "bitbucket": "/2.0/repositories/example/policies",
    "azure": "/example/p52/_apis/git/repositories/r51",
}
LISTS = {"gitlab": "merge_requests", "bitbucket": "pullrequests", "azure": "pullrequests"}


class HostAnswering(BaseHTTPRequestHandler):
    """A host that knows one request. `broken` are addresses at which it answers something else."""

    host = "github"
    given: ClassVar[Files | None] = None
    broken: ClassVar[Mapping[str, tuple[int, bytes]]] = {}

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        path = unquote(address.path).removeprefix(ROOTS[self.host]).strip("/")
        page = int(parse_qs(address.query).get("page", ["1"])[0])
        status, data = self.broken.get(path) or self.found(path, page)
        allowed = self.host == "github" or TOKEN in str(self.headers)
        self.send_response(status if allowed else 401)
        self.end_headers()
        self.wfile.write(data)

    def found(self, path: str, page: int) -> tuple[int, bytes]:
        files = self.given or answers(self.host)
        pull, requests = f"{OWN}pull.json", LISTS.get(self.host, "pulls")
        if not path:
            return 200, files["repository.json"]
        if path == requests:
            rows = [json.loads(files[pull])] if page == 1 else []
            whole = {"bitbucket": {"values": rows}, "azure": {"value": rows, "count": len(rows)}}
            return 200, json.dumps(whole.get(self.host, rows)).encode()
        if path.lower() == f"{requests}/12":
            return 200, files[pull]
        if path.startswith("api/v4/users/"):
            return 200, files[f"users/{path.rpartition('/')[2]}.json"]
        last = path.rpartition("/")[2]
        for name in (f"{OWN}{last}.json", f"{OWN}{last}-{page}.json"):
            if name in files:
                here = f"http://{self.headers['Host']}{ROOTS['bitbucket']}/pullrequests/12/activity?page=2"
                given = json.loads(files[name])
                if isinstance(given, dict) and "next" in given:
                    given["next"] = here
                return 200, json.dumps(given).encode()
        return 404, b'{"message": "Not Found"}'

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), HostAnswering) as found:
        HostAnswering.broken, HostAnswering.given = {}, None
        thread = Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"127.0.0.1:{found.server_address[1]}"
        found.shutdown()
        thread.join()


def runs(host: str, server: str, folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The script run in a folder as a workflow of the host runs it. `gh` is one that asks the server."""
    HostAnswering.host = host
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    stub = f'#!/bin/sh\nfor last; do :; done\nexec curl --silent --fail "http://{server}/$last"\n'
    (programs / "gh").write_text(stub, encoding="ascii")
    (programs / "gh").chmod(0o755)
    (folder / "fetch.sh").write_text(fetch_script(host, "main"), encoding="utf-8")  # type: ignore[arg-type]
    environment = {
        "PATH": f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}",
        "GITHUB_REPOSITORY": "example/policies",
        "GITHUB_SERVER_URL": f"http://{server}",
        "GITEA_TOKEN": TOKEN,
        "CI_API_V4_URL": f"http://{server}/api/v4",
        "CI_PROJECT_ID": "51",
        "GITLAB_TOKEN": TOKEN,
        "BITBUCKET_API": f"http://{server}/2.0",
        "BITBUCKET_REPO_FULL_NAME": "example/policies",
        "BITBUCKET_TOKEN": TOKEN,
        "SYSTEM_COLLECTIONURI": f"http://{server}/example/",
        "SYSTEM_TEAMPROJECTID": "p52",
        "BUILD_REPOSITORY_ID": "r51",
        "SYSTEM_ACCESSTOKEN": TOKEN,
        **more,
    }
    return subprocess.run(
        ["sh", "fetch.sh", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("host", HOSTS)
def test_the_script_brings_what_the_import_reads(host: str, server: str, tmp_path: Path) -> None:
    done = runs(host, server, tmp_path, "fetched")
    assert (done.returncode, done.stdout) == (0, "fetch: merged requests in fetched: 1\n"), done.stderr
    files = folder_files(tmp_path / "fetched")
    read = read_folder(files)
    assert read.refused == {}
    assert read.requests == (told(host, answers(host)),)
    assert (read.forge, read.branch) == (host, "main")
    assert read.host == {"github": "github.com", "bitbucket": "bitbucket.org"}.get(host, server)
    assert {path for path in answers(host) if path.startswith((OWN, "users/"))} <= files.keys()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "fetch.sh", "fetched"]
    assert TOKEN not in done.stderr
    assert not [path for path, data in files.items() if TOKEN.encode() in data], "no secret is kept"


STEPS = {
    "github": ["", "pulls", "pulls/12", "pulls/12/reviews", "pulls/12/commits"],
    "gitlab": [
        "",
        "merge_requests",
        "merge_requests/12",
        "merge_requests/12/approvals",
        "merge_requests/12/reviewers",
        "merge_requests/12/versions",
        "api/v4/users/4211",
    ],
    "gitea": ["pulls", "pulls/12", "pulls/12/reviews", "pulls/12/commits"],
    "bitbucket": ["pullrequests", "pullrequests/12", "pullrequests/12/activity"],
    "azure": ["pullrequests", "pullrequests/12", "pullRequests/12/threads", "pullRequests/12/iterations"],
}


NO_JSON = (200, b"<html>Sign in</html>")
ERRORS = [(host, step, (404, b"{}")) for host, steps in STEPS.items() for step in steps]


@pytest.mark.parametrize(("host", "step", "answer"), [*ERRORS, *((host, STEPS[host][-1], NO_JSON) for host in HOSTS)])
def test_the_first_error_ends_it_and_leaves_nothing(
    host: str, step: str, answer: tuple[int, bytes], server: str, tmp_path: Path
) -> None:
    HostAnswering.broken = {step: answer}
    done = runs(host, server, tmp_path, "fetched")
    assert done.returncode not in {0, 127}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "fetch.sh"]


@pytest.mark.parametrize("host", HOSTS)
def test_a_day_leaves_out_what_did_not_change_since(host: str, server: str, tmp_path: Path) -> None:
    done = runs(host, server, tmp_path, "later", "2026-03-03")
    assert (done.returncode, read_folder(folder_files(tmp_path / "later")).requests) == (0, ()), done.stderr
    done = runs(host, server, tmp_path, "since", "2026-03-02")
    assert len(read_folder(folder_files(tmp_path / "since")).requests) == 1, done.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "name a folder that is not there yet"),
        (("bin",), "fetch: bin is there already; name a folder that is not"),
        (("fetched", "yesterday"), "fetch: yesterday is not a day; write YYYY-MM-DD"),
    ],
)
def test_what_it_is_asked_wrongly_is_said(words: tuple[str, ...], why: str, server: str, tmp_path: Path) -> None:
    done = runs("github", server, tmp_path, *words)
    assert done.returncode == 2
    assert why in done.stderr


def test_a_token_that_is_not_set_is_said(server: str, tmp_path: Path) -> None:
    done = runs("gitlab", server, tmp_path, "fetched", GITLAB_TOKEN="")
    assert done.returncode != 0
    assert "set it to a token that may read the API" in done.stderr


def test_the_next_page_of_bitbucket_is_never_on_another_host(server: str, tmp_path: Path) -> None:
    page = json.loads(answers("bitbucket")[f"{OWN}activity-1.json"])
    page["next"] = "https://elsewhere.example/2.0/x"
    HostAnswering.broken = {"pullrequests/12/activity": (200, json.dumps(page).encode())}
    done = runs("bitbucket", server, tmp_path, "fetched")
    assert done.returncode == 2
    assert "is on another host" in done.stderr


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed here")
@pytest.mark.parametrize("host", HOSTS)
def test_shellcheck_finds_nothing(host: str) -> None:
    script = fetch_script(host, "main")  # type: ignore[arg-type]
    done = subprocess.run(["shellcheck", "-"], input=script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("branch", ["main", "it's @SIZE@", 'a"b', "-x"])
def test_a_branch_of_any_name_is_one_word_of_the_script(branch: str) -> None:
    for host in HOSTS:
        script = fetch_script(host, branch)  # type: ignore[arg-type]
        checked = subprocess.run(["sh", "-n"], input=script, capture_output=True, text=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("remote", "name"),
    [
        ("https://github.com/example/policies.git", "GitHub"),
        ("git@gitlab.example:group/policies.git", "GitLab"),
        ("ssh://git@codeberg.org/example/policies", "Gitea or Forgejo"),
        ("https://someone@bitbucket.org/example/policies.git", "Bitbucket Cloud"),
        ("https://example@dev.azure.com/example/p/_git/policies", "Azure DevOps"),
        ("https://git.example/x.git", "GitHub"),
    ],
)
def test_the_remote_says_which_host_is_asked(remote: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/register.yml").write_text("status: draft\nclasses: {}\ndocuments: []\n", encoding="utf-8")
    for words in (["init", "-q", "-b", "main"], ["config", "remote.origin.url", remote]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    done = CliRunner().invoke(ratified, ["reviews", "fetch", "--repo", str(tmp_path)], standalone_mode=False)
    assert done.exception is None, done.exception
    assert done.output.splitlines()[1].startswith(f"# Asks {name} for the requests that were merged into main")
