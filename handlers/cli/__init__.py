"""The command line: one file per command. main.py hands over what each of them does.

Exit status: 0 done; 1 the thing asked about is not well; 2 wrong use or settings, or a database that cannot
be used as things are.
"""

import typer

from handlers.cli import (
    appeal,
    backup,
    check_feed,
    demo,
    doctor,
    export_subscribers,
    feeds,
    import_subscribers,
    init,
    members,
    migrate,
    people,
    preview,
    prune,
    restore,
    run,
    stars,
    stats,
    summarize,
)
from handlers.cli.program import Program

_WORK = (run, demo, init, doctor, check_feed, preview, summarize, stats, feeds, people)
_SUPPORT = (appeal, members, stars)
_UPKEEP = (migrate, backup, restore, export_subscribers, import_subscribers, prune)


def command_line(program: Program) -> typer.Typer:
    """The `kolporter` command with all its commands."""
    app = typer.Typer(
        help="Kolporter: a newspaper's own Telegram service.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    for command in (*_WORK, *_SUPPORT, *_UPKEEP):
        command.add_to(app, program)
    return app
