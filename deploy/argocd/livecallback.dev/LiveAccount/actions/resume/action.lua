if obj.metadata.annotations ~= nil then
  obj.metadata.annotations["livecallback.dev/paused"] = nil
end
return obj
