"""What a child and a family may ask of what is kept: what is given, how long it is kept, and that it is erased."""
