-- lua5.1 restricted.lua SCRIPT OBJECT NOW
-- Runs a script with no more than Argo CD gives to one: base, table, and an os that has time and date alone. OBJECT is a file of Lua that
-- returns the object, NOW the clock's time in seconds. Prints what the script returns as JSON.
local file, object, now = arg[1], arg[2], tonumber(arg[3])

local os = {
  time = function(at) return at and os.time(at) or now end,
  date = function(format, at) return os.date(format, at or now) end
}
local given = {obj = dofile(object), actionParams = {}, table = table}
for _, name in ipairs({"_VERSION", "assert", "error", "getmetatable", "ipairs", "next", "pairs", "pcall", "rawequal", "rawget", "rawset",
  "select", "setmetatable", "tonumber", "tostring", "type", "unpack", "xpcall"}) do
  given[name] = _G[name]
end
given._G = given
given.require = function(name)
  return name == "os" and os or error("there is no module " .. name)
end
-- Or ("x"):upper() would work.
local strings = getmetatable("")
local escape, substitute = string.format, string.gsub
local function quoted(text)
  return '"' .. substitute(text, '[%c"\\]', function(each) return escape("\\u%04x", each:byte()) end) .. '"'
end
local index = strings.__index
strings.__index = nil
local script = setfenv(assert(loadfile(file)), given)
local returned = script()
strings.__index = index

local function json(value)
  if type(value) == "string" then
    return quoted(value)
  elseif type(value) ~= "table" then
    return tostring(value)
  end
  local parts = {}
  if next(value) == nil or #value > 0 then
    for _, item in ipairs(value) do
      table.insert(parts, json(item))
    end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for key, item in pairs(value) do
    table.insert(parts, quoted(key) .. ":" .. json(item))
  end
  return "{" .. table.concat(parts, ",") .. "}"
end
print(json(returned))
