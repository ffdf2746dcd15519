"""Our own HTTP: what Telegram, hubs and watchers call. Starlette and uvicorn come in here alone."""

from handlers.web.app import web_app
from handlers.web.server import listening

__all__ = ["listening", "web_app"]
