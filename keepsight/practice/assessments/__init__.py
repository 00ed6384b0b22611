"""Assessments and decisions: their quality, what they rest on, what tools gave, and who knows what came of them."""
