"""Identities: integers that the type checker keeps apart."""

from typing import NewType

FeedId = NewType("FeedId", int)
ArticleId = NewType("ArticleId", int)
StoryId = NewType("StoryId", int)
"""The number of the article that began the story."""
PushId = NewType("PushId", int)
SubscriberId = NewType("SubscriberId", int)
ChatId = NewType("ChatId", int)
"""Telegram's chat id; equals the user's id in a private chat."""
UserId = NewType("UserId", int)
MessageId = NewType("MessageId", int)
ThreadId = NewType("ThreadId", int)
"""A topic of a forum group. Its General topic has none: Telegram refuses the number it is shown under."""

Edition = NewType("Edition", str)
"""A language edition: `mk`, `en` or `sq`."""
