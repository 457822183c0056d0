"""The reference of all commands as a page, made of their own help: what each does, takes and prints."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import click

from ratified.cli.main import ratified

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """\
# Commands

Made of the commands' own help by `make schemas`: `--help` behind any of them prints the same. What they mean in
depth is in [How the commands judge](in-depth.md).
"""
_EXAMPLE = "Example: "
_MARKED = re.compile(r"(?<![\w`-])(--[a-z][a-z-]*)")
_SAME = frozenset({"help", "repo", "as_of"})
"""Options that many commands have, explained once."""


def commands_page() -> str:
    """The page, in Markdown."""
    parts = [_HEAD, _common()]
    parts += [_section(name, command) for name, command in commands(ratified, "ratified")]
    return "\n".join(parts)


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group that can be run, by the words that run it, in the order of the alphabet."""
    context = click.Context(group, info_name=name)
    for verb in group.list_commands(context):
        command = group.get_command(context, verb)
        if command is None:
            continue
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield f"{name} {verb}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {verb}")


def _common() -> str:
    every = ratified.get_command(click.Context(ratified), "status")
    if every is None:
        raise RuntimeError("there is no `ratified status`, whose options say what many commands take")
    rows = [row for param in every.params if param.name in _SAME for row in _option(param, every)]
    codes = (inspect.getdoc(ratified.callback) or "").partition("\n\n")[2]
    return "\n".join(("Most commands take these:", "", *_table(rows), "", " ".join(codes.split()), ""))


def _section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join((name, *command.collect_usage_pieces(context)))
    *paragraphs, example = _paragraphs(command)
    rows = [row for param in command.params if param.name not in _SAME for row in _option(param, command)]
    parts = [f"## {name}", "", *(line for text in paragraphs for line in (_marked(text), "")), "```sh", usage]
    parts += [f"{example.removeprefix(_EXAMPLE)}   # for example", "```", ""]
    return "\n".join((*parts, *(_table(rows) if rows else ()), *([""] if rows else ())))


def _paragraphs(command: click.Command) -> list[str]:
    """The help in paragraphs, the last of which is the example."""
    return [" ".join(part.split()) for part in inspect.cleandoc(command.help or "").split("\n\n")]


def _option(param: click.Parameter, command: click.Command) -> Iterator[tuple[str, str]]:
    found = param.get_help_record(click.Context(command)) if isinstance(param, click.Option) else None
    if found is not None:
        yield found


def _table(rows: list[tuple[str, str]]) -> list[str]:
    """Bars end a cell, also in code; what stands in brackets beside text is no link."""
    cells = (
        (f"`{option}`".replace("|", "\\|"), _marked(" ".join(said.split()).replace("[", "\\[")))
        for option, said in rows
    )
    return ["| Option | What it does |", "|---|---|", *(f"| {option} | {said} |" for option, said in cells)]


def _marked(text: str) -> str:
    """A text with the options that it names as code."""
    return _MARKED.sub(r"`\1`", text)
