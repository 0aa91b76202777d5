-- Run by Quarto after a render. Quarto links require.js and jQuery from another host into every page
-- whose notebook has HTML output, in case it is a widget; these pages have none, and must make no
-- request to another host. The two links, and the line that joins them, are taken out.

local function without_remote_scripts(html)
  html = html:gsub('<script src="https?://[^"]*"[^>]*></script>%s*', "")
  return (html:gsub('<script type="application/javascript">define%(\'jquery\'.-</script>%s*', ""))
end

for path in (os.getenv("QUARTO_PROJECT_OUTPUT_FILES") or ""):gmatch("[^\n]+") do
  if path:match("%.html$") then
    local file = assert(io.open(path, "r"))
    local html = file:read("a")
    file:close()
    file = assert(io.open(path, "w"))
    file:write(without_remote_scripts(html))
    file:close()
  end
end
