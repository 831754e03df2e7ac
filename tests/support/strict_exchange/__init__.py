"""A strict stand-in for an Exchange server's web services (EWS), built from recorded traffic.

It answers the operations of the drafts' workflow as ``tests/support/strict_exchange/recorded``
shows, over HTTPS, to ``exchangelib`` and to anything else that speaks EWS. It is not Exchange: it
refuses whatever was not recorded or published, so that a test cannot pass by its leniency.
"""
