"""Referring to MARAC: the checklist, the criteria, and the referral until it was heard."""
