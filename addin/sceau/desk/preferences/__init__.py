"""The settings window: what it shows, and what is saved."""
