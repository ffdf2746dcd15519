"""The sandbox: a local stand-in for Telegram's Bot API, with a chat page and a sample newspaper.

`Sandbox(...)` builds it, `serve(sandbox.app)` puts it on a loopback port, `SandboxClient` drives it.
It imports nothing from the rest of the project; only main and the tests import it.
"""

from bot.sandbox.app import Sandbox
from bot.sandbox.client import SandboxClient
from bot.sandbox.clock import SandboxClock
from bot.sandbox.server import serve

__all__ = ["Sandbox", "SandboxClient", "SandboxClock", "serve"]
