"""getUpdates, and the webhook that takes its place."""

from typing import Any

from bot.sandbox.methods.call import Call
from bot.sandbox.webhook import Hook

MAX_UPDATES = 100
MAX_TIMEOUT = 50
DEFAULT_CONNECTIONS = 40


async def get_updates(call: Call) -> Any:
    params, updates = call.params, call.telegram.updates
    call.telegram.webhook.must_be_unset()
    _allow(call)
    limit = params.integer("limit", MAX_UPDATES)
    timeout = min(max(params.integer("timeout"), 0), MAX_TIMEOUT)
    return await updates.poll(params.integer("offset"), limit, timeout)


async def set_webhook(call: Call) -> Any:
    params = call.params
    hook = Hook(
        params.text("url"),
        params.text("secret_token"),
        params.integer("max_connections", DEFAULT_CONNECTIONS),
        params.upload("certificate") is not None,
    )
    call.telegram.webhook.set(hook)
    _allow(call)
    _drop(call)
    return True


async def delete_webhook(call: Call) -> Any:
    call.telegram.webhook.remove()
    _drop(call)
    return True


async def get_webhook_info(call: Call) -> Any:
    return call.telegram.webhook.as_json()


def _allow(call: Call) -> None:
    if call.params.has("allowed_updates"):
        call.telegram.updates.allow(call.params.parsed("allowed_updates") or ())


def _drop(call: Call) -> None:
    if call.params.flag("drop_pending_updates"):
        call.telegram.updates.clear()
