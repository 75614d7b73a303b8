"""Asks a web server for one document, politely: not too often, not for ever, and again where it is worth it.

Standard library only. Proxies of the environment are used (`urllib.request.getproxies`); certificates are checked. Nothing but
http and https is opened, and a redirect is followed only to the host that was asked.
"""

from __future__ import annotations

import http.client
import random
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import IO, Final, cast
from urllib.parse import urlsplit

from hepatica.errors import HepaticaError

WORTH_ANOTHER_TRY: Final = frozenset({429, 500, 502, 503, 504})
MINUTE: Final = 60.0
_BLOCK: Final = 65536  # bytes read at a time


@dataclass(frozen=True)
class Manners:
    """How a server is asked.

    timeout: seconds without an answer, and `longest` seconds for a whole answer. attempts: how often one document is asked for.
    pause: seconds before the second attempt; each further pause is twice as long, less up to half of it by chance (`seed`), and
    never over `longest_pause`; a `Retry-After` beyond that is an error. per_minute: requests to one host in any 60 seconds.
    largest: bytes of an answer.
    """

    timeout: float = 30.0
    longest: float = 120.0
    attempts: int = 5
    pause: float = 1.0
    longest_pause: float = 120.0
    per_minute: int = 50
    largest: int = 64 * 1024 * 1024
    seed: int | None = None


@dataclass(frozen=True)
class Answer:
    """What a server said. status: 200, or 404 and 400, which the caller has to explain. url: where it came from at last."""

    status: int
    body: bytes
    url: str


@dataclass
class Client:
    """Keeps its manners over all calls. clock: seconds since 1970; sleep: waits that many seconds."""

    manners: Manners = field(default_factory=Manners)
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self._chance = random.Random(self.manners.seed)
        self._asked: dict[str, deque[float]] = {}
        self._lock = threading.Lock()
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(context=ssl.create_default_context()),
            urllib.request.HTTPErrorProcessor(),
            urllib.request.HTTPDefaultErrorHandler(),
            _SameHost(),
        ):
            self._opener.add_handler(handler)

    def get(self, url: str, accept: str) -> Answer:
        """The document at an address.

        accept: its media type. Raises HepaticaError where it cannot be had: no connection, too slow, too large, a redirect to
        another host, a status that means neither an answer nor its absence, or as many bad answers as there are attempts.
        """
        host = _host(url)
        for attempt in range(1, self.manners.attempts + 1):
            self._keep_pace(host)
            try:
                return self._once(url, accept)
            except _PassingError as bad:
                if attempt == self.manners.attempts:
                    raise bad.error(host, attempt) from bad
                self.sleep(self._pause(attempt, bad, host))
        raise AssertionError("a request is tried at least once")

    def _once(self, url: str, accept: str) -> Answer:
        request = urllib.request.Request(
            url,
            headers={"Accept": accept, "User-Agent": f"hepatica/{version('hepatica')}", "Accept-Encoding": "identity"},
        )
        try:
            reply = self._opener.open(request, timeout=self.manners.timeout)
            if reply is None:
                raise HepaticaError(f"'{url}' is no web address", do="write one that begins with https://")
            with reply:
                return Answer(reply.status, self._body(reply, url), reply.url)
        except urllib.error.HTTPError as error:
            with error:
                return self._refused(error, url)
        except (TimeoutError, http.client.HTTPException, ConnectionError) as error:
            raise _PassingError(_words(error)) from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                raise HepaticaError(
                    f"the certificate of {_host(url)} is not trusted: {error.reason.verify_message}",
                    do="ask whoever runs your network: something between you and the register answers for it",
                ) from error
            if isinstance(error.reason, socket.gaierror):  # nobody knows the name: there is no network, or no such host
                raise _PassingError(_words(error.reason)).error(_host(url), 1) from error
            raise _PassingError(_words(error.reason)) from error

    def _refused(self, error: urllib.error.HTTPError, url: str) -> Answer:
        if error.code in WORTH_ANOTHER_TRY:
            raise _PassingError(
                f"it answered {error.code} {error.reason}", _seconds(error.headers, self.clock())
            ) from error
        if error.code in (400, 404):
            return Answer(error.code, self._body(cast(http.client.HTTPResponse, error), url), url)
        raise HepaticaError(
            f"{_host(url)} answered {error.code} {error.reason}",
            where=url,
            do="open the address in a browser; if it shows the record there, save it and give the file",
        )

    def _body(self, reply: http.client.HTTPResponse, url: str) -> bytes:
        began, blocks, size = self.clock(), [], 0
        too_large = HepaticaError(
            f"the answer is larger than {self.manners.largest:,} bytes", where=url, do="download it and give the file"
        )
        promised = int(length) if (length := reply.headers.get("Content-Length", "")).isdecimal() else 0
        if promised > self.manners.largest:
            raise too_large
        while block := reply.read1(_BLOCK):  # what has come so far: a server may send for hours, a byte at a time
            size += len(block)
            blocks.append(block)
            if size > self.manners.largest:
                raise too_large
            if self.clock() - began > self.manners.longest:
                raise _PassingError(f"the answer was not complete after {self.manners.longest:.0f} s")
        if size < promised:
            raise _PassingError(f"the answer ended after {size:,} of {promised:,} bytes")
        return b"".join(blocks)

    def _pause(self, attempt: int, bad: _PassingError, host: str) -> float:
        pause = min(self.manners.pause * 2.0 ** (attempt - 1), self.manners.longest_pause)
        pause *= 1 - self._chance.random() / 2
        if bad.wait > self.manners.longest_pause:
            raise HepaticaError(
                f"{host} asks to be left alone for {bad.wait:.0f} s",
                do="try again then, or download the record and give the file",
            )
        return max(pause, bad.wait)

    def _keep_pace(self, host: str) -> None:
        """Wait until fewer than `per_minute` requests to the host lie in the last 60 seconds."""
        with self._lock:
            asked = self._asked.setdefault(host, deque(maxlen=self.manners.per_minute))
            now = self.clock()
            full = len(asked) == self.manners.per_minute
            wait = max(0.0, asked[0] + MINUTE - now) if full else 0.0
            asked.append(now + wait)
        if wait:
            self.sleep(wait)


