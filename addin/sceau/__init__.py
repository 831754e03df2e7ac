"""Sceau: checks, cures and seals the mail that health establishments send to patients."""

__version__ = "0.1.0"
