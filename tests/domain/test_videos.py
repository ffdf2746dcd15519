"""Where a player's video is watched."""

import pytest

from bot.domain.videos import is_video_file, watch_address


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/embed/videoseries?list=PL1",
        "https://www.youtube.com/@channel",
        "https://youtu.be/short",
        "https://geo.dailymotion.com/player.html?video=a/b",
        "https://www.facebook.com/plugins/video.php?href=https%3A%2F%2F%5Bbad",
        "https://maps.example/embed",
    ],
)
def test_it_knows_no_video_in(url: str) -> None:
    assert watch_address(url) is None


@pytest.mark.parametrize(
    ("url", "watch"),
    [
        ("https://geo.dailymotion.com/player.html?video=x8abc", "https://www.dailymotion.com/video/x8abc"),
        ("https://www.youtube.com/watch?v=AbCdEfGhIjK&t=9", "https://www.youtube.com/watch?v=AbCdEfGhIjK"),
        (
            "https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fpaper%2Fvideos%2F42%2F",
            "https://www.facebook.com/paper/videos/42",
        ),
    ],
)
def test_it_finds_the_address_behind_a_player(url: str, watch: str) -> None:
    assert watch_address(url) == watch


def test_a_video_file_is_known_by_its_ending() -> None:
    assert is_video_file("https://paper.example/a.MP4?x=1")
    assert not is_video_file("https://paper.example/a.jpg")
