"""The choices under *Less like this*, as buttons that stand in place of the card's own. Pure."""

from bot.domain.articles import Article
from bot.domain.follows import Follow
from bot.domain.paper import Paper
from bot.domain.pushes import Button, ButtonRows
from bot.locales import Texts
from bot.newsroom import Choices
from bot.rendering.callbacks import Action, pack
from bot.rendering.subjects import muted_until, subject_label


def why(choices: Choices, paper: Paper, texts: Texts) -> str:
    """The follow by which it came, in a sentence."""
    if choices.cause is None:
        return texts.plain("why.over")
    subject = choices.cause.subject
    return texts.plain(f"why.{subject.kind}", label=subject_label(subject, paper))


def less_buttons(choices: Choices, paper: Paper, texts: Texts) -> ButtonRows:
    """Why; its story; only in digests, mute, end, or take such a thing back; report an error; and the card's
    own buttons again."""
    rows = _Rows(choices, paper, texts)
    offered = [rows.story()] if choices.story and not choices.story.since else []
    digest = [rows.digest(choices.cause)] if choices.cause else []
    followed = (choices.cause, choices.daily, choices.story)
    ends = dict.fromkeys(rows.end(one) for one in followed if one and one.since)
    changes = (
        *offered,
        *digest,
        *map(rows.mute, choices.mutable),
        *ends,
        *map(rows.begin_again, choices.ended),
    )
    return (rows.why(), *changes, rows.report(), rows.back())


def report_button(article: Article, texts: Texts) -> Button:
    """*Report an error*"""
    return Button(texts.plain("button.report"), data=pack(Action.REPORT, article.id))


class _Rows:
    """One button a row."""

    def __init__(self, choices: Choices, paper: Paper, texts: Texts) -> None:
        self._choices = choices
        self._paper = paper
        self._texts = texts

    def why(self) -> tuple[Button, ...]:
        data = pack(Action.WHY, self._choices.article.id)
        return (Button(self._texts.plain("button.why"), data=data),)

    def story(self) -> tuple[Button, ...]:
        data = pack(Action.FOLLOW_STORY, self._choices.article.id)
        return (Button(self._texts.plain("button.follow_story"), data=data),)

    def report(self) -> tuple[Button, ...]:
        return (report_button(self._choices.article, self._texts),)

    def back(self) -> tuple[Button, ...]:
        data = pack(Action.BACK, self._choices.article.id)
        return (Button(self._texts.plain("button.back"), data=data),)

    def mute(self, one: Follow) -> tuple[Button, ...]:
        if not one.is_muted(self._choices.now):
            return self._about(one, Action.MUTE, self._texts.plain("button.mute", name=self._name(one)))
        day = muted_until(one, self._paper, self._texts)
        label = self._texts.plain("button.unmute", name=self._name(one), day=day)
        return self._about(one, Action.UNMUTE, label)

    def digest(self, one: Follow) -> tuple[Button, ...]:
        if one.mode is None:
            label = self._texts.plain("button.digest_only", name=self._name(one))
            return self._about(one, Action.DIGEST_ONLY, label)
        return self._about(one, Action.AS_BEFORE, self._texts.plain("button.as_before", name=self._name(one)))

    def end(self, one: Follow) -> tuple[Button, ...]:
        return self._about(one, Action.UNFOLLOW, self._texts.plain("button.unfollow", name=self._name(one)))

    def begin_again(self, one: Follow) -> tuple[Button, ...]:
        return self._about(one, Action.REFOLLOW, self._texts.plain("button.refollow", name=self._name(one)))

    def _name(self, one: Follow) -> str:
        return subject_label(one.subject, self._paper)

    def _about(self, one: Follow, action: Action, label: str) -> tuple[Button, ...]:
        return (Button(label, data=pack(action, f"{self._choices.article.id}.{one.subject.ref}")),)
