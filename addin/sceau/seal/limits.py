"""How large a file may be."""

from __future__ import annotations

LARGEST_FILE = 200 * 2**20
"""Bytes. A mail server takes 10 to 50 MB, a share 250 MB; the double of the 100 MB that must
still be sealed in seconds leaves room, and bounds a worker's memory."""
