"""A push as the desk sees it: the one message that grows while it goes out and becomes its report."""

from html import escape
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal, format_percent

from bot.domain.ids import PushId
from bot.domain.progress import Progress, PushAtWork
from bot.domain.push_reports import Effect, Effects, Stage
from bot.domain.pushes import Button, ButtonRows, Card, PushState, Style
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.desk import wall_time
from bot.rendering.plain import one_line, shorten

_HEADLINE, _SAID = 200, 300
_CELLS = 12
_RARE = ("failed", "blocked", "unknown", "expired", "cancelled")
_TAPS = (Effect.READ_HERE, Effect.LESS, Effect.LINK)
_AFTER = {Stage.AFTER_AN_HOUR: "report.after_an_hour", Stage.AFTER_A_DAY: "report.after_a_day"}


def progress_card(
    push: PushAtWork, progress: Progress, *, asks: bool, is_held: bool, zone: ZoneInfo, texts: Texts
) -> Card:
    """While it goes out or waits. `asks`: whether to cancel the rest; `is_held`: all pushing is stopped."""
    parts = [_headline(push), _state(push, is_held, texts)]
    if progress.planned:
        parts += [_bar(progress, texts), _counts(progress, texts)]
    if progress.per_second and not is_held:
        parts.append(_pace(progress, zone, texts))
    return Card(html="\n".join(parts), buttons=_buttons(push, progress, asks, texts))


def report_card(
    push: PushAtWork,
    progress: Progress,
    *,
    when: str,
    stage: Stage,
    effects: Effects,
    texts: Texts,
    buttons: ButtonRows = (),
) -> Card:
    """That it has ended, and `when` on the paper's clocks; later with what readers made of it."""
    parts = [
        _headline(push),
        texts.html(f"report.{push.state}", when=when),
        _counts(progress, texts),
    ]
    if stage in _AFTER:
        parts += ["", texts.html(_AFTER[stage]), *_effects(effects, texts)]
    else:
        parts.append(texts.html("report.to_come"))
    return Card(html="\n".join(parts), buttons=buttons)


def _headline(push: PushAtWork) -> str:
    return f"<b>{escape(shorten(one_line(push.headline), _HEADLINE))}</b>"


def _state(push: PushAtWork, is_held: bool, texts: Texts) -> str:
    if push.state is PushState.PAUSED:
        if push.stopped_for:
            return texts.html("progress.stopped", said=shorten(push.stopped_for, _SAID))
        return texts.html("progress.paused")
    return texts.html("progress.held" if is_held else "progress.sending")


def _bar(progress: Progress, texts: Texts) -> str:
    share = _ended(progress) / progress.planned
    cells = int(share * _CELLS)
    # 100 % is said of what has ended, not of what nearly has.
    percent = format_percent(min(share, 1.0) if share >= 1 else int(share * 100) / 100, locale=texts.language)
    return f"{'▓' * cells}{'░' * (_CELLS - cells)} {percent}"


def _ended(progress: Progress) -> int:
    return (
        progress.sent
        + progress.failed
        + progress.blocked
        + progress.unknown
        + progress.expired
        + progress.cancelled
    )


def _counts(progress: Progress, texts: Texts) -> str:
    """What went well of all, then whatever else there is."""
    sent, planned = _number(progress.sent, texts), _number(progress.planned, texts)
    rare = [
        texts.html(f"progress.{name}", number=_number(figure, texts))
        for name in _RARE
        if (figure := getattr(progress, name))
    ]
    return " · ".join([texts.html("progress.sent", sent=sent, planned=planned), *rare])


def _pace(progress: Progress, zone: ZoneInfo, texts: Texts) -> str:
    pace = texts.html(
        "progress.pace", number=format_decimal(round(progress.per_second, 1), locale=texts.language)
    )
    if progress.eta is None:
        return pace
    return f"{pace} · {texts.html('progress.eta', when=wall_time(progress.eta, zone, texts))}"


def _effects(effects: Effects, texts: Texts) -> list[str]:
    taps = [
        texts.html(f"report.{effect}", number=_number(effects.of(effect), texts))
        for effect in _TAPS
        if effect is not Effect.LINK or effects.of(effect)
    ]
    went = texts.html(
        "report.went",
        unfollowed=_number(effects.of(Effect.UNFOLLOWED), texts),
        gone=_number(effects.gone, texts),
    )
    return [" · ".join(taps), went]


def _who_will_not(push: PushAtWork, progress: Progress, texts: Texts) -> str:
    """Get it, when the rest is cancelled. While more are planned nobody knows how many they are."""
    if push.tally.is_growing:
        return texts.plain("button.cancel_all_others")
    return texts.plain("button.cancel_rest", number=_number(progress.planned - _ended(progress), texts))


def _buttons(push: PushAtWork, progress: Progress, asks: bool, texts: Texts) -> ButtonRows:
    if asks:
        yes = Button(
            _who_will_not(push, progress, texts),
            data=pack(Action.CANCEL_REST, push.push_id),
            style=Style.DANGER,
        )
        return (yes,), (_button(Action.KEEP_PUSH, "button.keep_push", push.push_id, texts),)
    turn = (
        _button(Action.RESUME_PUSH, "button.resume_push", push.push_id, texts)
        if push.state is PushState.PAUSED
        else _button(Action.PAUSE_PUSH, "button.pause_push", push.push_id, texts)
    )
    return ((turn, _button(Action.ASK_CANCEL, "button.ask_cancel", push.push_id, texts)),)


def _button(action: Action, key: str, push_id: PushId, texts: Texts) -> Button:
    return Button(texts.plain(key), data=pack(action, push_id))


def _number(value: int, texts: Texts) -> str:
    return str(format_decimal(value, locale=texts.language))
