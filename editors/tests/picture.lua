-- What docs/margin.svg shows: a draft of the examples, its margin, and why one finding is told.
-- Started by .ci/lsp in a copy of examples/daily; what goes wrong is written into the file that FAILED names.

local INK, PAPER, FLOAT, WARN = 0xe6edf3, 0x0d1117, 0x161b22, 0xe3b341

local WARNINGS = { severity = vim.diagnostic.severity.WARN }

-- The colours of the picture; what is not here is as Neovim has it.
local LOOKS = {
  Normal = { fg = INK, bg = PAPER },
  SignColumn = { bg = PAPER },
  NormalFloat = { fg = INK, bg = FLOAT },
  FloatBorder = { fg = 0x6e7681, bg = FLOAT },
  DiagnosticSignWarn = { fg = WARN, bold = true },
  DiagnosticVirtualTextWarn = { fg = WARN },
  DiagnosticUnderlineWarn = { undercurl = true, sp = WARN },
  ['@markup.strong'] = { bold = true },
  ['@markup.raw'] = { fg = 0x76e3ea },
  ['@markup.heading.1.markdown'] = { fg = 0x7ee787, bold = true },
}

local function open()
  vim.o.termguicolors, vim.o.background, vim.o.laststatus, vim.o.ruler, vim.o.showmode = true, 'dark', 0, false, false
  vim.o.wrap, vim.o.linebreak, vim.o.fillchars = true, true, 'eob: '
  for name, look in pairs(LOOKS) do vim.api.nvim_set_hl(0, name, look) end
  vim.cmd.edit('drafts/market-day.md')
  assert(vim.wait(10000, function() return #vim.diagnostic.get(0, WARNINGS) == 1 end, 20), 'no finding came')
  local finding = vim.diagnostic.get(0, WARNINGS)[1]
  vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })
end

local function ask()
  vim.lsp.buf.hover({ border = 'rounded', max_width = 84, focusable = false })
  local opened = vim.wait(10000, function() return #vim.api.nvim_list_wins() == 2 end, 20)
  assert(opened, 'nothing was told of it')
end

-- Does one step after another, with time between them to draw the screen; says what goes wrong where nobody sees that.
local function go(first, ...)
  local rest = { ... }
  vim.defer_fn(function()
    local ok, why = xpcall(first, debug.traceback)
    if ok then return #rest > 0 and go(unpack(rest)) end
    local log = assert(io.open(vim.env.FAILED, 'w'))
    log:write(why)
    log:close()
    vim.cmd('cquit 1')
  end, 400)
end

go(open, ask, function() vim.cmd('redraw!') end, function() vim.cmd('qall!') end)
