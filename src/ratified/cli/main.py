"""`ratified`: finds the verb, runs it, and turns whatever happens into an exit code and a sentence."""

from __future__ import annotations

import importlib
import os
import sys
from io import TextIOWrapper
from keyword import iskeyword
from typing import TYPE_CHECKING, NoReturn

import click

from ratified import __version__
from ratified.cli import exits

if TYPE_CHECKING:
    from collections.abc import Sequence

_VERBS = {
    "acknowledge": "Write that you have read DOC, as it is approved on main: a line in your file under "
    "data/acknowledgements/.",
    "adopt": "Put the policies into force: prepare what adopts them, and say who merges it.",
    "check": "Check who ratified what, the data, the policy and the runbooks, and list every finding.",
    "clock": "Print by when whom must be told: clocks in scope, contracts in force, our own commitments.",
    "coverage": "List every clause of the policy with what shows that it is kept, and what nothing checks, with the "
    "reason.",
    "demo": "Write the repository of Example Corp, a made-up company, with its history into DIR.",
    "explain": "Print the page of the rule CODE: what it catches, why it matters, how to fix it.",
    "head": "Print today's anchor: the main branch's tip and the day, as `--anchor` takes them.",
    "import": "Take in policies written in Markdown elsewhere: their words as they are, with a row in the register.",
    "init": "Write your company's own repository into DIR, here unless you name one: data, pages, site, CI and the "
    "lock.",
    "join": "Add somebody to the roster: their row, the roles they hold, turns on call, and their key.",
    "leave": "End the roles, turns and keys of PERSON, an id of data/people.yml, after their last day.",
    "log": "List every commit on main that changed DOC, newest first.",
    "new": "Write a new record: a draft with the next id, the roster's names and the runbook's questions.",
    "owners": "Print CODEOWNERS as the register asks for it: of each governed file, who may approve it.",
    "pdf": "Print the policy and each runbook of a built site as PDF, with a cover and the commit on every page.",
    "reaffirm": "Set the review date of each DOC to the day, and say who may approve that.",
    "reviews": "Keep as evidence what the Git host says of merged requests: who reviewed which head, and when.",
    "site": "Build or serve the policy site: strictly, and so that nothing is read or run that nobody governs.",
    "status": "Say who ratified every document, when, with what proof, and whether that still holds.",
    "trust": "Say whose keys count: a Git host's that signs merges, and people's own.",
    "trace": "Print every target that the policy set for INC, and what happened.",
    "upgrade": "Bring the files that `ratified init` wrote up to this version, on a branch: run it with the new "
    "version.",
    "verify-site": "Say which pages of the site in DIR are what was approved, which were altered after the build, "
    "which are unknown.",
    "whatif": "Say what would break without a person or a role.",
}
"""What each verb does, as its own help begins. Its module under `ratified.cli` has its name and is loaded to run it."""


class _LazyCommands(click.Group):
    """Imports a verb only when it runs, so that `ratified --help` costs nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        name = cmd_name.replace("-", "_") + "_" * iskeyword(cmd_name)
        command: click.Command = getattr(importlib.import_module(f"ratified.cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does, without loading a verb."""
        room = formatter.width - 6 - max(map(len, _VERBS))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(verb, click.Command(verb, help=s).get_short_help_str(room)) for verb, s in _VERBS.items()]
            )


_OF_SITE = frozenset({"mkdocs", "mkdocs_macros", "material", "turbohtml"})
"""What only the extra `site` installs."""


@click.group(cls=_LazyCommands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ratified")
def ratified() -> None:
    """Prove that a security policy is approved, current, and was followed.

    Exit codes: 0 clean, 1 findings at error level, 2 could not decide, 3 a bug of ours, 130 interrupted.
    """


def run() -> NoReturn:
    """The entry point of the command. What it reads and prints is UTF-8, whatever the locale says."""
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:  # or names would not be those git knows
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - our own command again, as it was given
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    try:
        if sys.stdout is None:
            raise exits.CannotDecideError("there is no standard output to write to")
        code = ratified.main(list(arguments), prog_name="ratified", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else exits.CLEAN
    except click.ClickException as error:
        error.show()
        return exits.UNDECIDED
    except exits.CannotDecideError as error:
        click.echo(f"ratified: {error}", err=True)
        return exits.UNDECIDED
    except (KeyboardInterrupt, click.Abort):
        return exits.INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return exits.UNDECIDED
    except OSError as error:
        _forget_output()
        click.echo(f"ratified: cannot go on: {error.strerror or error}", err=True)
        return exits.UNDECIDED
    except Exception as error:
        return _failed(error, arguments)


def _failed(error: Exception, arguments: Sequence[str]) -> int:
    """Say why the history decides nothing, or that the fault is ours."""
    from ratified.git.error import HistoryError
    from ratified.output import terminal

    if isinstance(error, ModuleNotFoundError) and str(error.name).partition(".")[0] in _OF_SITE:
        click.echo(
            f"ratified: this needs {error.name}, which is not installed; install ratified with its extra `site`",
            err=True,
        )
        return exits.UNDECIDED
    if isinstance(error, HistoryError):
        click.echo(terminal.line(f"ratified: {error}"), err=True)
        return exits.UNDECIDED
    click.echo(_bug_report(arguments), err=True)
    return exits.BUG


def _forget_output() -> None:
    """Send what is still buffered nowhere, or Python would fail on it once more while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _bug_report(arguments: Sequence[str]) -> str:
    import platform
    import traceback

    facts = f"ratified {__version__}, Python {platform.python_version()}, {platform.system()}"
    return (
        "ratified: this is a bug of ours, not a fault of your repository. Please report what follows.\n\n"
        f"    {facts}\n    arguments: {' '.join(map(repr, arguments))}\n\n{traceback.format_exc()}"
    )
