"""getUpdates and the webhook methods that a polling bot calls. Setting a webhook is not offered yet."""

from typing import Any

from bot.sandbox.methods.call import Call

MAX_UPDATES = 100
MAX_TIMEOUT = 50


async def get_updates(call: Call) -> Any:
    params, updates = call.params, call.telegram.updates
    if params.has("allowed_updates"):
        updates.allow(params.parsed("allowed_updates") or ())
    limit = params.integer("limit", MAX_UPDATES)
    timeout = min(max(params.integer("timeout"), 0), MAX_TIMEOUT)
    return await updates.poll(params.integer("offset"), limit, timeout)


async def delete_webhook(call: Call) -> Any:
    if call.params.flag("drop_pending_updates"):
        call.telegram.updates.clear()
    return True


async def get_webhook_info(call: Call) -> Any:
    pending = call.telegram.updates.count()
    return {"url": "", "has_custom_certificate": False, "pending_update_count": pending}
