# shellcheck shell=bash disable=SC2154 # home, node, here: set by hack/cluster
# Kubernetes from its own programs, as processes of this machine.

# shellcheck source=hack/cluster.d/processes.sh
source "$here/cluster.d/processes.sh"
# shellcheck source=hack/cluster.d/certificates.sh
source "$here/cluster.d/certificates.sh"
# shellcheck source=hack/cluster.d/control-plane.sh
source "$here/cluster.d/control-plane.sh"
# shellcheck source=hack/cluster.d/network.sh
source "$here/cluster.d/network.sh"
# shellcheck source=hack/cluster.d/cgroups.sh
source "$here/cluster.d/cgroups.sh"
# shellcheck source=hack/cluster.d/node.sh
source "$here/cluster.d/node.sh"
# shellcheck source=hack/cluster.d/dns.sh
source "$here/cluster.d/dns.sh"
# shellcheck source=hack/cluster.d/image-archive.sh
source "$here/cluster.d/image-archive.sh"

# There is one node at most on a machine (bridge, iptables, /var/log/pods are the machine's): this file names its home.
node_owner=/run/log-operator-cluster.home
node_name=log-operator-node
# All addresses of the cluster lie in this /16: pods in the first half, services in the second.
prefix=${LOG_OPERATOR_CLUSTER_PREFIX:-10.204}
pod_cidr=$prefix.0.0/17
node_cidr=$prefix.0.0/24
service_cidr=$prefix.128.0/17
service_ip=$prefix.128.1

cluster_up() {
  if [[ -f $home/mode && $(<"$home/mode") == "$node" ]] && ready; then
    good "The cluster is up already."
    cluster_env
    return
  fi
  [[ $node == no || $EUID -eq 0 ]] || again_as_root up --home "$home"
  if [[ -e $home ]]; then
    [[ -f $home/mode ]] || die "$home exists and is not a cluster's." "Name another directory with --home."
    step "removing what an earlier cluster left"
    machine_down
  fi

  local kubernetes
  kubernetes=$("$here/part" --say kubernetes)
  export PATH=$PATH:/usr/sbin:/sbin:$kubernetes/bin
  need_commands openssl:openssl curl:curl ip:iproute2
  [[ $node == no ]] || { remove_dead_node; refuse_other_node; need_node_commands; }

  # Who asked through sudo reads the kubeconfig and the logs; keys and data are root's.
  mkdir -p "$home"/{run,log,pki,kubectl-cache}
  chmod 755 "$home"
  chmod 700 "$home/pki"
  echo "$kubernetes" >"$home/kubernetes"
  echo "$node" >"$home/mode"
  # A start that fails says why and cleans up after itself; its logs are worth keeping.
  trap 'failed_start' EXIT

  if [[ $node == yes ]]; then
    echo "$home" >"$node_owner"
    node_ip=$prefix.0.1
    step "making the bridge $bridge ($node_ip)"
    network_up
  else
    node_ip=127.0.0.1
  fi
  choose_ports
  step "making certificates"
  make_certificates
  step "starting etcd and the API server"
  start_control_plane
  if [[ $node == yes ]]; then
    step "starting containerd"
    start_containerd
    start_dns
    step "starting kubelet and kube-proxy"
    start_node
    step "waiting for the node"
    wait_for_node
  fi
  step "Ready"
  trap - EXIT
  [[ -z ${SUDO_UID:-} ]] || chown "$SUDO_UID:${SUDO_GID:-}" "$home/kubeconfig" "$home/kubectl-cache"
  cluster_env
}

failed_start() {
  local kept
  kept=$(mktemp -d)
  cp -r "$home/log" "$kept/" 2>/dev/null || true
  machine_down || true
  printf '%serror:%s the cluster did not start; the logs of its programs are in %s\n' "$say_red" "$say_off" "$kept/log" >&2
}

cluster_down() {
  if [[ ! -f $home/mode ]]; then
    good "There is no cluster in $home."
    return
  fi
  [[ $(<"$home/mode") == no || $EUID -eq 0 ]] || again_as_root down --home "$home"
  machine_down
  good "The cluster is down; nothing of it is left."
}

