"""The database: rows, repositories, migrations. Everything else sees bot/ports.py."""
