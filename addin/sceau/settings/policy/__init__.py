"""The establishment's policy: where each system keeps it, what it may say, and its other forms."""
