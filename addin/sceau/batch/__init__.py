"""Many files sealed at once: which they are, the work on every core, and what became of each."""
