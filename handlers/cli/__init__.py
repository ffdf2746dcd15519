"""The command line: one file per command. main.py hands over what each of them does.

Exit status: 0 done, 1 the thing asked about is not well, 2 wrong use or settings.
"""

import typer

from handlers.cli import appeal, check_feed, demo, doctor, init, preview, run, summarize
from handlers.cli.program import Program


def command_line(program: Program) -> typer.Typer:
    """The `kolporter` command with all its commands."""
    app = typer.Typer(
        help="Kolporter: a newspaper's own Telegram service.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for command in (run, demo, init, doctor, check_feed, preview, summarize, appeal):
        command.add_to(app, program)
    return app
