"""`ratified init`: a company's own repository, from twelve questions or a file of answers."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ratified import __version__
from ratified.cli import exits
from ratified.cli.options import as_of_option
from ratified.git.blob_id import blob_id
from ratified.git.repository_checks import object_format
from ratified.init import writing
from ratified.init.answer_faults import faults_of
from ratified.init.plan import PlanError, planned
from ratified.init.questions import QUESTIONS, Question
from ratified.init.record_text import RECORD, record_text
from ratified.model.answers import Answers
from ratified.model.starter_record import StarterFile, StarterRecord
from ratified.policy.catalogue import clock_catalogue
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from datetime import date

    from ratified.init.plan import Plan


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--answers", "file", metavar="FILE", type=click.Path(path_type=Path), help="Read the answers from FILE.")
@click.option("--dry-run", is_flag=True, help="Print what would be written, and write nothing.")
@click.option("--regimes", is_flag=True, help="List the notification clocks that an answer may name, and end.")
@as_of_option
def init(folder: Path, file: Path | None, dry_run: bool, regimes: bool, as_of: date) -> int:
    """Write your company's own repository into DIR, here unless you name one: data, pages, site, CI and the lock.

    It asks at most twelve questions, or reads their answers from FILE. DIR may hold files: none is overwritten, and
    a run that was stopped goes on where it was.

    Example: ratified init policies --answers answers.yml
    """
    if regimes:
        for clock in clock_catalogue().clocks:
            click.echo(f"{clock.id}: {clock.regime}" + (f", to {clock.to}" if clock.to else ""))
        return exits.CLEAN
    root = folder.resolve()
    before = None if file else _remembered(root)
    name, text = _answers(file, before)
    answers = _read(name, text, as_of.year)
    try:
        plan = planned(answers, as_of, writing.main_branch(root / ".git"))
        plan = _with_record(root, plan, answers, as_of)
        found = writing.looked_through(root, plan.files)
        if dry_run:
            _say_plan(found, plan)
            return exits.CLEAN
        git_dir = writing.git_folder(root)
        writing.remember(git_dir, text)
        written = writing.write(root, git_dir, plan.files)
    except (PlanError, writing.InitError) as error:
        raise exits.CannotDecideError(str(error)) from error
    _say_written(written, plan, folder)
    return exits.CLEAN


def _with_record(root: Path, plan: Plan, answers: Answers, day: date) -> Plan:
    """The plan with the record of it: of each file that is new, or there already just as it would be written."""
    found = writing.looked_through(root, plan.files)
    format_ = object_format(root)
    written = tuple(
        StarterFile(path=path, blob=blob_id(plan.files[path], format_)) for path in sorted((*found.made, *found.same))
    )
    record = StarterRecord(engine=__version__, begun=day, answers=answers, files=written)
    return plan._replace(files={**plan.files, RECORD: record_text(record)})


def _remembered(root: Path) -> str | None:
    return writing.remembered(writing.git_folder(root)) if (root / ".git").exists() else None


def _answers(file: Path | None, before: str | None) -> tuple[str, str]:
    """The answers as YAML, and what to call them in messages."""
    if file is not None:
        text = decode(str(file), file.read_bytes())
        if isinstance(text, ReadingFault):
            raise exits.CannotDecideError(f"{text.place}: {text.message}; {text.help}")
        return str(file), text
    if before is not None:
        click.echo("Going on with the answers of the run that was stopped.", err=True)
        return "the answers", before
    if not sys.stdin.isatty():
        raise exits.CannotDecideError("there is no terminal to ask on; give the answers with --answers FILE")
    asked, incidents = [], True
    for question in QUESTIONS:
        if incidents or not question.incidents:
            asked.append(_ask(question))
            incidents = incidents and "profiles: [approvals]" not in asked[-1]
    return "the answers", "".join(asked)


def _ask(question: Question) -> str:
    while True:
        typed_ = [click.prompt(question.text, default=question.default, err=True)] if not question.many else []
        if question.many:
            click.echo(f"{question.text}; one a line, an empty line ends", err=True)
            while line := click.prompt("", default="", show_default=False, prompt_suffix="> ", err=True):
                typed_.append(line)
        try:
            if typed_ or question.default is not None:
                return question.lines(typed_)
            click.echo("at least one is needed", err=True)
        except ValueError as error:
            click.echo(str(error), err=True)


def _read(name: str, text: str, year: int) -> Answers:
    file = read_yaml(name, text)
    answers = typed(Answers, file)
    faults = list(file.faults)
    if answers is not None:
        faults += faults_of(answers, {clock.id for clock in clock_catalogue().clocks}, year)
    if faults or answers is None:
        listed = "\n".join(f"{fault.place}: {fault.message}; {fault.help}" for fault in faults)
        raise exits.CannotDecideError(f"the answers cannot be used, so nothing was written:\n{listed}")
    return answers


def _say_plan(found: writing.WrittenFiles, plan: Plan) -> None:
    for path in found.made:
        click.echo(f"would write {path}, {len(plan.files[path]):,} bytes")
    for path in found.kept:
        click.echo(f"would keep {path} as it is")
    click.echo(f"{len(found.made)} to write, {len(found.same)} there already, {len(found.kept)} kept as they are")


def _say_written(found: writing.WrittenFiles, plan: Plan, folder: Path) -> None:
    for path in found.kept:
        click.echo(f"{path} was there and stays as it is; what would have been written differs")
    click.echo(
        f"{len(found.made)} files written, {len(found.same)} there already, {len(found.kept)} kept as they were."
    )
    if plan.left:
        click.echo("\nWhat only you know, now or later:")
    for sentence in plan.left:
        click.echo(f"  - {sentence}")
    there = "" if folder == Path() else f"cd -- {shlex.quote(str(folder))} && "
    click.echo(f'\nNext: {there}git add --all && git commit --message "policy: Begin" && ratified check')
