"""A fake Outlook, strict: objects with the members, types and refusals of the published object
model ("Outlook VBA reference"; property tags of MS-OXPROPS). What it does not know it refuses, as
Outlook refuses what is not in its type library.

The same objects are used in this process (:mod:`.base` makes them what the hook calls a Thing) and,
on Windows, behind real COM (:mod:`.com`).
"""
