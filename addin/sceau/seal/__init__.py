"""How a file is made unreadable without its password."""
