# shellcheck shell=bash disable=SC2154 # here: set by hack/cluster
# A cluster that exists already and that its owner offered for tests: LOG_OPERATOR_USE_CLUSTER=1 and KUBECONFIG.

cluster_up() {
  [[ -n ${KUBECONFIG:-} ]] || die "LOG_OPERATOR_USE_CLUSTER=1 needs KUBECONFIG, the cluster's kubeconfig."
  cluster_kubectl wait --for=condition=Ready node --all --timeout=60s >&2 || die "the nodes of the cluster in $KUBECONFIG are not Ready."
  cluster_env
}

# Nothing was started, so nothing is stopped.
cluster_down() { note "The cluster in ${KUBECONFIG:-KUBECONFIG} is not this project's; it goes on."; }

cluster_status() { cluster_up; }

# Where pods find servers of this machine is known to nobody else.
cluster_env() {
  local node_ip=${LOG_OPERATOR_NODE_IP:-}
  [[ -n $node_ip ]] || node_ip=$(cluster_kubectl get nodes -o 'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}')
  printf 'NODE_IP=%s\nKUBECONFIG=%s\n' "$node_ip" "$KUBECONFIG"
}

cluster_load() {
  [[ -n ${LOG_OPERATOR_LOAD:-} ]] ||
    die "how images come onto the nodes of this cluster is not known here." \
      "Set LOG_OPERATOR_LOAD to the command that takes an image archive, such as: kind load image-archive"
  local archive load
  read -ra load <<<"$LOG_OPERATOR_LOAD"
  for archive in "$@"; do
    step "${load[*]} $archive"
    "${load[@]}" "$archive"
  done
}

cluster_kubectl() { "$(any_kubectl)" --kubeconfig "$KUBECONFIG" "$@"; }
