"""The web application as its users start it, and a browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tongket.collect.demo import PASSWORD

# Playwright keeps an event loop in the worker's thread, and Django would refuse its databases to the tests that follow.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
COMMAND = Path(sys.executable).parent / "tongket"
SCREENS = Path(__file__).parents[2] / "out" / "screens"


@dataclass(frozen=True, slots=True)
class Site:
    """The application, served from a data folder of its own."""

    url: str
    home: Path

    def tongket(self, *words: str) -> str:
        """Run a command on the same ledger and return what it prints."""
        done = subprocess.run(
            [str(COMMAND), "--home", str(self.home), *words],
            capture_output=True, text=True, check=True, env=environment(),
        )  # fmt: skip
        return done.stdout


def environment() -> dict[str, str]:
    """What a process of a user has: nothing of the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "TONGKET_"))}


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(home: Path, *words: str) -> Iterator[Site]:
    """Serve a data folder until the test is done."""
    port = free_port()
    command = [str(COMMAND), "--home", str(home), "serve", "--port", str(port), *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment(), start_new_session=True
    ) as process:
        try:
            assert process.stdout is not None
            told = next((line for line in process.stdout if "http://" in line), "")
            assert f":{port}/" in told, "the server did not start"
            _answers(process, port)
            yield Site(f"http://127.0.0.1:{port}", home)
            process.terminate()
            process.wait(timeout=30)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _answers(process: "subprocess.Popen[str]", port: int) -> None:
    """Return once the process that answers is up, and can be told to stop; it opens the port after the first line."""
    for _ in range(1200):
        with suppress(URLError), urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=60) as answer:
            assert answer.status == 200
            return
        with suppress(subprocess.TimeoutExpired):
            raise AssertionError(f"the server ended with {process.wait(timeout=0.05)}")
    raise AssertionError("the server did not answer")


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration province, made once."""
    home = tmp_path_factory.mktemp("demo") / "home"
    with served(home, "--demo"):
        pass
    return home


@pytest.fixture
def site(demo_home: Path, tmp_path: Path) -> Iterator[Site]:
    """The demonstration province, served."""
    shutil.copytree(demo_home, tmp_path / "home")
    with served(tmp_path / "home") as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Chromium, one for all tests of a worker."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup-dev")
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium is installed; on Debian: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


class Person:
    """Somebody at a browser of their own. Whatever their console says is an error of the page."""

    def __init__(self, browser: Any, site: Site, name: str, **options: Any) -> None:
        self.site = site
        self.context = browser.new_context(locale="vi-VN", **({"viewport": {"width": 1366, "height": 768}} | options))
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.sign_in(self.page, name)

    def sign_in(self, page: Any, name: str) -> None:
        """Sign in as somebody of the demonstration."""
        page.goto(f"{self.site.url}/account/login/")
        page.fill("#id_login", f"{name}@mau.example")
        page.fill("#id_password", PASSWORD)
        page.click("main form button")
        page.wait_for_url(f"{self.site.url}/")

    def open(self, form: str, button: str = "Bắt đầu") -> Any:
        """Open a return from the first page, by the form's name, and return the page."""
        self.page.goto(self.site.url)
        self.page.locator("tr", has_text=form).get_by_text(button, exact=False).first.click()
        self.page.wait_for_selector("table.grid")
        return self.page

    def screen(self, name: str) -> None:
        """Keep what is seen as a picture."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(SCREENS / f"{name}.png"), full_page=True)
