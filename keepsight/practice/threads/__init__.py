"""What a thread is, which steps each sort allows, whose turn it is, and where one stands on a day. Pure: no database."""
