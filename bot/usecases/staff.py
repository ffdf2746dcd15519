"""Whom the paper's files and its admins together made what: the roles as they hold at this moment."""

from collections.abc import Mapping

from bot.domain.ids import ChatId, UserId
from bot.domain.paper import Paper
from bot.domain.subscribers import Role
from bot.ports import Store


async def role_of(store: Store, paper: Paper, user_id: UserId) -> Role:
    """The higher one of what the configuration says and what was given."""
    floor = paper.role_of(user_id)
    return floor if floor is Role.ADMIN else max(floor, await store.people.role(user_id))


async def staff(store: Store, paper: Paper) -> Mapping[UserId, Role]:
    """Everybody above a reader."""
    roles = dict(paper.roles)
    for one in await store.people.all():
        roles[one.id] = max(one.role, roles.get(one.id, Role.READER))
    return roles


async def admins(store: Store, paper: Paper) -> tuple[ChatId, ...]:
    """The private chats of all admins."""
    roles = await staff(store, paper)
    return tuple(sorted(ChatId(one) for one, role in roles.items() if role is Role.ADMIN))


async def desk_of(store: Store, paper: Paper) -> tuple[ChatId, ...]:
    """The chats that are shown what waits; where these are the editors' own, who became one joins them."""
    if set(paper.desk) != {ChatId(one) for one in paper.editors}:
        return paper.desk
    given = [ChatId(one.id) for one in await store.people.all() if one.role is Role.EDITOR]
    return tuple(dict.fromkeys((*paper.desk, *given)))