class _PassingError(Exception):
    """An answer that may be better next time. wait: seconds the server asks for."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.why, self.wait = why, wait

    def error(self, host: str, attempts: int) -> HepaticaError:
        times = "once" if attempts == 1 else f"{attempts} times"
        return HepaticaError(
            f"no record from {host}, asked {times}: {self.why}",
            do="check the connection and try again later, or download the record in a browser and give the file",
        )


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to the same host only: what another host answers is not what the register says."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        one, other = urlsplit(req.full_url), urlsplit(newurl)
        if one.netloc != other.netloc or other.scheme not in (one.scheme, "https"):
            raise HepaticaError(
                f"{one.netloc} sends the request on to {other.scheme}://{other.netloc}, which was not asked",
                where=req.full_url,
                do="check the address of the register",
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _host(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise HepaticaError(f"'{url}' is no web address", do="write one that begins with https://")
    return parts.netloc


def _seconds(headers: Message, now: float) -> float:
    """What `Retry-After` asks for (RFC 9110, section 10.2.3): seconds, or a date; 0 where it says nothing readable."""
    said = (headers.get("Retry-After") or "").strip()
    if said.isdecimal():
        return float(said)
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - now)
    except ValueError:
        return 0.0


def _words(error: object) -> str:
    """Why a connection failed, in words."""
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    if isinstance(error, http.client.IncompleteRead):
        return f"the answer ended after {len(error.partial):,} bytes of a block"
    if isinstance(error, OSError) and error.strerror:
        return f"it cannot be reached ({error.strerror})"
    return f"it cannot be reached ({error or type(error).__name__})"
