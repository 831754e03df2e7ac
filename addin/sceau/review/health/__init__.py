"""Does a text speak of health? A small local model: concepts, the words that show them, weights."""
