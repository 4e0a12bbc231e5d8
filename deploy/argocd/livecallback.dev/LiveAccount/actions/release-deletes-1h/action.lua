local os = require("os")

local held = false
for _, condition in ipairs(obj.status ~= nil and obj.status.conditions or {}) do
  held = held or condition.type == "DeleteLimitReached"
end
if not held then
  error("No deletion waits for this account's limit.")
end

-- By the calendar: Argo CD's os.date gives local time as soon as it is given a time, whatever "!" asks for.
local at = os.date("!*t")
local leap = at.year % 4 == 0 and (at.year % 100 ~= 0 or at.year % 400 == 0)
local days = {31, leap and 29 or 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

at.hour = at.hour + 1
if at.hour == 24 then
  at.hour = 0
  at.day = at.day + 1
end
if at.day > days[at.month] then
  at.day = 1
  at.month = at.month + 1
end
if at.month > 12 then
  at.month = 1
  at.year = at.year + 1
end

local function two(number)
  return number < 10 and "0" .. number or "" .. number
end

obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["livecallback.dev/release-deletes-until"] =
  at.year .. "-" .. two(at.month) .. "-" .. two(at.day) .. "T" .. two(at.hour) .. ":" .. two(at.min) .. ":" .. two(at.sec) .. "Z"
return obj
