"""Measurements by hand. See README.md."""
