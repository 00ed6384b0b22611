"""PostgreSQL as Keepsight uses it: Django's own, which writes the audit before it commits."""
