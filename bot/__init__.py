"""Kolporter itself: what stays true if the paper leaves Telegram or SQL.

Handlers face the people, storage faces the database; this package holds the words, the decisions
and the doors to the outside (feeds, pages, Telegram as a carrier).
"""
