"""MSSanté, the protected mail of French healthcare (Agence du numérique en santé).

Its addresses end in ``mssante.fr``; its operators carry mail among themselves alone, encrypted. A
patient's address there is made of the national health identifier (INS), which is the number of
social security: ``285037512300123@patient.mssante.fr``.
"""

from __future__ import annotations

import functools

from sceau.mail.model import Recipient
from sceau.review.people import ascii_domain, is_inside

_SPACE = frozenset({"mssante.fr"})
_PATIENTS = "patient.mssante.fr"


def is_mssante(recipient: Recipient) -> bool:
    """Whether it is an address of the MSSanté: ``evil-mssante.fr`` is none."""
    return not recipient.defect and _is_in_space(recipient.address)


@functools.lru_cache(maxsize=8192)
def _is_in_space(address: str) -> bool:
    return is_inside(address.rpartition("@")[2].lower(), _SPACE)


def is_patient(recipient: Recipient) -> bool:
    """Whether the address itself is a patient's national identifier."""
    return not recipient.defect and ascii_domain(recipient.domain) == _PATIENTS


def is_professional(recipient: Recipient) -> bool:
    """Whether it is an address of the MSSanté that names a professional or an organisation."""
    return is_mssante(recipient) and not is_patient(recipient)
