"""A name server on a random loopback port that knows the records it was given, and no other."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset


@contextlib.contextmanager
def name_server(records: Mapping[tuple[str, str], list[str]]) -> Iterator[dns.resolver.Resolver]:
    """Run it; give a resolver that asks it alone. ``records`` are by name and type."""
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    link.bind(("127.0.0.1", 0))
    link.settimeout(0.1)
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                asked, who = link.recvfrom(4096)
            except TimeoutError:
                continue
            link.sendto(_answer(asked, records), who)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = link.getsockname()[1]
    try:
        yield resolver
    finally:
        over.set()
        thread.join()
        link.close()


def _answer(asked: bytes, records: Mapping[tuple[str, str], list[str]]) -> bytes:
    question = dns.message.from_wire(asked)
    answer = dns.message.make_response(question)
    answer.flags |= dns.flags.RA
    (one,) = question.question
    name, kind = one.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(one.rdtype)
    found = records.get((name, kind), [])
    if found:
        answer.answer.append(dns.rrset.from_text(one.name, 60, "IN", kind, *found))
    else:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer.to_wire()
