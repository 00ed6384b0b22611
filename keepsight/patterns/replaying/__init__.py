"""Replay: one life asked again as it stood on every day, for all together and for each agency alone."""
