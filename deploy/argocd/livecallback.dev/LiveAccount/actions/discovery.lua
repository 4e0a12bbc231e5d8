local annotations = obj.metadata.annotations or {}
local paused = annotations["livecallback.dev/paused"] ~= nil and annotations["livecallback.dev/paused"] ~= "false"
local held = false
for _, condition in ipairs(obj.status ~= nil and obj.status.conditions or {}) do
  held = held or condition.type == "DeleteLimitReached"
end

return {
  ["reconcile"] = {
    ["displayName"] = "Read and judge all of its objects now",
    ["iconClass"] = "fa fa-fw fa-sync",
    ["disabled"] = paused
  },
  ["pause"] = {
    ["displayName"] = "Pause: no calls at all through this account",
    ["iconClass"] = "fa fa-fw fa-pause-circle",
    ["disabled"] = paused
  },
  ["resume"] = {
    ["displayName"] = "Resume",
    ["iconClass"] = "fa fa-fw fa-play-circle",
    ["disabled"] = not paused
  },
  ["allow-drift-1h"] = {
    ["displayName"] = "Leave outside changes of all of its objects for an hour",
    ["iconClass"] = "fa fa-fw fa-clock",
    ["disabled"] = false
  },
  ["end-drift-allowance"] = {
    ["displayName"] = "Leave outside changes no longer",
    ["iconClass"] = "fa fa-fw fa-undo",
    ["disabled"] = annotations["livecallback.dev/allow-drift-until"] == nil
  },
  ["release-deletes-1h"] = {
    ["displayName"] = "Let all deletions go for an hour: their records are removed",
    ["iconClass"] = "fa fa-fw fa-exclamation-triangle",
    ["disabled"] = not held
  }
}
