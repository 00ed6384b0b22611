"""Three questions that others can be asked too, asked of each: what it costs, and whether the answers are the same."""
