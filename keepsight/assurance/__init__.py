"""Did it change anything: recommendations, actions, requests for assurance, and measures over the log."""
