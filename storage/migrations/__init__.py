"""Alembic's environment and the migrations of both databases."""
