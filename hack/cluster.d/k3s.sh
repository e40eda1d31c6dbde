# shellcheck shell=bash disable=SC2154 # home, here: set by hack/cluster
# k3s through the command line of a container engine: LOG_OPERATOR_CLUSTER=k3s

k3s_name=log-operator-k3s
k3s_image=${LOG_OPERATOR_K3S_IMAGE:-docker.io/rancher/k3s:v1.35.5-k3s1}

engine() {
  local candidate
  for candidate in docker podman; do
    ! "$candidate" info >/dev/null 2>&1 || { echo "$candidate"; return; }
  done
  die "neither docker nor podman runs here." "Start one, or unset LOG_OPERATOR_CLUSTER to run Kubernetes on this machine."
}

cluster_up() {
  local engine
  engine=$(engine)
  mkdir -p "$home"
  if ! "$engine" inspect "$k3s_name" >/dev/null 2>&1; then
    step "starting $k3s_image"
    "$engine" run --detach --privileged --name "$k3s_name" --tmpfs /run --publish 127.0.0.1::6443 "$k3s_image" server \
      --disable traefik,metrics-server,servicelb --tls-san 127.0.0.1 \
      --kubelet-arg container-log-max-size=1Mi --kubelet-arg container-log-max-files=3 --kubelet-arg image-gc-high-threshold=100 >/dev/null
  fi
  step "waiting for the node"
  local deadline=$((SECONDS + 120)) port
  port=$("$engine" port "$k3s_name" 6443/tcp | head -n 1)
  until "$engine" exec "$k3s_name" kubectl wait --for=condition=Ready node --all --timeout=10s >/dev/null 2>&1; do
    [[ $SECONDS -lt $deadline ]] || die "k3s was not Ready within 120 s." "Its log: $engine logs $k3s_name"
    sleep 1
  done
  (umask 077; "$engine" exec "$k3s_name" cat /etc/rancher/k3s/k3s.yaml | sed "s|127.0.0.1:6443|127.0.0.1:${port##*:}|" >"$home/kubeconfig")
  # Pods reach servers of this machine through the gateway of the container's network.
  printf 'NODE_IP=%s\nKUBECONFIG=%s\n' \
    "$("$engine" inspect -f '{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}' "$k3s_name")" "$home/kubeconfig" >"$home/cluster.env"
  busybox_load
  cluster_env
}

busybox_load() {
  # shellcheck source=hack/cluster.d/image-archive.sh
  source "$here/cluster.d/image-archive.sh"
  busybox_images "$home/base.tar"
  cluster_load "$home/base.tar"
  rm -f "$home/base.tar"
}

cluster_down() {
  "$(engine)" rm --force --volumes "$k3s_name" >/dev/null 2>&1 || true
  rm -f "$home/kubeconfig" "$home/cluster.env"
  rmdir "$home" 2>/dev/null || true
}

cluster_status() { cluster_kubectl wait --for=condition=Ready node --all --timeout=5s >&2 && cluster_env; }

cluster_env() {
  [[ -f $home/cluster.env ]] || die "there is no cluster in $home." "hack/cluster up starts one."
  cat "$home/cluster.env"
}

cluster_load() {
  local archive
  for archive in "$@"; do
    step "importing $archive"
    "$(engine)" exec -i "$k3s_name" ctr --namespace k8s.io images import - <"$archive" >/dev/null
  done
}

cluster_kubectl() { "$(any_kubectl)" --kubeconfig "$home/kubeconfig" "$@"; }
