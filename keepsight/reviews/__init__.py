"""What was written: the register of case reviews, and their documents as numbered passages."""
