"""What counts as using the paper here; the appeal only comes to who does that."""

from handlers.readers import follow, read_here, search, video
from handlers.routes import Route

_ACTIONS = frozenset(
    {
        read_here.read_here,
        search.search,
        search.topic,
        video.video,
        follow.follow,
        follow.toggle,
        follow.begin,
        follow.begin_topic,
        follow.begin_daily,
        follow.begin_story,
    }
)


def is_action(route: Route) -> bool:
    """Whether the route is one of those."""
    return route.handle in _ACTIONS
