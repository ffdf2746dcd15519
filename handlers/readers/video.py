"""`/video`: the newest videos, and the way to one a day."""

from bot.rendering.lists import video_list
from handlers.context import Talk
from handlers.readers.follow_pages import daily_offer


async def video(talk: Talk) -> None:
    """List the newest articles with a video, each leading to it; offer the video of the day."""
    answer = await talk.newsroom.answer_question.videos(talk.person)
    paper = talk.edition(answer.edition).title
    title = talk.texts.html("video.title", paper=paper)
    found = video_list(title, answer.articles, talk.texts, answer.now)
    stances = await talk.newsroom.follow.on_offer(talk.person)
    offer = daily_offer(stances, talk.newsroom.paper, talk.texts)
    talk.say(found if answer.articles else talk.texts.html("video.none", paper=paper), offer)
