"""The WARC file (ISO 28500) of a fetched link: every request and answer on the way, as evidence."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import IO, Any
from urllib.parse import urlsplit

from tracker.rescue.fetch import Exchange

_HOPBYHOP = ("transfer-encoding", "connection", "keep-alive")


def write_warc(target: IO[bytes], hops: Sequence[Exchange]) -> None:
    """Write the exchanges in order, compressed. Bodies are read from their start and left there."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    writer: Any = WARCWriter(target, gzip=True)
    for hop in hops:
        parts = urlsplit(hop.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        dated = {"WARC-Date": f"{hop.at:%Y-%m-%dT%H:%M:%SZ}", "WARC-IP-Address": hop.ip}
        asked = StatusAndHeaders(f"GET {path} HTTP/1.1", list(hop.asked), is_http_request=True)
        # What the body was wrapped in for the way is taken off; headers that spoke of it are kept under another name.
        headers = [(f"X-Archive-Orig-{name}" if name.lower() in _HOPBYHOP else name, value)
                   for name, value in hop.headers]
        answered = StatusAndHeaders(f"{hop.status} {hop.reason}", headers, protocol="HTTP/1.1")
        hop.body.seek(0)
        response = writer.create_warc_record(
            hop.url, "response", payload=hop.body, http_headers=answered, warc_headers_dict=dict(dated))
        writer.write_record(response)
        request = writer.create_warc_record(
            hop.url, "request", payload=io.BytesIO(), http_headers=asked,
            warc_headers_dict={**dated, "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")})
        writer.write_record(request)
        hop.body.seek(0)
