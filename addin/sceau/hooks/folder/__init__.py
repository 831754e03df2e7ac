"""A folder of this machine as the simplest hook: ``.eml`` files that other programs write."""
