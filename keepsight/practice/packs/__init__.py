"""Evidence packs for a decision: their editions, and how one is made."""
