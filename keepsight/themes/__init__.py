"""What reviews say: coding by people, suggestions by machine, agreement, and prevalence with its lists."""
