"""The invented town written large: so many children, by a seed, as their agencies' files or as columns.

`rates.toml` says how life goes there, and that all of it is invented; `sql/` draws the lives; `files` and `columns` write
the one world two ways. Nothing here knows a pattern, and nobody here lives.
"""

from keepsight.town.population.columns import write_columns
from keepsight.town.population.files import write_files

__all__ = ["write_columns", "write_files"]
