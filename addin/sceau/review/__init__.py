"""What could go wrong: the rules, the engine that asks them, and what they find."""
