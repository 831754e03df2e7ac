"""The sign-in server's part: OAuth 2.0 by device code (RFC 8628), and refreshed tokens."""

from __future__ import annotations

import base64
import uuid
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from support.strict_graph.server import StrictGraph

CLIENT = "00000000-0000-4000-8000-000000000001"


def sign_in(graph: StrictGraph, path: str, body: str) -> tuple[int, object]:
    """Answer as the sign-in server does (OAuth 2.0 device authorization, RFC 8628)."""
    form = {name: values[0] for name, values in parse_qs(body).items()}
    tenant = f"{graph.origin}/clinique"
    if path.endswith("openid-configuration"):
        return 200, {
            "issuer": f"{tenant}/v2.0",
            "authorization_endpoint": f"{tenant}/oauth2/v2.0/authorize",
            "token_endpoint": f"{tenant}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{tenant}/oauth2/v2.0/devicecode",
        }
    if form.get("client_id") != CLIENT:
        return 400, {"error": "unauthorized_client"}
    if path.endswith("/devicecode"):
        return 200, {
            "device_code": "device",
            "user_code": "ABCD-EFGH",
            "verification_uri": f"{graph.origin}/device",
            "expires_in": 900,
            "interval": 1,
        }
    if form.get("grant_type") == "refresh_token":
        if form.get("refresh_token") not in graph.refresh:
            return 400, {"error": "invalid_grant"}
    elif not graph.approved.is_set():
        return 400, {"error": "authorization_pending"}
    made = uuid.uuid4().hex
    graph.refresh.add(made)
    info = base64.urlsafe_b64encode(b'{"uid":"alice","utid":"clinique"}').decode().rstrip("=")
    return 200, {
        "token_type": "Bearer",
        "access_token": graph.token(),
        "expires_in": 3600,
        "refresh_token": made,
        "client_info": info,
        "scope": form.get("scope", "Mail.ReadWrite Mail.Send"),
    }
