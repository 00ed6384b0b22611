"""What people do about what they see: answers to prompts, disagreements and who must look at them next, a child's own words.

Every act is an entry on a thread. Which steps a thread allows, to whom, stands in one table (`threads/table.py`); where a thread
stands is worked out from its entries and the day (`threads/steps.py`) and never kept.
"""
