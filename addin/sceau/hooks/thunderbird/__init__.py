"""Thunderbird: the click on Send, caught by the add-on and confirmed by the helper."""
