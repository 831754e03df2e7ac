"""The ways a held mail can leave, one module each."""
