"""Finding the servers of an address: without asking the person what they cannot know."""
