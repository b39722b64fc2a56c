"""People at the site while something breaks: they hand things in, ask for answers and look at pages."""

import io
import random
import re
import threading
import zipfile
from contextlib import suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from tests.live.ledger import Entry, Handful, Ledger
from tests.live.system import System

AT_MOST = 12
IN_A_BATCH = 5
DRAWING = [[[10, 12], [60, 10], [52, 30], [40, 55], [30, 92]]]  # a 7
STATUS = re.compile(r'data-status="(\w+)"')
TEXT = re.compile(r"data-text>([^<]*)<")


class Visitors:
    """Threads that go on until they are told to stop, or have handed in enough."""

    def __init__(self, system: System, ledger: Ledger, picture: bytes, seed: int) -> None:
        self.ledger, self.picture, self.left = ledger, picture, AT_MOST
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
            what = chance.random()
            if what < 0.1:
                self.post_batch()
            else:
                self.post("drawing" if what < 0.5 else "seven.png", wait=chance.choice((0, 0, 1, 3)))
            self.stopping.wait(chance.uniform(0, 0.1))

    def post(self, source: str, wait: int = 0) -> None:
        headers = {"Prefer": f"wait={wait}"} if wait else {}
        url = "/api/v1/predictions"
        try:
            if source == "drawing":
                response = self.client.post(url, json={"strokes": DRAWING}, headers=headers)
            else:
                response = self.client.post(url, files={"image": (source, self.picture)}, headers=headers)
        except httpx.HTTPError:
            self.ledger.unanswered += 1
            return
        if response.status_code in {201, 202}:
            self.ledger.promised(response.json())
        else:
            self.refused(source, response, rows=1)

    def post_batch(self, *others: str) -> None:
        """A small ZIP; `others` are names of pictures in it beside the usual ones."""
        names = [*others, *(f"{number}.png" for number in range(IN_A_BATCH - len(others)))]
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name in names:
                archive.writestr(name, self.picture)
        try:
            response = self.client.post("/api/v1/batches", files={"files": ("some.zip", file.getvalue())})
        except httpx.HTTPError:
            self.ledger.unanswered += IN_A_BATCH
            return
        if response.status_code == 202:
            self.ledger.batches.append(Handful(response.json(), IN_A_BATCH))
        else:
            self.refused("a batch", response, rows=IN_A_BATCH)

    def refused(self, what: str, response: httpx.Response, rows: int) -> None:
        if response.status_code != 503 or not response.headers.get("Retry-After"):
            self.ledger.lies.append(f"{what} answered {response.status_code}: {response.text[:200]}")
            return
        self.ledger.refused += 1
        if response.json()["code"] == "database_away":
            self.ledger.unanswered += rows  # the commit may be done, and only its answer lost

    def look(self, chance: random.Random) -> None:
        while not self.stopping.wait(0.05):
            entries = list(self.ledger.entries.values())
            if entries:
                with suppress(httpx.TimeoutException):
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
        with suppress(httpx.TimeoutException):
            response = self.client.get(entry.document["links"]["self"])
            if response.status_code == 200:
                self.ledger.seen(response.json())
            elif response.status_code != 503:
                self.ledger.lies.append(f"{entry.document['id']} answered {response.status_code}")
        return entry.finished is not None

    def ask_batch(self, batch: Handful) -> None:
        with suppress(httpx.TimeoutException):
            answers = [self.client.get(batch.document["links"][name]) for name in ("self", "items")]
            if all(answer.status_code == 200 for answer in answers):
                state, items = (answer.json() for answer in answers)
                self.ledger.batch_seen(batch, items["items"], over=state["state"] == "finished")
            elif {answer.status_code for answer in answers} - {200, 503}:
                self.ledger.lies.append(f"batch {batch.document['id']} answered {answers}")
