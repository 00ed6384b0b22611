"""Papers printed from below: each figure live, each claim with its source."""
