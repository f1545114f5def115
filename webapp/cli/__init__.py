"""`xiaohao`: the command line. A refusal is a sentence on standard error and exit code 2, never a trace."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import click

from webapp.cli import (
    backup,
    bundles,
    calendars,
    cases,
    diagrams,
    draws,
    escalations,
    journal,
    keys,
    mishaps,
    paper_settings,
    papers,
    plan_updates,
    plans,
    search,
    site,
)
from workflows.rules.errors import InvalidInput, Refusal

REFUSED = 2
INTERRUPTED = 130


class Door(click.Group):
    """The group with the one place where refusals become sentences."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run what was typed; a command that was typed wrongly ends with a sentence too."""
        try:
            sys.exit(super().main(*args, **{**extra, "standalone_mode": False}))
        except click.UsageError as problem:
            _refuse(mishaps.usage(problem))
        except click.Abort:
            sys.exit(INTERRUPTED)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a refusal ends with its sentence, Chinese first."""
        try:
            with mishaps.told():
                return super().invoke(ctx)
        except Refusal as refusal:
            _refuse(sentences(refusal))


def _refuse(lines: list[str]) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(REFUSED)


def sentences(refusal: Refusal) -> list[str]:
    """What a refusal says on a terminal: its sentence in both languages, and every field it names."""
    fields = (
        [f"  {each.label}：{each.message}" for each in refusal.problems] if isinstance(refusal, InvalidInput) else []
    )
    return [str(refusal), *fields, *([refusal.english] if refusal.english else [])]


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """销号：把督察问题从清单里真正划掉。"""


for command in (
    plans.plan,
    diagrams.diagrams,
    calendars.calendar,
    escalations.escalation,
    journal.journal,
    keys.keys,
    cases.cases,
    search.search,
    papers.verify,
    paper_settings.papers,
    bundles.bundle,
    draws.draw,
    backup.backup,
    site.migrate,
    site.demo,
    site.serve,
    site.worker,
    site.tick,
    site.doctor,
):
    main.add_command(command)
for command in (plan_updates.diff, plan_updates.update):
    plans.plan.add_command(command)
