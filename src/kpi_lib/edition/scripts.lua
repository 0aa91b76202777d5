-- Run by Quarto on every page: links the browser scripts that `_quarto.yml` names under `kpi-scripts`.
-- Quarto looks for them beside this file, copies them once and links them from any depth, so they load
-- from disk too.

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
