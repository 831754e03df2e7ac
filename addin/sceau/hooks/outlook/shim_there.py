"""Whether our shim is in an Outlook that runs, as that Outlook itself says."""

from __future__ import annotations

from sceau.hooks.outlook.checks import PROG_ID
from sceau.hooks.outlook.objects import Thing, called, maybe


def holds_the_shim(outlook: Thing) -> bool:
    """Say whether the shim is connected in the Outlook whose Application this is: its
    ``OnConnection`` has Outlook's events, and ``OnDisconnection`` has not been called
    (``COMAddIn.Connect``; Office VBA reference).

    An Outlook that does not know the add-in, or that has no such list, has no shim. Raises
    :class:`.objects.OutlookError` where it does not answer: then nobody knows, and nothing may go.
    """
    add_ins = maybe(outlook, "COMAddIns")
    ours = called(add_ins, "Item", PROG_ID) if add_ins is not None else None
    return ours is not None and maybe(ours, "Connect") is True
