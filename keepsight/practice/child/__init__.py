"""What is done with and for the child: heard, supported, asked after being missing, protected."""
