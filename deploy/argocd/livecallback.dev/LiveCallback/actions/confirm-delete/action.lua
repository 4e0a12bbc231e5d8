if obj.status == nil or obj.status.confirmDeleteToken == nil then
  error("There is no delete of this object that waits to be confirmed.")
end
obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["livecallback.dev/confirm-delete"] = obj.status.confirmDeleteToken
return obj
