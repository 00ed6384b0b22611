"""A browser without a screen: cookies, redirects, and what a form hides in it."""

import http.cookiejar
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

PATIENCE_SECONDS = 60


@dataclass
class Browser:
    """Somebody's browser, which keeps its cookies and follows where it is sent."""

    base: str
    trusts: ssl.SSLContext | None = None
    patience: int = PATIENCE_SECONDS
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def asks(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str, str]:
        """The status, the words and the address where it ended. A form is sent with what its page hides in it."""
        asked = urllib.request.Request(urllib.parse.urljoin(self.base, path), headers=headers)
        if form is not None:
            asked.data = urllib.parse.urlencode(form).encode()
            asked.add_header("Referer", self.base)
        opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=self.trusts), urllib.request.HTTPCookieProcessor(self.jar)
        )
        try:
            with opener.open(asked, timeout=self.patience) as answer:
                return answer.status, answer.read().decode(), answer.url
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode(), refused.url

    def sends(self, path: str, **fields: str) -> tuple[int, str, str]:
        """What comes of filling in the form of a page."""
        _, page, _ = self.asks(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, path
        return self.asks(path, {"csrfmiddlewaretoken": token[1], **fields})
