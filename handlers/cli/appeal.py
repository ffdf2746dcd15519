"""`appeal`: why a reader is asked for support or not, a year of asking, the words, and what came of them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from bot.domain.appeal_simulation import Outcome, simulate
from bot.domain.appeals import AppealRules, Objection
from bot.domain.ids import ChatId, Edition
from bot.domain.paper import EditionFacts, Paper
from bot.domain.support_figures import Pair, WordingFigures
from bot.errors import UsageError
from bot.office import Explained
from bot.rendering.appeals import samples
from bot.rendering.plain import visible_text
from bot.rendering.statistics_json import pair_json, wording_json
from bot.rendering.wording_table import counted
from handlers.cli.program import JSON, LARGEST_ID, Program, perform, speak

_RULE = "\n" + "─" * 40
_BAR = 50
_DAY_SECONDS = 86_400


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the commands."""
    appeal = typer.Typer(
        help="When readers are asked for support, and with which words.", no_args_is_help=True
    )
    app.add_typer(appeal, name="appeal")

    @appeal.command(context_settings={"ignore_unknown_options": True})  # a group's number is negative
    def explain(
        chat_id: Annotated[int, typer.Argument(min=-LARGEST_ID, max=LARGEST_ID)], as_json: JSON = False
    ) -> None:
        """Say whether this chat would be asked after its next answer, and every reason why not."""
        explained = perform(_explain(program, chat_id))
        told = _explained_json(explained) if as_json else "\n".join(_explained(explained, chat_id))
        typer.echo(told)

    @appeal.command("simulate")
    def simulate_(
        readers: Annotated[int, typer.Option(min=1, max=100_000)] = 2000,
        seed: int = 1,
        edition: Annotated[str, typer.Option(help="By default the paper's first.")] = "",
        as_json: JSON = False,
    ) -> None:
        """Let a year pass for readers that nobody is, under the paper's rules."""
        rules, facts = perform(_rules(program, edition))
        outcome = simulate(rules, facts.wordings, readers=readers, seed=seed)
        typer.echo(_outcome_json(outcome) if as_json else "\n".join(_outcome(outcome)))

    @appeal.command()
    def preview() -> None:
        """Show every wording of every edition as readers see it, and the page it opens."""
        paper = perform(_paper(program))
        for facts in paper.editions.values():
            typer.echo("\n".join(_edition(facts)))

    @appeal.command()
    def counts(days: Annotated[int, typer.Option(min=1, max=3660)] = 90, as_json: JSON = False) -> None:
        """Say what came of each wording, and whether one of the two brings more."""
        wordings, pairs = perform(_counts(program, days))
        told = {
            "wordings": [wording_json(one) for one in wordings],
            "comparisons": [pair_json(one) for one in pairs],
        }
        typer.echo(json.dumps(told) if as_json else "\n".join(counted(wordings, pairs, speak())))

    @appeal.command()
    def reference(written: Annotated[str, typer.Argument(metavar="REFERENCE")]) -> None:
        """Say where a link was tapped that came to the membership page with `ref=REFERENCE`."""
        typer.echo(perform(_reference(program, written)))


async def _explain(program: Program, chat_id: int) -> Explained:
    async with program.office() as office:
        return await office.explain_appeal(ChatId(chat_id))


async def _counts(program: Program, days: int) -> tuple[Sequence[WordingFigures], Sequence[Pair]]:
    async with program.office() as office:
        return await office.explain_appeal.counts(days)


async def _paper(program: Program) -> Paper:
    return program.paper()


async def _rules(program: Program, edition: str) -> tuple[AppealRules, EditionFacts]:
    paper = program.paper()
    if paper.appeals is None:
        raise UsageError("error.appeals_off")
    facts = paper.editions.get(Edition(edition or next(iter(paper.editions))))
    if facts is None:
        raise typer.BadParameter(", ".join(paper.editions), param_hint="--edition")
    return paper.appeals, facts


