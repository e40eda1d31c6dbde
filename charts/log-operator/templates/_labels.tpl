{{- define "log-operator.labels" -}}
app.kubernetes.io/part-of: log-operator
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}
