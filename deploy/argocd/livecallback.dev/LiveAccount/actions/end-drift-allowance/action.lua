if obj.metadata.annotations ~= nil then
  obj.metadata.annotations["livecallback.dev/allow-drift-until"] = nil
end
return obj