# A start may have come up only in part: every step takes what is there, and one that fails does not keep the others from their work.
machine_down() {
  step "stopping the cluster in $home"
  export PATH=$PATH:/usr/sbin:/sbin
  local part parts=(stop_control_plane)
  [[ $(cat "$home/mode" 2>/dev/null) != yes ]] || parts=(stop_node stop_dns stop_control_plane network_down cgroups_down)
  for part in "${parts[@]}"; do
    "$part" || note "$part did not end well"
  done
  [[ $(cat "$node_owner" 2>/dev/null) != "$home" ]] || rm -f "$node_owner"
  rm -rf --one-file-system "$home"
}

cluster_status() {
  if [[ ! -f $home/mode ]]; then
    note "There is no cluster in $home; hack/cluster up starts one."
    return 1
  fi
  ready || { note "The cluster in $home is not Ready; its programs' logs are in $home/log."; return 1; }
  good "Ready"
  cluster_env
}

# ready: the API server answers and, where there is a node, it is Ready.
ready() {
  [[ -f $home/kubeconfig ]] || return 1
  if [[ $(<"$home/mode") == yes ]]; then
    [[ $(cluster_kubectl get node "$node_name" --request-timeout=5s \
      -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' 2>/dev/null) == True ]]
  else
    [[ $(cluster_kubectl get --raw /readyz --request-timeout=5s 2>/dev/null) == ok ]]
  fi
}

cluster_env() {
  [[ -f $home/cluster.env ]] || die "there is no cluster in $home." "hack/cluster up starts one."
  cat "$home/cluster.env"
}

cluster_load() {
  [[ -f $home/mode && $(<"$home/mode") == yes ]] || die "there is no node in $home." "hack/cluster up starts one."
  [[ $EUID -eq 0 ]] || again_as_root load --home "$home" "$@"
  local archive
  for archive in "$@"; do
    step "importing $archive"
    import_image "$archive"
  done
}

cluster_kubectl() {
  [[ -f $home/kubeconfig ]] || die "there is no cluster in $home." "hack/cluster up starts one."
  "$(<"$home/kubernetes")/bin/kubectl" --kubeconfig "$home/kubeconfig" --cache-dir "$home/kubectl-cache" "$@"
}

again_as_root() {
  command -v sudo >/dev/null || die "hack/cluster $1 needs root: it makes a bridge, cgroups and containers." "Run it again as root."
  # What lies above the cluster's own directory is not root's.
  mkdir -p "$(dirname "$home")"
  exec sudo --preserve-env=PARTS,KUBERNETES_HOME,LOG_OPERATOR_CLUSTER_PREFIX,PATH "$here/cluster" "$@"
}

# other_node: the directory of a node that is not this one's, if its programs run or left something.
other_node() {
  local other
  other=$(cat "$node_owner" 2>/dev/null) || return 1
  [[ $other != "$home" && -f $other/mode ]] && echo "$other"
}

# A node whose kubelet was killed is of no use to anybody: whoever killed the tests that had started it, or the machine's end, left it behind.
remove_dead_node() {
  local other
  other=$(other_node) || return 0
  (
    home=$other
    if ! pid_of kubelet >/dev/null; then
      note "The cluster in $home was killed; what it left is removed."
      machine_down
    fi
  )
}

# Two nodes on a machine would delete each other's pods' logs and iptables rules.
refuse_other_node() {
  local other
  if other=$(other_node); then
    die "a cluster of another directory is on this machine: $other" "Use it (--home $other), or stop it: hack/cluster down --home $other"
  fi
  local kubelet
  # shellcheck disable=SC2046 # one word for each process
  kubelet=$(living $(pgrep -x 'kubelet|k3s' || true) | head -n 1)
  [[ -z $kubelet ]] ||
    die "another kubelet runs on this machine (process $kubelet), and two would delete each other's pods' logs." \
      "Stop it, or use that cluster if it is a test cluster: LOG_OPERATOR_USE_CLUSTER=1 KUBECONFIG=… hack/cluster up"
}
