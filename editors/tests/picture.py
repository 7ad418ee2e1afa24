"""Draws a Neovim that shows a draft of the examples: picture.py SVG COMMAND …, in the folder of the draft."""

import os
import pathlib
import sys

from screen import shown

COLUMNS, LINES = 104, 26
TITLE = "Neovim with a draft, what copydesk finds in its margin, and why one is told"

screen, status = shown(sys.argv[2:], COLUMNS, LINES, os.getcwd(), os.environ)
if status:
    log = pathlib.Path(os.environ["FAILED"])
    sys.exit(f"Neovim ended with {status}: {log.read_text() if log.exists() else ''}")
pathlib.Path(sys.argv[1]).write_text(screen.picture(TITLE))
