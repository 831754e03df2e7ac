"""What is written in a file: one module per kind, each giving the text piece by piece."""
