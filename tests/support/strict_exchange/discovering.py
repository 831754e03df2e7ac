"""POX autodiscover (MS-OXDSCLI section 3.1.5), of the mailboxes the server knows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from support.strict_exchange.reading import local, text

if TYPE_CHECKING:
    from support.strict_exchange.server import StrictExchange

_SCHEMA = "http://schemas.microsoft.com/exchange/autodiscover"


def discovered(exchange: StrictExchange, body: bytes) -> bytes:
    """Answer a request; what is no request gets the answer of an unknown mailbox."""
    try:
        asked = ElementTree.fromstring(body)
        named = [text(one).lower() for one in asked.iter() if local(one) == "EMailAddress"]
    except ElementTree.ParseError:
        named = []
    known = len(named) == 1 and named[0] in exchange.boxes
    inside = (
        "<Account><AccountType>email</AccountType><Action>settings</Action><Protocol>"
        f"<Type>EXCH</Type><EwsUrl>{exchange.url}</EwsUrl></Protocol></Account>"
        if known
        else "<Error><ErrorCode>500</ErrorCode><Message>not found</Message></Error>"
    )
    return (
        f'<?xml version="1.0"?><Autodiscover xmlns="{_SCHEMA}/responseschema/2006">'
        f'<Response xmlns="{_SCHEMA}/outlook/responseschema/2006a">{inside}</Response>'
        "</Autodiscover>"
    ).encode()
