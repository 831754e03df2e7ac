"""A policy as a configuration profile for macOS (``.mobileconfig``), for a device management
service to bring: Sceau's preferences, and what Thunderbird's own policies say of Sceau.

Keys are those of Apple's *Device Management*: a profile whose payloads are of the kind
``com.apple.ManagedClient.preferences``. The profile is not signed: the service does that.
"""

from __future__ import annotations

import json
import plistlib
import uuid
from collections.abc import Mapping
from typing import Any

from sceau.phrases import Language, phrase, say
from sceau.settings.policy.export import thunderbird
from sceau.settings.policy.managed_preferences import DOMAIN, MANAGED

THUNDERBIRD = "org.mozilla.thunderbird"


def written(table: Mapping[str, Any], add_on: str, language: Language) -> bytes:
    """Give the profile. The same policy gives the same profile, so that a service sees no change
    where there is none."""
    client = {"EnterprisePoliciesEnabled": True, **thunderbird.policies(table, add_on)}
    payloads = [_payload(DOMAIN, dict(table)), _payload(THUNDERBIRD, client)]
    profile = {
        "PayloadContent": payloads,
        "PayloadDescription": say(phrase("policy.description"), language),
        "PayloadDisplayName": "Sceau",
        "PayloadIdentifier": f"{DOMAIN}.policy",
        "PayloadRemovalDisallowed": True,
        "PayloadScope": "System",
        "PayloadType": "Configuration",
        "PayloadUUID": _identifier("profile", payloads),
        "PayloadVersion": 1,
    }
    return plistlib.dumps(profile)


def _payload(domain: str, settings: dict[str, Any]) -> dict[str, Any]:
    content = {domain: {"Forced": [{"mcx_preference_settings": settings}]}}
    return {
        "PayloadContent": content,
        "PayloadDisplayName": domain,
        "PayloadEnabled": True,
        "PayloadIdentifier": f"{DOMAIN}.policy.{domain}",
        "PayloadType": MANAGED,
        "PayloadUUID": _identifier(domain, content),
        "PayloadVersion": 1,
    }


def _identifier(name: str, content: object) -> str:
    said = json.dumps([name, content], sort_keys=True)
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{DOMAIN}/{said}")).upper()
