"""What happened: the one log. Entries are appended and corrected by further entries; nothing else is ever done to them.

Its queries turn sight into rows, and nothing else reads entries.
"""
