"""`python -m keepsight.cli`, for processes that Keepsight starts itself."""

from keepsight.cli import main

main()
