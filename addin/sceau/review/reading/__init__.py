"""What is in a file, as far as the rules need to know."""
