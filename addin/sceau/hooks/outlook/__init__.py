"""Classic Outlook for Windows: the click on Send, caught in Outlook and confirmed by the helper."""
