"""The local workspace in a real browser: a demo, a Chromium, and people who sit down in front of it.

The browser modules belong to one group (``pytest.mark.xdist_group``), so that one worker runs them and only one
Chromium is alive at a time.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect, sync_playwright

from bot.demo import firm, run
from bot.demo.run import Demo

GROUP = "browser"
MADRID = ZoneInfo(firm.ZONE)
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE = 20_000  # milliseconds; a wait ends as soon as its condition holds
_CODE = re.compile(r"INC-\d+")

#: Everything in sight that sticks out of the window, or has to be scrolled sideways to be read.
_STICKING_OUT = """() => new Promise(requestAnimationFrame)
.then(() => [...document.querySelectorAll("body *")].filter((node) => {
  if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  const { left, right, width, height } = node.getBoundingClientRect();
  if (width <= 1 || height <= 1) return false;
  const scrolls = ["auto", "scroll"].includes(getComputedStyle(node).overflowX);
  return right > innerWidth + 1 || left < -1 || (scrolls && node.scrollWidth > node.clientWidth + 1);
}).map((node) => `${node.tagName}.${node.className} ${node.textContent.slice(0, 60)}`))"""


@dataclass
class Seat:
    """One person in front of the page. Locators are found anew at each use, so nothing here goes stale."""

    house: "House"
    page: Page

    def say(self, words: str, channel: str = "#incidentes") -> None:
        """Types into the composer and sends."""
        box = self.composer(channel)
        box.fill(words)
        box.press("Escape")  # the list of completions, if it is open
        box.press("Enter")

    def composer(self, channel: str = "#incidentes") -> Locator:
        return self.page.get_by_role("textbox", name=f"Mensaje para {channel}")

    def become(self, name: str) -> None:
        """Switches to another person with the button at the top."""
        self.page.locator("#me").click()
        self.page.get_by_role("menuitemradio", name=name).click()
        expect(self.page.locator("#me")).to_contain_text(name)

    def open_channel(self, name: str) -> None:
        self.channel(name).click()
        expect(self.page.locator("#channel-title")).to_contain_text(name)

    def channel(self, name: str) -> Locator:
        """Its row in the list of conversations."""
        return self.page.locator("#channels").get_by_role("link").filter(has=self.page.get_by_text(name, exact=True))

    def open_inbox(self) -> None:
        """The bot's direct messages to this person."""
        self.open_channel("incidente")
        tab = self.page.get_by_role("tab", name="Mensajes")
        # With something unread it is in front already, and stands where one should begin to read.
        if tab.get_attribute("aria-selected") == "false":
            tab.click()

    def jump(self, name: str) -> None:
        """Presses one of the clock's jumps, and waits until the time has passed."""
        before = self.house.demo.clock.offset
        button = self.page.get_by_role("button", name=name, exact=True)
        folded = self.page.get_by_role("button", name="Adelantar")
        expect(button.or_(folded).filter(visible=True).first).to_be_visible()  # the clock may not be drawn yet
        if not button.is_visible():
            folded.click()
        button.click()
        expect(self.page.locator("#clock")).not_to_have_attribute("aria-busy", "true")
        assert self.house.demo.clock.offset > before

    # What stands on the page

    def messages(self, holding: str) -> Locator:
        return self.page.locator("#messages").get_by_role("article").filter(has_text=holding)

    def dialog(self, title: str) -> Locator:
        """The window with this title, once it is there."""
        found = self.page.get_by_role("dialog", name=title, exact=True)
        expect(found).to_be_visible()
        return found

    def closes(self) -> None:
        """Presses the window's own button to leave it."""
        self.page.locator("#modal .dialog-foot").get_by_role("button", name="Cerrar", exact=True).click()
        self.no_dialog()

    def no_dialog(self) -> None:
        expect(self.page.locator("#modal")).to_be_hidden()

    def fits(self) -> None:
        """Nothing has to be scrolled sideways."""
        sticking = self.page.evaluate(_STICKING_OUT)
        assert sticking == [], sticking

    def shot(self, name: str) -> None:
        """A picture for people to look at, where they ask for it with INCIDENTE_SHOTS."""
        if folder := os.environ.get("INCIDENTE_SHOTS"):
            self.page.screenshot(path=Path(folder) / f"{name}.png")

    # Reporting

    def begin(self, words: str, channel: str = "#incidentes") -> Locator:
        """``/incidente`` with these words, up to the whole form."""
        self.say(f"/incidente {words}", channel)
        form = self.dialog("Contar un incidente")
        following = form.get_by_role("button", name="Siguiente")
        send = form.get_by_role("button", name="Anotar y avisar")
        expect(following.or_(send)).to_be_visible()
        if following.is_visible():
            following.click()
        expect(send).to_be_visible()
        return form

    def send(self, form: Locator) -> str:
        """Sends the report, leaves the answer, and says the incident's code."""
        form.get_by_role("button", name="Anotar y avisar").click()
        done = self.dialog("Anotado")
        code = _CODE.search(done.inner_text())
        assert code is not None
        self.closes()
        return code[0]


