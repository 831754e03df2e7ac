"""How a held mail leaves exactly once."""
