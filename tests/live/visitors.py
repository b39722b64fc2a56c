"""People at the site while something breaks: they hand things in, ask for answers and look at pages."""

import io
import random
import re
import threading
import uuid
import zipfile
from contextlib import suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from tests.live.fault_points import POISON
from tests.live.ledger import BATCH, IN_A_BATCH, Entry, Handful, Ledger, Order
from tests.live.system import System

AT_MOST = 12
KEYED, HUNG_UP, REPEATED = 0.5, 0.4, 0.3  # shares of what is handed in, of its first requests, and of what follows
DRAWING = [[[10, 12], [60, 10], [52, 30], [40, 55], [30, 92]]]  # a 7
STATUS = re.compile(r'data-status="(\w+)"')
TEXT = re.compile(r"data-text>([^<]*)<")


class Visitors:
    """Threads that go on until they are told to stop, or have handed in enough. Half of it has an `Idempotency-Key`:
    whoever sent that hangs up now and then before the answer comes, and sends it again until there is one. Not where
    the fault itself `cuts` answers off: each of those counts, because it may leave a file behind."""

    def __init__(self, system: System, ledger: Ledger, picture: bytes, seed: int, *, cuts: bool = False) -> None:
        self.ledger, self.picture, self.left, self.cuts = ledger, picture, AT_MOST, cuts
        self.chance, self.orders = random.Random(seed), list[Order]()
        # Without cookies, so that every answer's links carry a key and anybody here may look at any row.
        forgetful = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self.client = httpx.Client(base_url=system.url, timeout=60, cookies=forgetful)
        self.stopping = threading.Event()
        jobs = [self.hand_in, self.hand_in, self.look]
        self.threads = [
            threading.Thread(target=job, args=(random.Random(seed * 10 + n),)) for n, job in enumerate(jobs)
        ]

    def __enter__(self) -> "Visitors":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        self.client.close()

    def hand_in_the_rest(self) -> None:
        for thread in self.threads[:2]:
            thread.join()

    def hand_in(self, chance: random.Random) -> None:
        while not self.stopping.is_set() and self.left > 0:
            self.left -= 1
            what, wait = chance.random(), chance.choice((0, 0, 1, 3))
            if what < 0.1:
                self.post_batch()
            else:
                self.post("drawing" if what < 0.5 else "seven.png", wait)
            if self.orders and chance.random() < REPEATED:
                self.send(chance.choice(self.orders), wait)
            self.stopping.wait(chance.uniform(0, 0.1))

    def post(self, source: str, wait: int = 0) -> None:
        if source != POISON and self.chance.random() < KEYED:
            return self.post_once(source, wait)
        response = self.request("/api/v1/predictions", body(source, self.picture), prefer(wait), rows=1)
        if response and response.status_code in {201, 202}:
            self.ledger.promised(response.json())
        elif response:
            self.refused(source, response, rows=1)
        return None

    def post_batch(self, *others: str) -> None:
        """A small ZIP; `others` are names of pictures in it beside the usual ones."""
        if not others and self.chance.random() < KEYED:
            return self.post_once(BATCH)
        response = self.request("/api/v1/batches", batch_body(self.picture, *others), {}, rows=IN_A_BATCH)
        if response and response.status_code == 202:
            self.ledger.batches.append(Handful(response.json(), IN_A_BATCH))
        elif response:
            self.refused(BATCH, response, rows=IN_A_BATCH)
        return None

    def post_once(self, what: str, wait: int = 0) -> None:
        """Under a key: sent, and sent again at once where nobody has waited for the answer."""
        order = self.ledger.order(str(uuid.UUID(int=self.chance.getrandbits(128), version=4)), what)
        self.orders.append(order)
        if not self.cuts and self.chance.random() < HUNG_UP:
            self.send(order, wait, patience=self.chance.uniform(0.001, 0.05))
        self.send(order, wait)

    def send(self, order: Order, wait: int = 0, patience: float | None = None) -> None:
        known, headers = order.document, {"Idempotency-Key": order.key, **prefer(wait)}
        was_finished = order.what != BATCH and self.ledger.is_finished(order)
        if order.what == BATCH:
            url, sent = "/api/v1/batches", batch_body(self.picture)
        else:
            url, sent = "/api/v1/predictions", body(order.what, self.picture)
        response = self.request(url, marked(sent, order.mark), headers, rows=0, patience=patience)
        if response is None:
            return
        if response.status_code not in {201, 202}:
            self.refused(order.what, response, rows=0)
            return
        self.ledger.answered(order, response.json(), was_finished=was_finished)
        if known and response.headers.get("Idempotent-Replayed") != "true":
            self.ledger.lies.append(f"{order} was answered as if it were new")

    def ask_again(self) -> None:
        """Once more for all that has a key: also what was answered gets the same answer."""
        for order in self.orders:
            self.send(order)

    def request(
        self, url: str, sent: dict[str, Any], headers: dict[str, str], *, rows: int, patience: float | None = None
    ) -> httpx.Response | None:
        """None where no answer came; what was sent may then be there all the same: so many `rows`, and a file."""
        timeout = httpx.Timeout(60, read=patience or 60)
        try:
            return self.client.post(url, **sent, headers=headers, timeout=timeout)
        except httpx.ConnectError:
            return None
        except httpx.TransportError:
            if patience is None:
                self.ledger.unheard(rows)
            return None

    def refused(self, what: str, response: httpx.Response, rows: int) -> None:
        if response.status_code != 503 or not response.headers.get("Retry-After"):
            self.ledger.lies.append(f"{what} answered {response.status_code}: {response.text[:200]}")
            return
        self.ledger.refused += 1
        if response.json()["code"] == "database_away":
            self.ledger.unheard(rows)  # the commit may be done, and only its answer lost

    def look(self, chance: random.Random) -> None:
        while not self.stopping.wait(0.05):
            entries = list(self.ledger.entries.values())
            if entries:
                with suppress(httpx.TransportError):
                    self.page_tells_the_truth(chance.choice(entries[-20:]))

    def page_tells_the_truth(self, entry: Entry) -> None:
        """What was finished before the page was asked for, is finished on it; what it shows is the answer."""
        finished = entry.finished
        page = self.client.get(entry.document["links"]["page"])
        if page.status_code == 503 and "Our database does not answer" in page.text:
            return
        status, text = STATUS.search(page.text), TEXT.search(page.text)
        said = (page.status_code, status and status[1], text and text[1])
        if finished:
            truth = said == (200, finished["status"], finished["number"])
        else:
            truth = said in {(200, "queued", None), (200, "succeeded", "7")}
            truth = truth or (entry.document["source"] == "poison.png" and said == (200, "failed", None))
        if not truth:
            self.ledger.lies.append(f"the page of {entry.document['id']} said {said}, not {finished}")

    def ask(self, entry: Entry) -> bool:
        """True once it is finished."""
        with suppress(httpx.TransportError):
            response = self.client.get(entry.document["links"]["self"])
            if response.status_code == 200:
                self.ledger.seen(response.json())
            elif response.status_code != 503:
                self.ledger.lies.append(f"{entry.document['id']} answered {response.status_code}")
        return entry.finished is not None

    def ask_batch(self, batch: Handful) -> None:
        with suppress(httpx.TransportError):
            answers = [self.client.get(batch.document["links"][name]) for name in ("self", "items")]
            if all(answer.status_code == 200 for answer in answers):
                state, items = (answer.json() for answer in answers)
                self.ledger.batch_seen(batch, items["items"], over=state["state"] == "finished")
            elif {answer.status_code for answer in answers} - {200, 503}:
                self.ledger.lies.append(f"batch {batch.document['id']} answered {answers}")


def body(source: str, picture: bytes) -> dict[str, Any]:
    """What httpx is to send for one thing."""
    if source == "drawing":
        return {"json": {"strokes": DRAWING}}
    return {"files": {"image": (source, picture)}}


def batch_body(picture: bytes, *others: str) -> dict[str, Any]:
    names = [*others, *(f"{number}.png" for number in range(IN_A_BATCH - len(others)))]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), picture)  # without the time: the same bytes each time
    return {"files": {"files": ("some.zip", file.getvalue())}}


def marked(sent: dict[str, Any], mark: float) -> dict[str, Any]:
    if "json" in sent:
        return {"json": {**sent["json"], "threshold": mark}}
    return {**sent, "data": {"threshold": str(mark)}}


def prefer(wait: int) -> dict[str, str]:
    return {"Prefer": f"wait={wait}"} if wait else {}
