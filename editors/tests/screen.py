"""The screen of a Neovim, as whoever draws it is told: its cells, their colours, and a picture of them."""

import io
import os
import struct
import subprocess

from wcwidth import wcswidth

CELL = (8.4, 18.0)
ORIGIN = (16.0, 52.0)
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def shown(command, columns, lines, cwd, environment):
    """Runs a Neovim with a screen of its own until it ends; the last screen that it drew, and its exit status."""
    screen = Screen(columns, lines)
    with subprocess.Popen(command, cwd=cwd, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdin.write(packed([0, 1, "nvim_ui_attach", [columns, lines, {"rgb": True, "ext_linegrid": True}]]))
        child.stdin.flush()
        try:
            while True:
                message = unpacked(child.stdout)
                if message[0] == 2 and message[1] == "redraw":
                    screen.take(message[2])
        except EOFError:
            pass
    return screen, child.returncode


class Screen:
    """A grid of cells: the text of each, and the number of its look."""

    def __init__(self, columns, lines):
        self.columns, self.lines = columns, lines
        self.looks, self.ink, self.paper = {0: {}}, 0xE6EDF3, 0x0D1117
        self.cells = [[(" ", 0)] * columns for _ in range(lines)]
        self.drawn = self.cells

    def take(self, events):
        for name, *calls in events:
            for call in calls:
                if name == "default_colors_set":
                    self.ink, self.paper = call[0], call[1]
                elif name == "hl_attr_define":
                    self.looks[call[0]] = call[1]
                elif name == "grid_clear":
                    self.cells = [[(" ", 0)] * self.columns for _ in range(self.lines)]
                elif name == "grid_line":
                    self.line(*call[1:4])
                elif name == "grid_scroll":
                    self.scroll(*call[1:6])
                elif name == "flush":
                    self.drawn = [list(line) for line in self.cells]

    def line(self, row, column, cells):
        look = 0
        for text, *rest in cells:
            look = rest[0] if rest else look
            for _ in range(rest[1] if len(rest) > 1 else 1):
                self.cells[row][column] = (text, look)
                column += 1

    def scroll(self, top, bottom, left, right, rows):
        moved = range(top, bottom - rows) if rows > 0 else range(bottom - 1, top - rows - 1, -1)
        for row in moved:
            self.cells[row][left:right] = self.cells[row + rows][left:right]

    def pieces(self, row):
        """Cells of one look that stand together: column, columns, text, ink, paper, look."""
        pieces = []
        for column, (text, number) in enumerate(self.drawn[row]):
            look = self.looks.get(number, {})
            ink, paper = look.get("foreground", self.ink), look.get("background", self.paper)
            if look.get("reverse"):
                ink, paper = paper, ink
            # The second cell of a wide character is empty.
            if pieces and pieces[-1][5] == look and text:
                at, wide, before, *rest = pieces[-1]
                pieces[-1] = (at, wide + 1, before + text, *rest)
            elif text:
                pieces.append((column, 1, text, ink, paper, look))
            else:
                at, wide, *rest = pieces[-1]
                pieces[-1] = (at, wide + 1, *rest)
        return pieces

    def picture(self, title):
        """The screen as SVG; every piece stands where its column is, whatever the font."""
        width, height = 2 * ORIGIN[0] + CELL[0] * self.columns, ORIGIN[1] + CELL[1] * (self.lines - 1)
        out = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
            f'role="img" aria-label="{escaped(title)}">',
            f'<rect width="100%" height="100%" rx="8" fill="{colour(self.paper)}"/>',
            *(f'<circle cx="{x}" cy="18" r="6" fill="{fill}"/>' for x, fill in ((22, "#ff5f56"), (42, "#ffbd2e"), (62, "#27c93f"))),
            f'<g font-family="{FONT}" font-size="14" xml:space="preserve">',
        ]
        # The last line is where commands are typed.
        for row in range(self.lines - 1):
            out.extend(self.row(ORIGIN[1] + CELL[1] * row, self.pieces(row)))
        return "\n".join([*out, "</g></svg>", ""])

    def row(self, y, pieces):
        spans = ""
        for at, wide, text, ink, paper, look in pieces:
            x, long = ORIGIN[0] + CELL[0] * at, CELL[0] * wide
            if paper != self.paper:
                yield f'<rect x="{x:.1f}" y="{y - 13.5:.1f}" width="{long:.1f}" height="{CELL[1]:.0f}" fill="{colour(paper)}"/>'
            if look.get("underline") or look.get("undercurl"):
                yield f'<path d="M{x:.1f} {y + 3:.1f}h{long:.1f}" stroke="{colour(look.get("special", ink))}"/>'
            if inked := text.strip():
                before = len(text) - len(text.lstrip())
                weight = ' font-weight="bold"' if look.get("bold") else ""
                spans += (
                    f'<tspan x="{x + CELL[0] * before:.1f}" textLength="{CELL[0] * wcswidth(inked):.1f}" fill="{colour(ink)}"{weight}>'
                    f"{escaped(inked)}</tspan>"
                )
        if spans:
            yield f'<text y="{y:.0f}">{spans}</text>'


