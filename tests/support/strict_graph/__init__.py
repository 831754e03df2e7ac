"""A strict stand-in for Microsoft Graph's mail, from its published descriptions (Graph 1.0).

Nothing here was recorded: it knows the requests of the drafts' workflow as they are documented,
and refuses every other. What Microsoft's servers do beyond their description, it cannot know: how
soon a sent mail is in Sent, how they word what is wrong, how MIME is written.
"""
