"""Which records may be one person, weighed by a trained model: link, ask or leave. Nothing here changes the store.

Splink weighs what two records say; it never decides. `guards` does, in a table that anyone can read, and `clustering` refuses to
bring two numbers or two twins into one person whatever the weights are. A weight is of the evidence that two records are of one
person, never of a child or a family.
"""
