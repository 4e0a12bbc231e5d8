{{- define "lco.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" (.Release.Name | trunc 27 | trimSuffix "-") .Chart.Name -}}
{{- end -}}
{{- end -}}

{{- define "lco.serviceAccountName" -}}
{{- if .Values.serviceAccount.name -}}
{{- .Values.serviceAccount.name -}}
{{- else if .Values.serviceAccount.create -}}
{{- include "lco.fullname" . -}}
{{- else -}}
{{- fail "serviceAccount.create is false: name the ServiceAccount in serviceAccount.name." -}}
{{- end -}}
{{- end -}}

{{- define "lco.selectorLabels" -}}
app.kubernetes.io/name: live-callback-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "lco.labels" -}}
{{ include "lco.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- /* In Argo CD all of the operator's own comes before accounts and callbacks, and goes after them. */ -}}
{{- define "lco.annotations" -}}
argocd.argoproj.io/sync-wave: "-10"
{{- end -}}

{{- define "lco.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{- define "lco.secretVerbs" -}}
{{- if eq .Values.secretsMode "get" -}}[get]{{- else -}}[list, watch]{{- end -}}
{{- end -}}

{{- /* What the operator may do where it watches accounts and their Secrets: its own namespace. */ -}}
{{- define "lco.accountRules" -}}
- apiGroups: [""]
  resources: [secrets]
  verbs: {{ include "lco.secretVerbs" . }}
- apiGroups: [livecallback.dev]
  resources: [liveaccounts]
  verbs: [get, list, watch, patch]
- apiGroups: [livecallback.dev]
  resources: [liveaccounts/status]
  verbs: [patch, update]
- apiGroups: [""]
  resources: [events]
  verbs: [create]
{{- end -}}

{{- /* What it may do where it watches callbacks. */ -}}
{{- define "lco.callbackRules" -}}
- apiGroups: [livecallback.dev]
  resources: [livecallbacks]
  verbs: [get, list, watch, patch]
- apiGroups: [livecallback.dev]
  resources: [livecallbacks/status]
  verbs: [patch, update]
{{- end -}}

{{- define "lco.subject" -}}
- kind: ServiceAccount
  name: {{ include "lco.serviceAccountName" . }}
  namespace: {{ .Release.Namespace }}
{{- end -}}
