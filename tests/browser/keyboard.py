"""A person at a keyboard: Tab, Enter, space, arrows and letters; never a click."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Page

FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const s = getComputedStyle(e), b = e.getBoundingClientRect();
  return {id: e.id, name: e.getAttribute("name") || "", tag: e.tagName.toLowerCase(), type: e.type || "",
          text: (e.innerText || e.value || e.getAttribute("aria-label") || "").trim().slice(0, 80),
          href: e.getAttribute("href") || "", visible: s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2,
          seen: b.width > 0 && b.height > 0};
}"""
MOST_STOPS = 160


class Keyboard:
    """Drives one window by keys alone, and notes every stop whose focus could not be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: list[str] = []
        # Which comes first in a date field, day or month, is the browser's own business: it is tried out once.
        page.set_content("<input type=date id=d>")
        page.keyboard.press("Tab")
        page.keyboard.type("01022003")
        self.date_form = "%d%m%Y" if page.input_value("#d") == "2003-02-01" else "%m%d%Y"

    def focused(self) -> dict[str, object] | None:
        """What has the focus."""
        found: dict[str, object] | None = self.page.evaluate(FOCUS)
        return found

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, *, id: str = "", text: str = "", name: str = "") -> None:
        """Go on with Tab until a field or a button of that id, name or beginning of its text has the focus."""
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            at = self.focused()
            if at is None:
                continue
            if not at["visible"]:
                self.unseen.append(f"{self.page.url} {at['tag']}#{at['id']} {at['text']}")
            if (id and at["id"] == id) or (name and at["name"] == name) or (
                    text and str(at["text"]).startswith(text)):
                return
        raise AssertionError(f"no Tab leads to {id or text or name} on {self.page.url}")

    def write(self, words: str) -> None:
        """Type in place of what stands there."""
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def day(self, on: date) -> None:
        """Type a day into a date field, as this browser takes it."""
        self.page.keyboard.type(on.strftime(self.date_form))

    def choose(self, words: str) -> None:
        """Choose in a list with the arrows, from its top."""
        self.page.keyboard.press("Home")
        for _option in range(MOST_STOPS):
            chosen = self.page.evaluate("document.activeElement.selectedOptions[0].text")
            if chosen == words:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {words} on {self.page.url}")

    def submit(self, key: str = "Enter") -> None:
        """Press Enter and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.page.wait_for_selector("h1")

    def sign_in(self, address: str, email: str, password: str) -> None:
        """Sign in on the page of the site."""
        self.page.goto(f"{address}/login")
        self.tab_to(id="email")
        self.write(email)
        self.tab_to(id="password")
        self.write(password)
        self.submit()
