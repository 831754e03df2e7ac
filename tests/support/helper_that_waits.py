"""The real helper, with a person in the place of its window (which Wine cannot draw) who looks at
each mail and never answers.

    python helper_that_waits.py SHOWN

``SHOWN`` is a file that is made when a mail is shown.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sceau import helper
from support.thunderbird_desk import Desk


class Waits(Desk):
    """Nobody answers."""

    async def wait(self, _dialogue: Any) -> None:
        Path(sys.argv[1]).touch()
        await asyncio.sleep(600)

    async def close(self) -> None:
        """There is no window to end."""


helper.ConfirmWindow = Waits  # type: ignore[assignment, misc]

if __name__ == "__main__":
    sys.exit(helper.main())
