"""Signing in to a mail provider in a browser (OAuth 2.0), and the access tokens that come of it."""
