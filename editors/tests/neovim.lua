-- A real Neovim with the settings of docs/editors.md: opens a draft, types, sees findings, takes a fix, edits copydesk.toml, sees them change.
-- Started by .ci/lsp in a folder with a publication; what goes wrong ends it with status 1.

local function fail(words)
  io.stderr:write('neovim: ' .. words .. '\n')
  vim.cmd('cquit 1')
end

local function codes(buffer)
  local found = {}
  for _, finding in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(found, { finding.lnum, finding.code, vim.diagnostic.severity[finding.severity] })
  end
  table.sort(found, function(a, b) return a[1] == b[1] and a[2] < b[2] or a[1] < b[1] end)
  return found
end

-- Waits until the margin of a buffer is this.
local function expect(what, buffer, wanted)
  local right = vim.wait(10000, function() return vim.deep_equal(codes(buffer), wanted) end, 20)
  if not right then
    fail(what .. ': ' .. vim.inspect(codes(buffer)) .. '\nwanted: ' .. vim.inspect(wanted))
  end
  io.stdout:write('neovim: ' .. what .. '\n')
end

local function type_keys(keys)
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), 'tx', false)
end

local function run()
  vim.cmd.edit('tents.md')
  local draft = vim.api.nvim_get_current_buf()
  expect('opens a draft', draft, { { 2, 'disclosure/affiliate', 'ERROR' } })

  type_keys('Go<CR>Experts say that 🎈 40% of the tents leak.<Esc>')
  expect('types a sentence', draft, { { 2, 'disclosure/affiliate', 'ERROR' }, { 4, 'attribution/vague-figure', 'WARN' } })
  local line, column = unpack({ vim.diagnostic.get(draft)[2].lnum, vim.diagnostic.get(draft)[2].col })
  local words = vim.api.nvim_buf_get_text(draft, line, column, line, column + 3, {})[1]
  if words ~= '40%' then fail('the finding stands at ' .. words) end

  vim.api.nvim_win_set_cursor(0, { 3, 40 })
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.isPreferred end })
  local fixed = vim.wait(10000, function()
    return vim.fn.search('We earn a share', 'nw') > 0
  end, 20)
  if not fixed then fail('the fix was not applied') end
  expect('takes the fix', draft, { { 6, 'attribution/vague-figure', 'WARN' } })

  local hover = vim.lsp.buf_request_sync(draft, 'textDocument/hover', {
    textDocument = { uri = vim.uri_from_bufnr(draft) },
    position = { line = 6, character = vim.diagnostic.get(draft)[1].col },
  }, 5000)
  local _, told = next(hover or {})
  if not (told and told.result and told.result.contents.value:find('rests on “Experts say”', 1, true)) then
    fail('hover: ' .. vim.inspect(hover))
  end
  io.stdout:write('neovim: tells why\n')

  vim.cmd.split('copydesk.toml')
  local config = vim.api.nvim_get_current_buf()
  type_keys('Go"attribution/vague-figure" = "error"<Esc>')
  expect('edits copydesk.toml, unsaved', draft, { { 6, 'attribution/vague-figure', 'ERROR' } })
  type_keys('ggOnmae = "x"<Esc>')
  expect('sees a mistake in it', config, { { 0, 'meta/bad-config', 'ERROR' } })
  type_keys('uu')
  vim.cmd.write()
  expect('takes it back and saves', draft, { { 6, 'attribution/vague-figure', 'WARN' } })
  vim.cmd.bdelete()

  local file = io.open('copydesk.toml', 'a')
  file:write('"attribution/*" = "off"\n')
  file:close()
  expect('somebody else saves it', draft, {})

  vim.cmd('qall!')
end

vim.defer_fn(function()
  local ok, why = xpcall(run, debug.traceback)
  if not ok then fail(why) end
end, 0)
