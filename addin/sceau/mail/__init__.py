"""What a mail is: its model, reading MIME, and edits by byte ranges."""
