// Names the version of the Prometheus Operator whose CRDs deploy/monitoring is tested with.
module livecallback.dev/monitoring

go 1.26.0

require github.com/prometheus-operator/prometheus-operator v0.85.0
