"""The settings, the establishment's policy over them, and the keys."""
