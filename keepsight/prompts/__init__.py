"""What should be looked at: a pattern's answers for a child, kept and continued, each with an owner.

`receive` is the one verb that crosses the rooms: a file is read, its people linked, its entries appended, the patterns
asked and their answers kept, in one transaction.
"""
