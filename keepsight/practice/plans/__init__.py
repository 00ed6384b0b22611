"""What must change for a child, line by line; needs that no service met; who takes a child on; what a manager approves."""
