"""Exchange's autodiscover (POX, MS-OXDSCLI), as far as the address of the web services.

The password is given to HTTPS servers alone, with a certificate that holds, under the domain of the
address itself or at what its DNS names for it (SRV). The redirections that plain HTTP could offer
are not followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import requests
import requests_ntlm

from sceau.hooks.exchange.logins import Negotiate
from sceau.hooks.exchange.transport import session_of
from sceau.hooks.mailboxes.told import Refused
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.saved_draft import NotDone, NotKnown
from sceau.settings.discovery.model import Address
from sceau.settings.discovery.names import Names

_REQUEST = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/'
    'requestschema/2006"><Request><EMailAddress>{address}</EMailAddress>'
    "<AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/"
    "responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>"
)
_PATH = "/autodiscover/autodiscover.xml"
_TIMEOUT = (5, 30)  # seconds to connect, and to answer
_LARGEST = 1_000_000


def discover(
    address: Address,
    password: Callable[[], str | None],
    *,
    user: str = "",
    names: Names | None = None,
    port: int = 443,
    ca_file: str = "",
    as_logged_in: bool = False,
) -> str | None:
    """Give the address of the web services for ``address``; none where no server of its domain
    speaks autodiscover.

    ``password`` is asked for once such a server wants it; ``as_logged_in``, it is asked as the
    person logged in to this computer (RFC 4559). Raises Refused where either is wrong.
    """
    known: list[str | None] = []

    def once() -> str | None:
        if not known:
            known.append(password())
        return known[0]

    for place in _places(address, names or Names(), port):
        session = session_of(place, ca_file)
        try:
            if as_logged_in:
                session.auth = Negotiate()
            found = _ask(session, place, address, user or address.whole, once)
        except (NotDone, NotKnown, requests.RequestException):
            continue
        finally:
            session.close()
        if found is not None:
            return found
    return None


def _places(address: Address, names: Names, port: int) -> Iterator[str]:
    yield f"https://autodiscover.{address.domain}:{port}{_PATH}"
    yield f"https://{address.domain}:{port}{_PATH}"
    for one in names.srv("_autodiscover._tcp", address.domain):
        yield f"https://{one.host}:{one.port}{_PATH}"


def _ask(
    session: requests.Session,
    place: str,
    address: Address,
    user: str,
    password: Callable[[], str | None],
) -> str | None:
    body = _REQUEST.format(address=escape(address.whole)).encode()
    headers = {"Content-Type": "text/xml; charset=utf-8"}
    first = session.post(place, data=body, headers=headers, timeout=_TIMEOUT, allow_redirects=False)
    if first.status_code != 401:
        return _url(first)
    offered = first.headers.get("WWW-Authenticate", "").lower()
    if session.auth is not None and "negotiate" in offered:
        raise Refused(Submission(result=Result.AUTH_REFUSED, host=_host(place)))
    given = password()
    if given is None:
        return None
    auth: requests.auth.AuthBase
    if "ntlm" in offered or "negotiate" in offered:
        auth = requests_ntlm.HttpNtlmAuth(user, given)
    else:
        auth = requests.auth.HTTPBasicAuth(user.encode(), given.encode())
    second = session.post(
        place, data=body, headers=headers, auth=auth, timeout=_TIMEOUT, allow_redirects=False
    )
    if second.status_code == 401:
        raise Refused(Submission(result=Result.AUTH_REFUSED, host=_host(place)))
    return _url(second)


def _host(place: str) -> str:
    return place.split("/")[2].partition(":")[0]


def _url(response: requests.Response) -> str | None:
    """Give the EWS address of the protocols offered, the inside one first."""
    if response.status_code != 200 or len(response.content) > _LARGEST:
        return None
    if b"<!" in response.content:
        return None
    try:
        root = ElementTree.fromstring(response.content)  # noqa: S314  (no document type)
    except ElementTree.ParseError:
        return None
    for one in root.iter():
        if one.tag.rpartition("}")[2] == "EwsUrl":
            url = (one.text or "").strip()
            if url.lower().startswith("https://"):
                return url
    return None
