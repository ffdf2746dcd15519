"""getUpdates and the webhook methods that a polling bot calls. Setting a webhook is not offered yet."""

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.call import Call

MAX_UPDATES = 100
MAX_TIMEOUT = 50


async def get_updates(call: Call) -> Any:
    params, updates = call.params, call.telegram.updates
    if params.has("allowed_updates"):
        updates.allow(_kinds(call))
    limit = params.integer("limit", MAX_UPDATES)
    limit = limit if 1 <= limit <= MAX_UPDATES else MAX_UPDATES
    timeout = min(max(params.integer("timeout"), 0), MAX_TIMEOUT)
    return await updates.poll(params.integer("offset"), limit, timeout)


async def delete_webhook(call: Call) -> Any:
    if call.params.flag("drop_pending_updates"):
        call.telegram.updates.clear()
    return True


async def get_webhook_info(call: Call) -> Any:
    pending = call.telegram.updates.count()
    return {"url": "", "has_custom_certificate": False, "pending_update_count": pending}


def _kinds(call: Call) -> list[str]:
    kinds = call.params.parsed("allowed_updates", "allowed updates")
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise bad_request("Expected an Array of String")
    return kinds