async def _reference(program: Program, written: str) -> str:
    found = program.references().read(written)
    if found is None:
        raise UsageError("error.bad_reference")
    return speak().plain(
        "appeal.reference",
        day=found.day.isoformat(),
        place=found.place.name.lower(),
        wording=found.wording or "–",
        reader=found.reader or "–",
        edition=found.edition or "–",
        push=found.push or "–",
        article=found.article or "–",
    )


def _explained(explained: Explained, chat_id: int) -> Iterator[str]:
    texts, history, decision = speak(), explained.history, explained.decision
    if decision.wording is not None:
        yield texts.plain("appeal.would_ask", chat=chat_id, wording=decision.wording.key)
    else:
        yield texts.plain("appeal.would_not", chat=chat_id)
        yield from (f"• {_reason(one)}" for one in explained.objections)
    yield texts.plain(
        "appeal.kept",
        actions=explained.actions,
        wanted=explained.wanted,
        asked=f"{history.shown_at:%Y-%m-%d %H:%M} UTC" if history.shown_at else "–",
        wording=history.wording or "–",
        said=texts.plain(f"rest.{history.rest}") if history.rest else "–",
    )


def _reason(objection: Objection) -> str:
    reason = speak().plain(f"whynot.{objection.why}")
    if objection.until is None:
        return reason
    return speak().plain("appeal.until", reason=reason, moment=f"{objection.until:%Y-%m-%d %H:%M} UTC")


def _explained_json(explained: Explained) -> str:
    told = {
        "wording": explained.decision.wording.key if explained.decision.wording else None,
        "why_not": [asdict(one) for one in explained.objections],
        "actions": explained.actions,
        "wanted": explained.wanted,
        "history": asdict(explained.history),
    }
    return json.dumps(told, default=str)


def _outcome(outcome: Outcome) -> Iterator[str]:
    texts = speak()
    gap = outcome.shortest_gap
    yield texts.plain(
        "appeal.simulated",
        readers=outcome.readers,
        actions=outcome.actions,
        appeals=outcome.appeals,
        reminders=outcome.reminders,
        gap=int(gap.total_seconds() / _DAY_SECONDS) if gap else "–",
    )
    heads = ("appeal.times", "appeal.readers", "appeal.so_often", "appeal.at_most")
    yield "  ".join(f"{texts.plain(one):>10}" for one in heads)
    most, so_far = max(outcome.per_reader.values()), 0
    for times, readers in outcome.per_reader.items():
        so_far += readers
        shares = (f"{one / outcome.readers:>10.1%}" for one in (readers, so_far))
        yield "  ".join((f"{times:>10}", f"{readers:>10}", *shares, "█" * round(_BAR * readers / most)))
    yield texts.plain("appeal.shown_each", counts=" · ".join(map(str, outcome.shown)))
    yield texts.plain("appeal.first_reasons")
    for why, count in outcome.refused.items():
        yield f"{count:>8}  {count / outcome.actions:>6.1%}  {texts.plain(f'whynot.{why}')}"


def _outcome_json(outcome: Outcome) -> str:
    gap = outcome.shortest_gap
    told = {
        "readers": outcome.readers,
        "actions": outcome.actions,
        "appeals": outcome.appeals,
        "reminders": outcome.reminders,
        "readers_by_appeals": outcome.per_reader,
        "shortest_gap_days": gap.total_seconds() / _DAY_SECONDS if gap else None,
        "refused": outcome.refused,
        "shown_by_wording": outcome.shown,
    }
    return json.dumps(told)


def _edition(facts: EditionFacts) -> Iterator[str]:
    for key, card in samples(facts).items():
        yield speak().plain("appeal.wording", edition=facts.code, name=key) + _RULE
        yield visible_text(card.html)
        yield from (
            "  ".join(f"[{one.label}] {one.url or ''}".strip() for one in row) for row in card.buttons
        )
        yield ""
