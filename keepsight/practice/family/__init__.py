"""Adults in the child's life, and what carers say."""
