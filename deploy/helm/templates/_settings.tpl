{{- /* The settings that differ from the operator's own defaults, as environment variables. */ -}}
{{- define "lco.settings" -}}
{{- $settings := list }}
{{- if not .Values.defaultAccount.create }}
{{- $settings = append $settings (list "DEFAULT_ACCOUNT" (.Values.defaultAccount.existing | default (printf "%s/%s" .Release.Namespace .Values.defaultAccount.name))) }}
{{- else }}
{{- $settings = append $settings (list "DEFAULT_ACCOUNT" (print .Values.defaultAccount.name)) }}
{{- end }}
{{- $settings = append $settings (list "WATCH_NAMESPACES" (join "," .Values.watchNamespaces)) }}
{{- $settings = append $settings (list "ALLOWED_ENDPOINTS" (join "," .Values.allowedEndpoints)) }}
{{- $settings = append $settings (list "LIVE_ENDPOINT" .Values.liveEndpoint) }}
{{- $settings = append $settings (list "STS_ENDPOINT" .Values.stsEndpoint) }}
{{- $settings = append $settings (list "LIVE_REGION" .Values.liveRegion) }}
{{- $settings = append $settings (list "LIVE_QUOTA" (.Values.liveQuota | default "")) }}
{{- $settings = append $settings (list "SYNC_PERIOD" .Values.syncPeriod) }}
{{- with .Values.proxy.https }}
{{- $settings = append $settings (list "HTTPS_PROXY" .) }}
{{- $settings = append $settings (list "NO_PROXY" (join "," (compact (list "$(KUBERNETES_SERVICE_HOST)" $.Values.proxy.noProxy)))) }}
{{- end }}
{{- if .Values.caBundle.configMap }}
{{- $settings = append $settings (list "CA_BUNDLE" (printf "/etc/live-callback-operator/%s" .Values.caBundle.key)) }}
{{- end }}
{{- if not .Values.leaderElection.enabled }}
{{- $settings = append $settings (list "LEADER_ELECTION" "false") }}
{{- end }}
{{- $settings = append $settings (list "LEASE_DURATION" .Values.leaderElection.leaseDuration) }}
{{- $settings = append $settings (list "LEASE_RENEW_DEADLINE" .Values.leaderElection.renewDeadline) }}
{{- $settings = append $settings (list "LEASE_RETRY_PERIOD" .Values.leaderElection.retryPeriod) }}
{{- if .Values.webIdentity.enabled }}
{{- $settings = append $settings (list "VOLCENGINE_OIDC_TOKEN_FILE" "/var/run/secrets/live/token") }}
{{- end }}
{{- if ne .Values.log.format "json" }}
{{- $settings = append $settings (list "LOG_FORMAT" .Values.log.format) }}
{{- end }}
{{- if ne .Values.log.level "info" }}
{{- $settings = append $settings (list "LOG_LEVEL" .Values.log.level) }}
{{- end }}
{{- $settings = append $settings (list "LIVECALLBACK_JAVA_OPTS" .Values.javaOptions) }}
{{- range $settings }}
{{- $value := last . | toString }}
{{- if $value }}
- name: {{ first . }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- end -}}
