"""Keepsight keeps a child in sight. Rooms, from the ground up: see docs/house.md."""
