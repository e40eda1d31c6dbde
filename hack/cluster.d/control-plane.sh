# shellcheck shell=bash disable=SC2154 # home, node, node_ip, …: set by hack/cluster and machine.sh; the ports by choose_ports
# etcd, API server, controllers and scheduler.

# Ports of its own below the ephemeral range, found from a place that differs from start to start.
choose_ports() {
  local port name
  port=$((20000 + $$ % 1000 * 10))
  for name in etcd etcd_peer apiserver controllers scheduler kubelet kubelet_health proxy_health proxy_metrics; do
    port=$(port_after "$port")
    printf -v "${name}_port" %s "$port"
    port=$((port + 1))
  done
}

start_control_plane() {
  local pki=$home/pki
  # Nothing here outlives the cluster: no fsync.
  start etcd etcd --name log-operator --data-dir "$home/etcd" --unsafe-no-fsync --logger zap --log-level warn \
    --listen-client-urls "http://127.0.0.1:$etcd_port" --advertise-client-urls "http://127.0.0.1:$etcd_port" \
    --listen-peer-urls "http://127.0.0.1:$etcd_peer_port" --initial-advertise-peer-urls "http://127.0.0.1:$etcd_peer_port" \
    --initial-cluster "log-operator=http://127.0.0.1:$etcd_peer_port"

  local endpoints=()
  # Without a node nobody reaches the API server through its service, and a loopback address may not be its endpoint.
  [[ $node == yes ]] || endpoints=(--endpoint-reconciler-type none)
  start kube-apiserver kube-apiserver \
    --etcd-servers "http://127.0.0.1:$etcd_port" --service-cluster-ip-range "$service_cidr" \
    --bind-address "$node_ip" --advertise-address "$node_ip" --secure-port "$apiserver_port" "${endpoints[@]}" \
    --tls-cert-file "$pki/apiserver.crt" --tls-private-key-file "$pki/apiserver.key" --client-ca-file "$pki/ca.crt" \
    --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction --allow-privileged \
    --service-account-key-file "$pki/service-accounts.pub" --service-account-signing-key-file "$pki/service-accounts.key" \
    --service-account-issuer https://kubernetes.default.svc \
    --kubelet-client-certificate "$pki/kubelet-client.crt" --kubelet-client-key "$pki/kubelet-client.key" \
    --kubelet-certificate-authority "$pki/ca.crt" --kubelet-preferred-address-types InternalIP \
    --requestheader-client-ca-file "$pki/ca.crt" --requestheader-allowed-names front-proxy-client \
    --requestheader-extra-headers-prefix X-Remote-Extra- --requestheader-group-headers X-Remote-Group \
    --requestheader-username-headers X-Remote-User \
    --proxy-client-cert-file "$pki/front-proxy.crt" --proxy-client-key-file "$pki/front-proxy.key" --enable-aggregator-routing

  client admin "$home/kubeconfig.new"
  client kube-controller-manager "$pki/kube-controller-manager.kubeconfig"
  client kube-scheduler "$pki/kube-scheduler.kubeconfig"
  mv "$home/kubeconfig.new" "$home/kubeconfig"
  printf 'NODE_IP=%s\nKUBECONFIG=%s\n' "$node_ip" "$home/kubeconfig" >"$home/cluster.env"

  wait_until 60 "the API server to be ready" kube-apiserver cluster_kubectl get --raw /readyz

  start kube-controller-manager kube-controller-manager --kubeconfig "$pki/kube-controller-manager.kubeconfig" --leader-elect=false \
    --bind-address 127.0.0.1 --secure-port "$controllers_port" \
    --authentication-kubeconfig "$pki/kube-controller-manager.kubeconfig" --authorization-kubeconfig "$pki/kube-controller-manager.kubeconfig" \
    --use-service-account-credentials --root-ca-file "$pki/ca.crt" --service-account-private-key-file "$pki/service-accounts.key" \
    --cluster-signing-cert-file "$pki/ca.crt" --cluster-signing-key-file "$pki/ca.key" \
    --allocate-node-cidrs --cluster-cidr "$pod_cidr" --service-cluster-ip-range "$service_cidr"
  if [[ $node == yes ]]; then
    start kube-scheduler kube-scheduler --kubeconfig "$pki/kube-scheduler.kubeconfig" --leader-elect=false \
      --bind-address 127.0.0.1 --secure-port "$scheduler_port" \
      --authentication-kubeconfig "$pki/kube-scheduler.kubeconfig" --authorization-kubeconfig "$pki/kube-scheduler.kubeconfig"
  fi
  # A namespace without its service account refuses every pod.
  wait_until 60 "the service account of the namespace default" kube-controller-manager \
    cluster_kubectl get serviceaccount default --namespace default
}

stop_control_plane() {
  stop kube-scheduler kube-controller-manager
  stop kube-apiserver
  stop etcd
}
