// Names the versions of Argo CD and Flux whose CRDs docs/argocd.md and docs/flux.md are tested with.
module livecallback.dev/gitops/crds

go 1.26.0

require (
	github.com/argoproj/argo-cd/v3 v3.4.13
	github.com/fluxcd/kustomize-controller v1.9.6
)
