"""A real Kakoune with kak-lsp and the settings of docs/editors.md: opens a draft, types, sees findings, takes a fix, edits copydesk.toml.

Started by .ci/lsp in a folder with a publication, where the machine has both: kakoune.py KAK. What goes wrong ends it with status 1.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

SESSION = f"copydesk-{os.getpid()}"
KAK = sys.argv[1]
PATIENCE = 20
told = pathlib.Path(tempfile.mkdtemp(prefix="copydesk-kak-")) / "told"


def do(commands, client=True):
    """Has the one client of the session do something."""
    if client:
        commands = f"evaluate-commands -client client0 %§{commands}§"
    subprocess.run([KAK, "-p", SESSION], input=commands, text=True, check=True)


def ask(words):
    told.unlink(missing_ok=True)
    do(f"echo -quoting shell -to-file {told} -- {words}")
    end = time.time() + PATIENCE
    while time.time() < end and not told.exists():
        time.sleep(0.05)
    return told.read_text() if told.exists() else ""


def margin():
    """How many errors and warnings Kakoune counts, and where it draws them: line, column from 1 in bytes, and the end of each."""
    counts = ask("%opt{lsp_diagnostic_error_count} %opt{lsp_diagnostic_warning_count}").replace("'", "").split()
    places = re.findall(r"'(\d+)\.(\d+),(\d+)\.(\d+)\|", ask("%opt{lsp_inline_diagnostics}"))
    return [int(count) for count in counts], sorted(tuple(map(int, place)) for place in places)


def expect(what, counts, holds=lambda places: True):
    end, seen = time.time() + PATIENCE, None
    while time.time() < end:
        seen = margin()
        if seen[0] == counts and holds(seen[1]):
            return print(f"kakoune: {what}: {seen}", flush=True)
        time.sleep(0.2)
    sys.exit(f"kakoune: {what}: {seen}, wanted {counts}")


def rest():
    """Lets go of the keys, as somebody does who reads: then Kakoune tells the server."""
    time.sleep(1)


def text(buffer="-draft"):
    """What stands in a buffer, the shown one if none is named."""
    told.unlink(missing_ok=True)
    do(f"evaluate-commands {buffer} %{{ execute-keys '%'; echo -to-file {told} -- %val{{selection}} }}")
    end = time.time() + PATIENCE
    while time.time() < end and not told.exists():
        time.sleep(0.05)
    return told.read_text()


def words(place):
    """The words at a place of the buffer."""
    (line, column, _, end) = place
    return text().split("\n")[line - 1].encode()[column - 1 : end].decode()


def run():
    expect("opens a draft", [1, 0])
    do("execute-keys -with-hooks 'geoExperts say that 🎈 40% of the tents leak.<esc>'")
    expect("types a sentence", [1, 1], lambda places: len(places) == 2)
    if (seen := words(margin()[1][-1])) != "40%":
        sys.exit(f"kakoune: the finding stands at {seen!r}")
    do("select 3.40,3.40; lsp-code-action-sync 'Insert the approved text'")
    expect("takes the fix", [0, 1])
    if "We earn a share" not in text():
        sys.exit("kakoune: the fix was not applied")
    do("select 6.24,6.24; lsp-hover-buffer client0")
    rest()
    if "rests on “Experts say”" not in text("-buffer *hover*"):
        sys.exit(f"kakoune: hover: {text('-buffer *hover*')}")
    print("kakoune: tells why", flush=True)
    do("edit copydesk.toml")
    rest()
    do("execute-keys -with-hooks 'geo\"attribution/vague-figure\" = \"error\"<esc>'")
    rest()
    do("edit tents.md")
    expect("edits copydesk.toml, unsaved", [1, 0])
    do("edit copydesk.toml")
    do("execute-keys -with-hooks 'ggOnmae = \"x\"<esc>'")
    expect("sees a mistake in it", [1, 0], lambda places: places[0][0] == 1)



try:
    with open(os.environ.get("KAK_LOG", os.devnull), "w") as log:
        subprocess.Popen([KAK, "-s", SESSION, "-ui", "dummy", "tents.md"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    time.sleep(1)
    run()
finally:
    subprocess.run([KAK, "-p", SESSION], input="kill!", text=True)
