"""The extended properties in which Sceau marks its drafts: they stay with a mail through moves and
into Sent, and no mail program shows them."""

from __future__ import annotations

import exchangelib


class Held(exchangelib.ExtendedProperty):  # type: ignore[misc]
    """Who claimed a draft."""

    distinguished_property_set_id = "PublicStrings"
    property_name = "sceau-held"
    property_type = "String"


class Operation(exchangelib.ExtendedProperty):  # type: ignore[misc]
    """Which transmission a draft of Sceau's own is."""

    distinguished_property_set_id = "PublicStrings"
    property_name = "sceau-operation"
    property_type = "String"


for _name, _kind in (("sceau_held", Held), ("sceau_operation", Operation)):
    if _name not in {one.name for one in exchangelib.Message.FIELDS}:
        exchangelib.Message.register(_name, _kind)
