"""Kills: the bot dies at any moment, and what it promises is checked against what Telegram accepted."""
