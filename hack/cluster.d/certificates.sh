# shellcheck shell=bash disable=SC2154 # home, node_ip, service_ip, node_name: set by hack/cluster and machine.sh
# One authority, a certificate for each component, a kubeconfig for each client.

make_certificates() {
  local pki=$home/pki
  # The shell's bracketed redirect keeps openssl's chatter for the case that it fails.
  {
    openssl ecparam -name prime256v1 -genkey -noout -out "$pki/ca.key"
    openssl req -x509 -new -key "$pki/ca.key" -days 30 -subj /CN=log-operator-test -out "$pki/ca.crt" \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,digitalSignature
    openssl genrsa -out "$pki/service-accounts.key" 2048
    openssl rsa -in "$pki/service-accounts.key" -pubout -out "$pki/service-accounts.pub"
  } 2>"$home/log/openssl.log" || { cat "$home/log/openssl.log" >&2; die "openssl could not make the authority."; }

  certificate apiserver /CN=kube-apiserver \
    "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:localhost,IP:127.0.0.1,IP:$service_ip,IP:$node_ip"
  certificate admin /O=system:masters/CN=admin
  certificate kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client
  certificate front-proxy /CN=front-proxy-client
  certificate kube-controller-manager /CN=system:kube-controller-manager
  certificate kube-scheduler /CN=system:kube-scheduler
  certificate kube-proxy /CN=system:kube-proxy
  certificate kubelet "/O=system:nodes/CN=system:node:$node_name" "DNS:$node_name,IP:$node_ip"
}

# certificate NAME SUBJECT [SUBJECT_ALTERNATIVE_NAMES]: good for both sides of a connection.
certificate() {
  local file=$home/pki/$1
  {
    openssl ecparam -name prime256v1 -genkey -noout -out "$file.key"
    openssl req -new -key "$file.key" -subj "$2" -out "$file.csr"
    openssl x509 -req -in "$file.csr" -CA "$home/pki/ca.crt" -CAkey "$home/pki/ca.key" -CAcreateserial -days 30 -out "$file.crt" \
      -extfile <(printf 'extendedKeyUsage=serverAuth,clientAuth\n%s' "${3:+subjectAltName=$3}")
  } 2>"$home/log/openssl.log" || { cat "$home/log/openssl.log" >&2; die "openssl could not make the certificate $1."; }
  rm -f "$file.csr"
}

# client NAME FILE: a kubeconfig with the certificate NAME inside, so that it can be copied anywhere.
client() {
  local pki=$home/pki
  (
    umask 077
    cat >"$2" <<YAML
apiVersion: v1
kind: Config
clusters:
- name: log-operator
  cluster:
    server: https://$node_ip:$apiserver_port
    certificate-authority-data: $(base64 -w0 "$pki/ca.crt")
users:
- name: $1
  user:
    client-certificate-data: $(base64 -w0 "$pki/$1.crt")
    client-key-data: $(base64 -w0 "$pki/$1.key")
contexts:
- name: log-operator
  context: {cluster: log-operator, user: $1}
current-context: log-operator
YAML
  )
}
