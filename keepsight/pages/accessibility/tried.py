"""By what the pages are tried. The tests take these words and numbers from here, and the statement says them: so it cannot say
anything else than was done."""

import datetime as dt

STANDARD = "WCAG 2.2"
LEVEL = "AA"
WIDTHS = (1280, 390, 320)  # CSS pixels: a desk, a telephone, and the narrowest that WCAG asks for (1.4.10)
TARGET = 24  # CSS pixels, each way: what is pressed is at least as large, or stands apart (2.5.8)
LETTERS = 2  # times as large as the browser's own (1.4.4)
AXE = "4.14.1"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")  # as axe calls them
ON = dt.date(2026, 11, 27)  # when pages were last looked at by eye, and the statement read through
