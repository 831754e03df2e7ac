"""Exchange Online, by Microsoft Graph: HTTP with ``httpx``, sign-in with ``msal``."""
