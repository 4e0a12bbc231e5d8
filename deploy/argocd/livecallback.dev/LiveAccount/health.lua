-- Argo CD itself says "Progressing: Pending deletion" of what is being deleted, before it asks this script.
local health = {status = "Progressing", message = "Waiting for the operator to see it"}

if obj.status == nil then
  return health
end

local conditions = {}
if obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    conditions[condition.type] = condition
  end
end
local ready = conditions.Ready

if ready ~= nil and ready.reason == "Paused" then
  return {status = "Suspended", message = ready.message}
end

-- A status of another generation speaks of an edit that is over.
if ready == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return health
end

health.message = ready.message
if ready.status == "True" then
  health.status = "Healthy"
  -- Held deletions hinder nobody else, and go on as the hour allows: no reason to fail a wave.
  if conditions.DeleteLimitReached ~= nil then
    health.message = conditions.DeleteLimitReached.message
  end
elseif conditions.Stalled ~= nil then
  health.status = "Degraded"
end
return health
