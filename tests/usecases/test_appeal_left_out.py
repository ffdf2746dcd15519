"""Of the paper's own pages the appeal is nowhere: not in the article, not in its summary, in no answer."""

from pathlib import Path

import pytest

from bot.articles.read import read_page
from bot.domain.entries import Entry
from bot.domain.ids import Edition
from tests.usecases.house import ANA, House, person

SHARED = Path(__file__).parents[2].parent / "shared"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not here")
PAGES = [
    ("en", "data/seed_pages/page_en_seed.html", "access to web content is free, members, equality"),
    ("mk", "data/seed_pages/page_mk_seed.html", "пристап до веб содржините бесплатен член еднаквост"),
    ("en", "seed/article-en.txt", "financially supporting the community of readers"),
]
APPEAL = (
    "equality in information",
    "Dear reader",
    "Become a member",
    "еднаквост",
    "Драги читателу",
    "Станете член",
)


@pytest.mark.parametrize(("language", "path", "question"), PAGES)
async def test_who_asks_in_the_appeals_words_is_answered_without_them(
    new_house: House, language: str, path: str, question: str
) -> None:
    page = (SHARED / path).read_bytes()
    entry = Entry(url=f"{new_house.web.address}/putin")
    draft = read_page(entry, page, edition=Edition(language), topic=None).draft
    assert draft.appeal
    said = " ".join((*draft.body, draft.summary, *draft.key_points))
    assert not [one for one in APPEAL if one in said]
    async with new_house.world.open_store() as store:
        await store.articles.file(draft, feed_id=None, keys=("k",), fingerprint="", now=new_house.clock.now())
    ana = person(ANA, language=language)
    asked = [await new_house.newsroom.answer_question(ana, one) for one in (question, "Putin Путин")]
    assert asked[1].found
    told = [sentence for answer in asked for found in answer.found for sentence in found.sentences]
    assert not [one for sentence in told for one in APPEAL if one in sentence]
