"""Answers that are written in the reading pane. A program can neither send nor copy them there
(Explorer.ActiveInlineResponse, Outlook VBA reference): they need a window of their own first."""

from __future__ import annotations

from sceau.hooks.outlook.objects import Thing, called, maybe


def in_pane(item: Thing) -> bool:
    """Say whether the item is the answer in the reading pane of Outlook's window in front. Raises
    :class:`.objects.OutlookError`."""
    application = maybe(item, "Application")
    explorer = called(application, "ActiveExplorer") if application is not None else None
    answer = maybe(explorer, "ActiveInlineResponse") if explorer is not None else None
    return answer is not None and bool(item.same(answer))


def window_of_its_own(item: Thing) -> Thing | None:
    """Have Outlook show the item in a window of its own; give the item there, which may be another
    object and the first one of no use any more. None where Outlook does not. Raises
    :class:`.objects.OutlookError`."""
    application = maybe(item, "Application")
    called(item, "Display")
    inspector = maybe(item, "GetInspector")
    if inspector is None and application is not None:
        inspector = called(application, "ActiveInspector")
    return maybe(inspector, "CurrentItem") if inspector is not None else None
