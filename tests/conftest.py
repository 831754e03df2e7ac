"""What every test runs under."""

from __future__ import annotations

from hypothesis import settings

# A loaded machine is no fault of the code: time is measured where it is the question.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
