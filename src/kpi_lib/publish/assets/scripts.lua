-- Run by Quarto on every page: links the browser scripts that `_quarto.yml` names under `kpi-scripts`.
-- Quarto looks for them beside this file, copies them once and links them from any depth, so they load
-- from disk too. And no line breaks a year such as "2017–18" in two (see keep_years_whole in sphinx_site.py).

function Meta(meta)
  local scripts = {}
  for _, named in ipairs(meta["kpi-scripts"] or {}) do
    local name = pandoc.path.filename(pandoc.utils.stringify(named))
    table.insert(scripts, {path = "scripts/" .. name, name = name, attribs = {defer = ""}})
  end
  if quarto.doc.is_format("html") and #scripts > 0 then
    quarto.doc.add_html_dependency({name = "kpi", version = "1", scripts = scripts})
  end
end

local YEARS = "%d%d%d%d\u{2013}%d%d"
local WHOLE = '<span class="kpi-whole">%0</span>'

function Str(text)
  if quarto.doc.is_format("html") and text.text:match("^" .. YEARS .. "%p*$") then
    return pandoc.Span({text}, {class = "kpi-whole"})
  end
end

function RawBlock(block)
  if block.format ~= "html" or not block.text:match(YEARS) then return nil end
  local inside = nil
  block.text = block.text:gsub("(<?/?%w*[^<>]*>?)", function(piece)
    local name = piece:match("^<(%w+)")
    if inside then
      if piece:match("^</(%w+)") == inside then inside = nil end
      return piece
    end
    if name == "svg" or name == "script" or name == "style" or name == "option" then inside = name end
    return piece:sub(1, 1) == "<" and piece or piece:gsub(YEARS, WHOLE)
  end)
  return block
end
