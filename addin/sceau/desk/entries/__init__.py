"""Sceau's places in a Linux desktop: the application entry, the start with the session, and the
line *Chiffrer pour un patient…* in the file managers' menus."""