def colour(number):
    return f"#{number:06x}"


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def packed(value):
    """A value as MessagePack: the few kinds that are sent here, all of them short."""
    match value:
        case bool():
            return b"\xc3" if value else b"\xc2"
        case int():
            return bytes([value]) if value < 128 else struct.pack(">BH", 0xCD, value)
        case str():
            return bytes([0xA0 | len(value)]) + value.encode()
        case list():
            return bytes([0x90 | len(value)]) + b"".join(map(packed, value))
        case dict():
            return bytes([0x80 | len(value)]) + b"".join(packed(part) for pair in value.items() for part in pair)


# What stands behind the first byte of a value: a number, or the length of what comes.
NUMBERS = {0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q", 0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q"}
LENGTHS = {
    **{0xC4: (bytes, ">B"), 0xC5: (bytes, ">H"), 0xC6: (bytes, ">I"), 0xC7: ("ext", ">B"), 0xC8: ("ext", ">H"), 0xC9: ("ext", ">I")},
    **{0xD9: (str, ">B"), 0xDA: (str, ">H"), 0xDB: (str, ">I"), 0xDC: (list, ">H"), 0xDD: (list, ">I"), 0xDE: (dict, ">H"), 0xDF: (dict, ">I")},
}


def unpacked(source):
    """The next value of MessagePack.

    Raises EOFError where none comes."""

    def read(count):
        data = source.read(count) if count else b""
        if len(data) < count:
            raise EOFError
        return data

    def number(form):
        return struct.unpack(form, read(struct.calcsize(form)))[0]

    first = read(1)[0]
    if first < 0x80 or first >= 0xE0:
        return first if first < 0x80 else first - 256
    if first in (0xC0, 0xC2, 0xC3):
        return {0xC0: None, 0xC2: False, 0xC3: True}[first]
    if first in NUMBERS:
        return number(NUMBERS[first])
    if 0xD4 <= first <= 0xD8:
        return read(1 + (1 << (first - 0xD4)))
    kind, length = {0x80: (dict, first & 15), 0x90: (list, first & 15)}.get(first & 0xF0, (str, first & 31))
    if first >= 0xC0:
        kind, form = LENGTHS[first]
        length = number(form)
    if kind is list:
        return [unpacked(source) for _ in range(length)]
    if kind is dict:
        return {unpacked(source): unpacked(source) for _ in range(length)}
    data = read(length + (1 if kind == "ext" else 0))
    return data.decode(errors="replace") if kind is str else data


if __name__ == "__main__":
    sample = [0, 1, "nvim_ui_attach", [104, 28, {"rgb": True}]]
    assert unpacked(io.BytesIO(packed(sample))) == sample, os.name
