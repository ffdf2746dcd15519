"""Everything that is known of one article before it is put together: the entry and up to three documents."""

from dataclasses import dataclass
from functools import cached_property

from bot.articles.metadata import Metadata, completed
from bot.articles.source import Source
from bot.domain.articles import Dropped, Video
from bot.domain.entries import Entry

_AS_MUCH = 0.8


@dataclass(frozen=True)
class Material:
    """The post behind a page says it best, then the page, then the feed's content."""

    entry: Entry
    post: Source
    page: Source
    content: Source

    @property
    def sources(self) -> tuple[Source, Source, Source]:
        """Best first."""
        return self.post, self.page, self.content

    @cached_property
    def metadata(self) -> Metadata:
        """What post and page say about the article."""
        return completed(self.post.metadata, self.page.metadata)

    @cached_property
    def text(self) -> Source:
        """The document whose text counts: a page behind a login may hold less than the feed."""
        longest = max(source.text.length for source in self.sources)
        return next(source for source in self.sources if source.text.length >= _AS_MUCH * longest)

    @property
    def body(self) -> tuple[str, ...]:
        """The article's paragraphs."""
        return tuple(block.text for block in self.text.text.body)

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """What was left out of the document whose text counts; of all, where none has any text."""
        told = (self.text,) if self.text.text.body else self.sources
        return tuple(dict.fromkeys(one for source in told for one in source.text.dropped))

    @property
    def captions(self) -> tuple[str, ...]:
        """What stands under the pictures."""
        return tuple(text for source in self.sources for text in source.captions)

    @property
    def topics(self) -> tuple[str, ...]:
        """Sections, then the feed's categories, then tags."""
        return (*self.metadata.sections, *self.entry.categories, *self.metadata.tags)

    @property
    def videos(self) -> tuple[Video, ...]:
        """Of page and post, then of the feed."""
        return tuple(
            video
            for videos in (*(source.videos for source in self.sources), self.entry.videos)
            for video in videos
        )

    @property
    def pictures(self) -> tuple[str, ...]:
        """In the texts of page, post and feed."""
        return tuple(picture for source in self.sources for picture in source.pictures)

    @property
    def appeal(self) -> str | None:
        """The membership appeal, wherever it stands."""
        return next(("\n".join(source.appeal) for source in self.sources if source.appeal), None)

    @property
    def prints(self) -> tuple[str, ...]:
        """Of every paragraph, each once."""
        return tuple(dict.fromkeys(mark for source in self.sources for mark in source.prints))
