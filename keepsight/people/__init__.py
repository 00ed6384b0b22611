"""Who it happened to. Records never change; a person is who we believe records are about; a link ties one to the other.

This room refuses to score, to link anyone by an address alone, or by a protected one at all, and to join twins without a person's
word.
"""
