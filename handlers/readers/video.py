"""`/video`: the newest videos."""

from bot.rendering.lists import video_list
from handlers.context import Talk


async def video(talk: Talk) -> None:
    """List the newest articles with a video, each leading to it."""
    answer = await talk.newsroom.answer_question.videos(talk.person)
    paper = talk.edition(answer.edition).title
    title = talk.texts.html("video.title", paper=paper)
    found = video_list(title, answer.articles, talk.texts, answer.now)
    talk.say(found if answer.articles else talk.texts.html("video.none", paper=paper))
