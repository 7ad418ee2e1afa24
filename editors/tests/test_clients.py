"""The server, spoken to as editors announce themselves: the profiles that pytest-lsp keeps, and two of what editors announce now.

Started by .ci/lsp, which names the program in COPYDESK.
"""

import asyncio
import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities, make_test_lsp_client

VAGUE = "Experts say that 40% of the crews have left.\n"
FAMILY = "👨\u200d👩\u200d👧 e\u0301 "
OWES = "# Tents\n\nThe tent is light, and [the shop has it](https://www.amazon.com/dp/B000?tag=t-20) for less.\n"
CONFIG = """name = "T"

[texts.affiliate]
text = "We earn a share when you buy through links on this page."

[rules]
"disclosure/affiliate" = "error"
"disclosure/amazon-associates" = "off"
"""


def asks(capabilities: types.ClientCapabilities) -> types.ClientCapabilities:
    """The same editor, where it asks for findings: what the profiles of pytest-lsp are too old for."""
    capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities(related_document_support=True)
    capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    return capabilities


PROFILES = {
    "vscode": lambda: client_capabilities("visual-studio-code"),
    "vscode-that-asks": lambda: asks(client_capabilities("visual-studio-code")),
    "neovim": lambda: client_capabilities("neovim"),
    "neovim-0.10": lambda: client_capabilities("neovim@0.10.0"),
    "neovim-that-asks": lambda: asks(client_capabilities("neovim")),
    "emacs": lambda: client_capabilities("emacs"),
}


class Desk:
    """One editor with a folder open."""

    def __init__(self, client: LanguageClient, folder: pathlib.Path, offers: types.ServerCapabilities):
        self.client, self.folder, self.offers, self.version = client, folder, offers, 1

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str, language: str = "markdown") -> None:
        item = types.TextDocumentItem(uri=self.uri(name), language_id=language, version=1, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))

    def change(self, name: str, *changes: types.TextDocumentContentChangeEvent) -> None:
        self.version += 1
        document = types.VersionedTextDocumentIdentifier(uri=self.uri(name), version=self.version)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(text_document=document, content_changes=list(changes)))

    def retype(self, name: str, text: str) -> None:
        self.change(name, types.TextDocumentContentChangeWholeDocument(text=text))

    async def findings(self, name: str, fits=lambda found: True) -> list[types.Diagnostic]:
        """What stands in the margin, once it fits."""
        for _ in range(200):
            if self.offers.diagnostic_provider:
                document = types.TextDocumentIdentifier(uri=self.uri(name))
                report = await self.client.text_document_diagnostic_async(types.DocumentDiagnosticParams(text_document=document))
                found = list(report.items)
            else:
                found = list(self.client.diagnostics.get(self.uri(name), []))
            if fits(found):
                return found
            await asyncio.sleep(0.05)
        raise AssertionError(f"the margin never fitted: {found}")

    def units(self, text: str) -> int:
        encoding = self.offers.position_encoding
        return len(text.encode()) if encoding == types.PositionEncodingKind.Utf8 else len(text.encode("utf-16-le")) // 2


def client_that_watches() -> LanguageClient:
    """A client that takes what it is asked to watch, and to ask anew."""
    client = make_test_lsp_client()
    for asked in (types.CLIENT_REGISTER_CAPABILITY, types.WORKSPACE_INLAY_HINT_REFRESH):
        client.feature(asked)(lambda params: None)
    return client


