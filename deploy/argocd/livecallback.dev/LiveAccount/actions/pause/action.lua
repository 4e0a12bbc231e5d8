obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["livecallback.dev/paused"] = "true"
return obj
