"""Outlook on the web, new Outlook and Outlook for Mac: what their add-in is built from."""
