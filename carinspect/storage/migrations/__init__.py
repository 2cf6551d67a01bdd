"""Alembic's migrations: one list for SQLite and PostgreSQL."""
