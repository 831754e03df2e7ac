"""What stays behind once a mail has left."""