@pytest_lsp.fixture(
    params=list(PROFILES),
    config=ClientServerConfig(
        server_command=[os.environ.get("COPYDESK", "copydesk"), "lsp"], client_factory=client_that_watches
    ),
)
async def client(lsp_client: LanguageClient, request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site").resolve()
    (folder / "copydesk.toml").write_text(CONFIG)
    params = types.InitializeParams(
        capabilities=PROFILES[request.param](),
        workspace_folders=[types.WorkspaceFolder(uri=folder.as_uri(), name="site")],
    )
    result = await lsp_client.initialize_session(params)
    lsp_client.desk = Desk(lsp_client, folder, result.capabilities)
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def desk(client: LanguageClient) -> Desk:
    return client.desk


@pytest.mark.asyncio
async def test_it_is_sent_or_asked_for(desk: Desk, request):
    asks_itself = "asks" in request.node.name
    assert bool(desk.offers.diagnostic_provider) == asks_itself
    desk.open("a.md", VAGUE)
    found = await desk.findings("a.md", bool)
    assert [(one.code, one.source) for one in found] == [("attribution/vague-figure", "copydesk")]
    await asyncio.sleep(0.4)
    assert (desk.uri("a.md") in desk.client.diagnostics) == (not asks_itself)


@pytest.mark.asyncio
async def test_typing_moves_the_margin(desk: Desk):
    desk.open("a.md", "It was late.\n")
    await desk.findings("a.md", lambda found: not found)
    start = types.Position(0, 0)
    for text in (VAGUE, FAMILY):
        desk.change("a.md", types.TextDocumentContentChangePartial(range=types.Range(start, start), text=text))
    before = FAMILY + "Experts say that "
    wanted = types.Range(types.Position(0, desk.units(before)), types.Position(0, desk.units(before + "40%")))
    await desk.findings("a.md", lambda found: [one.range for one in found] == [wanted])


@pytest.mark.asyncio
async def test_a_fix_is_offered_and_holds(desk: Desk):
    desk.open("a.md", OWES)
    found = await desk.findings("a.md", bool)
    assert [one.code for one in found] == ["disclosure/affiliate"]
    document = types.TextDocumentIdentifier(uri=desk.uri("a.md"))
    context = types.CodeActionContext(diagnostics=found, only=[types.CodeActionKind.QuickFix])
    actions = await desk.client.text_document_code_action_async(
        types.CodeActionParams(text_document=document, range=found[0].range, context=context)
    )
    mend = next(action for action in actions if action.is_preferred)
    edit = mend.edit
    edits = edit.document_changes[0].edits if edit.document_changes else edit.changes[desk.uri("a.md")]
    for change in sorted(edits, key=lambda change: (change.range.start.line, change.range.start.character), reverse=True):
        desk.change("a.md", types.TextDocumentContentChangePartial(range=change.range, text=change.new_text))
    await desk.findings("a.md", lambda found: not found)


@pytest.mark.asyncio
async def test_a_pointer_is_told_why(desk: Desk):
    desk.open("a.md", VAGUE)
    await desk.findings("a.md", bool)
    document = types.TextDocumentIdentifier(uri=desk.uri("a.md"))
    told = await desk.client.text_document_hover_async(types.HoverParams(text_document=document, position=types.Position(0, 18)))
    assert "rests on “Experts say”" in told.contents.value and "What to do" in told.contents.value


@pytest.mark.asyncio
async def test_a_draft_is_held_against_the_saved_ones(desk: Desk):
    passage = "# Day\n\nThe harbour master keeps the old log in a tin box under the stairs, and nobody has asked to read it since.\n"
    (desk.folder / "copydesk.toml").write_text(CONFIG + '"boilerplate/across-articles" = "warning"\n')
    (desk.folder / "old.md").write_text(passage)
    desk.open("a.md", passage)
    found = await desk.findings("a.md", bool)
    assert [(one.code, one.source) for one in found] == [("boilerplate/across-articles", "copydesk, by drafts as saved")]


@pytest.mark.asyncio
async def test_a_configuration_that_is_typed_judges(desk: Desk):
    desk.open("a.md", VAGUE)
    await desk.findings("a.md", lambda found: [one.severity for one in found] == [types.DiagnosticSeverity.Warning])
    desk.open("copydesk.toml", CONFIG, "toml")
    desk.retype("copydesk.toml", CONFIG + '"attribution/vague-figure" = "error"\n')
    await desk.findings("a.md", lambda found: [one.severity for one in found] == [types.DiagnosticSeverity.Error])
    desk.retype("copydesk.toml", "nmae = 1\n" + CONFIG)
    await desk.findings("copydesk.toml", lambda found: [one.code for one in found] == ["meta/bad-config"])
