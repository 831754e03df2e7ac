"""The journal: what was decided and what left, without contents, and hard to change unseen."""
