"""`xiaohao`: the command line. A refusal is a sentence on standard error and exit code 2, never a trace."""

from __future__ import annotations

import sys

import click

from webapp.cli import backup, calendars, diagrams, draws, escalations, journal, papers, plans, site
from workflows.rules.errors import InvalidInput, Refusal

REFUSED = 2


class Door(click.Group):
    """The group with the one place where refusals become sentences."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a refusal ends with its sentence, Chinese first."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            for line in sentences(refusal):
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
    papers.verify,
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