@dataclass
class House:
    """A demo with a browser in front of it."""

    demo: Demo
    browser: Browser

    @contextmanager
    def sit(self, user: str, channel: str = firm.INCIDENTS, *, phone: bool = False) -> Iterator[Seat]:
        """A person in front of the page, in a channel; with windows that an earlier test left open closed."""
        server = self.demo.server
        for person in (firm.ANA, firm.LUIS, firm.CARMEN, firm.IVAN):
            while (view := server.open_view(person)) is not None:
                server.close_view(person, view["id"])
        context = self._context(phone=phone)
        try:
            page = context.new_page()
            faults: list[str] = []
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(f"{self.demo.url}/#/{user}/{channel}")
            expect(page.locator("#channel-title")).not_to_be_empty()
            yield Seat(self, page)
            assert not faults
        finally:
            context.close()

    def _context(self, *, phone: bool) -> BrowserContext:
        size: ViewportSize = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        context = self.browser.new_context(
            viewport=size,
            is_mobile=phone,
            has_touch=phone,
            device_scale_factor=2 if phone else 1,
            locale="es-ES",
            reduced_motion="reduce",  # nothing slides, so nothing is measured half-way
        )
        context.set_default_timeout(_PATIENCE)
        return context

    def in_(self, **span: float) -> datetime:
        """A moment from now, by Madrid's clock."""
        return self.demo.clock().astimezone(MADRID) + timedelta(**span)

    def heard(self, user: str) -> int:
        """How many messages the bot has sent to this person so far."""
        return len(self.demo.server.messages(self.demo.server.dm(user)))


@contextmanager
def open_house(data: Path) -> Iterator[House]:
    """A demo under ``data``, at ten o'clock of a working morning, and a browser; skips where there is no Chromium."""
    expect.set_options(timeout=_PATIENCE)
    with _chromium() as browser, open_demo(data) as demo:
        working = demo.bot.desk.policy.working
        run.advance(demo.bot, demo.clock, working.next_morning(demo.clock()) + timedelta(hours=1))
        yield House(demo, browser)


@contextmanager
def open_demo(data: Path) -> Iterator[Demo]:
    demo = run.start(0, data)
    try:
        yield demo
    finally:
        demo.stop()


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        reason = "No Chromium on PATH: install the system's package (apt-get install chromium) to run the browser tests"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def set_moment(form: Locator, label: str, moment: datetime) -> None:
    """Writes a day and an hour, as a person types them."""
    day = form.get_by_role("textbox", name=re.compile(f"{re.escape(label)}.* fecha$"))
    day.fill(f"{moment:%d/%m/%Y}")
    hour = form.get_by_role("combobox", name=re.compile(f"{re.escape(label)}.* hora$"))
    hour.fill(f"{moment:%H:%M}")
    hour.press("Tab")
    expect(hour).to_have_value(f"{moment:%H:%M}")


def tab_to(page: Page, wanted: Locator) -> None:
    """Moves the focus with the Tab key alone; fails where the keyboard does not get there."""
    for _ in range(60):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not reach {wanted}")
