"""What a person sees and answers: the window, and the dialogue in the terminal."""
