"""The ground: where a store lies, the PostgreSQL that keeps it, its three roles, and the settings.

A store is one database and one folder. It knows nothing of children; every room above keeps its own tables.
"""
