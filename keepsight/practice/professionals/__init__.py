"""What professionals bring to each other: concerns, conferences, disagreements, and supervision."""
