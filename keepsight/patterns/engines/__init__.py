"""The engines that ask the same shapes: PostgreSQL for one family, live; DuckDB for a population."""
