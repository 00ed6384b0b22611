"""Forms of a partnership's own: their wording, their editions, and what is filled in."""
