"""Content → Telegram HTML and buttons. Pure; nothing here knows python-telegram-bot."""
