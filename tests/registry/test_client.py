"""A register is asked politely, and what it does wrong is said clearly."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email.utils import formatdate

import pytest
from tests.registry.register_server import Clock, Said, Server, running

from hepatica.errors import HepaticaError
from hepatica.registry.client import Answer, Client, Manners


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with running() as one:
        yield one


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _client(clock: Clock, **manners: float) -> Client:
    return Client(Manners(seed=1, **manners), clock=clock, sleep=clock.sleep)  # type: ignore[arg-type]


def test_an_answer_comes_back_as_it_was_sent(server: Server, clock: Clock) -> None:
    url = server.says("/one", Said(200, "{“肝”}".encode()))
    assert _client(clock).get(url, "application/json") == Answer(200, "{“肝”}".encode(), url)
    assert server.headers[0]["Accept"] == "application/json"
    assert server.headers[0]["User-Agent"].startswith("hepatica/")
    assert clock.slept == []


def test_an_absent_document_is_told_from_a_server_in_trouble(server: Server, clock: Clock) -> None:
    url = server.says("/none", Said(404, b"NCT number NCT99999999 not found"))
    assert _client(clock).get(url, "*/*") == Answer(404, b"NCT number NCT99999999 not found", url)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_trouble_that_passes_is_waited_out(server: Server, clock: Clock, status: int) -> None:
    url = server.says("/one", Said(status), Said(status), Said(200, b"{}"))
    assert _client(clock).get(url, "*/*").body == b"{}"
    assert len(clock.slept) == 2


def test_pauses_double_less_up_to_half_by_chance(server: Server, clock: Clock) -> None:
    url = server.says("/one", Said(500))
    with pytest.raises(HepaticaError, match=r"asked 6 times: it answered 500"):
        _client(clock, attempts=6, pause=2.0).get(url, "*/*")
    assert [full / 2 <= pause <= full for pause, full in zip(clock.slept, (2, 4, 8, 16, 32), strict=True)] == [True] * 5
    assert len(server.asked) == 6


def test_the_same_seed_gives_the_same_pauses(server: Server) -> None:
    url = server.says("/one", Said(503))
    clocks = Clock(), Clock()
    for clock in clocks:
        with pytest.raises(HepaticaError):
            _client(clock).get(url, "*/*")
    assert clocks[0].slept == clocks[1].slept


def test_no_pause_is_longer_than_the_longest(server: Server, clock: Clock) -> None:
    url = server.says("/one", Said(500))
    with pytest.raises(HepaticaError):
        _client(clock, attempts=12, longest_pause=10.0).get(url, "*/*")
    assert max(clock.slept) <= 10.0


def test_a_register_that_names_its_pause_is_given_it(server: Server, clock: Clock) -> None:
    url = server.says("/one", Said(429, headers={"Retry-After": "17"}), Said(200, b"{}"))
    assert _client(clock).get(url, "*/*").status == 200
    assert clock.slept == [17.0]


def test_a_pause_named_as_a_date_is_counted_from_now(server: Server, clock: Clock) -> None:
    url = server.says("/one", Said(503, headers={"Retry-After": formatdate(clock.now + 40, usegmt=True)}), Said(200))
    assert _client(clock).get(url, "*/*").status == 200
    assert clock.slept == [40.0]


def test_a_pause_nobody_can_read_is_not_obeyed(server: Server, clock: Clock) -> None:
    url = server.says("/one", Said(503, headers={"Retry-After": "soon"}), Said(200))
    assert _client(clock).get(url, "*/*").status == 200
    assert clock.slept[0] <= 1.0


def test_a_pause_of_an_hour_is_an_error_and_no_hour(server: Server, clock: Clock) -> None:
    url = server.says("/one", Said(429, headers={"Retry-After": "3600"}))
    with pytest.raises(HepaticaError, match="asks to be left alone for 3600 s"):
        _client(clock).get(url, "*/*")
    assert clock.slept == []


def test_fifty_requests_fit_in_a_minute_and_the_next_waits(server: Server, clock: Clock) -> None:
    url, client = server.says("/one", Said(200)), _client(clock)
    for _ in range(50):
        clock.now += 0.5
        client.get(url, "*/*")
    assert clock.slept == []
    client.get(url, "*/*")
    assert clock.slept == [35.5]  # 60 s after the first, which was asked 24.5 s ago


def test_no_minute_sees_more_requests_than_allowed(server: Server, clock: Clock) -> None:
    url, client, times = server.says("/one", Said(200)), _client(clock, per_minute=7), []
    for _ in range(30):
        client.get(url, "*/*")
        times.append(clock.now)
    assert all(later - first >= 60 for first, later in zip(times, times[7:], strict=False))


def test_requests_that_are_repeated_count_too(server: Server, clock: Clock) -> None:
    url = server.says("/one", Said(500), Said(500), Said(200))
    _client(clock, per_minute=2).get(url, "*/*")
    assert sum(clock.slept) >= 60


def test_a_register_that_does_not_answer_is_given_up(server: Server, clock: Clock) -> None:
    url = server.says("/slow", Said(200, hangs=True))
    with pytest.raises(HepaticaError, match=r"asked 2 times: it did not answer in time"):
        _client(clock, timeout=0.05, attempts=2).get(url, "*/*")
    assert len(clock.slept) == 1


def test_an_answer_that_ends_early_is_asked_for_again(server: Server, clock: Clock) -> None:
    url = server.says("/one", Said(200, b"x" * 9000, sent=2500), Said(200, b"whole"))
    assert _client(clock).get(url, "*/*").body == b"whole"
    url = server.says("/cut", Said(200, b"x" * 9000, sent=2500))
    with pytest.raises(HepaticaError, match=r"the answer ended after 2,500 of 9,000 bytes"):
        _client(clock, attempts=2).get(url, "*/*")


def test_a_block_that_ends_early_is_asked_for_again(server: Server, clock: Clock) -> None:
    url = server.says("/one", Said(200, b"x" * 9000, sent=2500, chunked=True), Said(200, b"whole"))
    assert _client(clock).get(url, "*/*").body == b"whole"


def test_an_answer_is_never_larger_than_allowed_whatever_it_promises(server: Server, clock: Clock) -> None:
    promised = server.says("/large", Said(200, b"x" * 5000))
    grown = server.says("/grown", Said(200, b"x" * 5000, headers={"Content-Length": "unknown"}))
    for url in (promised, grown):
        with pytest.raises(HepaticaError, match=r"larger than 4,096 bytes"):
            _client(clock, largest=4096).get(url, "*/*")
    assert clock.slept == []


def test_a_redirect_is_followed_on_the_same_host_only(server: Server, clock: Clock) -> None:
    moved = server.says("/old", Said(301, headers={"Location": "/new"}))
    new = server.says("/new", Said(200, b"{}"))
    assert _client(clock).get(moved, "*/*") == Answer(200, b"{}", new)
    with running() as other:
        away = server.says("/away", Said(302, headers={"Location": other.says("/trap", Said(200))}))
        with pytest.raises(HepaticaError, match="which was not asked"):
            _client(clock).get(away, "*/*")
        assert other.asked == []


def test_a_redirect_in_circles_ends(server: Server, clock: Clock) -> None:
    url = server.says("/round", Said(302, headers={"Location": "/round"}))
    with pytest.raises(HepaticaError, match="answered 302"):
        _client(clock).get(url, "*/*")


def test_a_redirect_to_a_file_is_refused(server: Server, clock: Clock) -> None:
    url = server.says("/file", Said(302, headers={"Location": "file:///etc/hostname"}))
    with pytest.raises(HepaticaError):
        _client(clock).get(url, "*/*")


@pytest.mark.parametrize("status", [401, 403, 410, 418])
def test_a_refusal_is_not_repeated(server: Server, clock: Clock, status: int) -> None:
    with pytest.raises(HepaticaError, match=f"answered {status}"):
        _client(clock).get(server.says("/one", Said(status)), "*/*")
    assert len(server.asked) == 1


def test_without_a_network_the_error_says_so(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(HepaticaError, match=r"asked 3 times: it cannot be reached \(Connection refused\)") as caught:
        _client(clock, attempts=3).get(f"http://127.0.0.1:{port}/", "*/*")
    assert "give the file" in caught.value.do


def test_where_nobody_knows_the_name_of_the_register_it_is_not_asked_again(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(
        HepaticaError, match=r"from register.invalid, asked once: it cannot be reached \(Name or service"
    ):
        _client(clock).get("https://register.invalid/x", "*/*")
    assert clock.slept == []


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://127.0.0.1/x", "clinicaltrials.gov/api", "", "http://"])
def test_only_web_addresses_are_opened(clock: Clock, url: str) -> None:
    with pytest.raises(HepaticaError, match="no web address"):
        _client(clock).get(url, "*/*")
