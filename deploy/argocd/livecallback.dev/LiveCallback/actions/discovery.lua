local annotations = obj.metadata.annotations or {}
local status = obj.status or {}
local paused = annotations["livecallback.dev/paused"] ~= nil and annotations["livecallback.dev/paused"] ~= "false"
local enforces = obj.spec.managementPolicy == nil or obj.spec.managementPolicy == "Enforce"
local deleting = obj.metadata.deletionTimestamp ~= nil
local token = status.confirmDeleteToken
local confirmed = annotations["livecallback.dev/confirm-delete"]

return {
  ["reconcile"] = {
    ["displayName"] = "Read and judge it now",
    ["iconClass"] = "fa fa-fw fa-sync",
    ["disabled"] = paused
  },
  ["pause"] = {
    ["displayName"] = "Pause: no calls at all",
    ["iconClass"] = "fa fa-fw fa-pause-circle",
    ["disabled"] = paused
  },
  ["resume"] = {
    ["displayName"] = "Resume",
    ["iconClass"] = "fa fa-fw fa-play-circle",
    ["disabled"] = not paused
  },
  ["allow-drift-1h"] = {
    ["displayName"] = "Leave outside changes for an hour",
    ["iconClass"] = "fa fa-fw fa-clock",
    ["disabled"] = deleting or not enforces
  },
  ["end-drift-allowance"] = {
    ["displayName"] = "Leave outside changes no longer",
    ["iconClass"] = "fa fa-fw fa-undo",
    ["disabled"] = annotations["livecallback.dev/allow-drift-until"] == nil
  },
  ["confirm-delete"] = {
    ["displayName"] = "Confirm the delete: the records that it names may be lost",
    ["iconClass"] = "fa fa-fw fa-exclamation-triangle",
    ["disabled"] = token == nil or token == confirmed
  }
}
