"""Files sealed by themselves: the sealing window, its state, and the way from files to results."""
