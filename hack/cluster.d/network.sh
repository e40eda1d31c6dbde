# shellcheck shell=bash disable=SC2154 # home, prefix, node_cidr: set by hack/cluster and machine.sh
# A bridge whose address is the node's: pods reach everything that listens there, and nothing depends on the machine's own network.

bridge=log-operator0

network_up() {
  ! ip -4 route show exact "$node_cidr" | grep -v " dev $bridge " | grep -q . ||
    die "this machine has a route to $node_cidr already." "Choose other addresses: LOG_OPERATOR_CLUSTER_PREFIX=10.205 hack/cluster up"
  [[ -d /proc/sys/net/bridge ]] || modprobe br_netfilter 2>/dev/null ||
    die "the kernel module br_netfilter is missing, without which pods cannot reach services of their own node." "Load it: modprobe br_netfilter"
  modprobe overlay 2>/dev/null || true

  # What is changed is remembered, so that network_down can put it back and knows whose chains are whose.
  local key
  for key in net.ipv4.ip_forward net.bridge.bridge-nf-call-iptables; do
    printf '%s=%s\n' "$key" "$(sysctl -n "$key")"
  done >"$home/sysctl"
  sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1
  chains >"$home/chains"

  ip link show "$bridge" >/dev/null 2>&1 || ip link add "$bridge" type bridge
  ip addr replace "$prefix.0.1/24" dev "$bridge"
  ip link set "$bridge" up
  # Docker and some firewalls drop what is forwarded; both directions of the pods' traffic are let through.
  local chain=LOG-OPERATOR
  iptables -w -t filter -N "$chain" 2>/dev/null || iptables -w -t filter -F "$chain"
  iptables -w -t filter -A "$chain" -s "$pod_cidr" -j ACCEPT
  iptables -w -t filter -A "$chain" -d "$pod_cidr" -j ACCEPT
  iptables -w -t filter -C FORWARD -j "$chain" 2>/dev/null || iptables -w -t filter -I FORWARD -j "$chain"
  iptables -w -t filter -C INPUT -i "$bridge" -j ACCEPT 2>/dev/null || iptables -w -t filter -I INPUT -i "$bridge" -j ACCEPT

  mkdir -p "$home/cni"
  cat >"$home/cni/10-log-operator.conflist" <<JSON
{
  "cniVersion": "0.4.0",
  "name": "log-operator",
  "plugins": [
    {
      "type": "bridge", "bridge": "$bridge", "isGateway": true, "ipMasq": true, "hairpinMode": true,
      "ipam": {
        "type": "host-local", "dataDir": "$home/cni/addresses",
        "ranges": [[{"subnet": "$node_cidr", "gateway": "$prefix.0.1"}]], "routes": [{"dst": "0.0.0.0/0"}]
      }
    },
    {"type": "portmap", "capabilities": {"portMappings": true}}
  ]
}
JSON
}

tables() { printf '%s\n' iptables\ {filter,nat,mangle,raw} ip6tables\ {filter,nat,mangle,raw}; }

# chains FAMILY TABLE: the chains there of Kubernetes, of CNI and of ours.
chains_of() { "$1" -w -t "$2" -S 2>/dev/null | awk '$1 == "-N" && $2 ~ /^(KUBE-|CNI-|LOG-OPERATOR)/ {print $2}'; }

# chains: all of them, as "FAMILY TABLE CHAIN".
chains() {
  local family table
  while read -r family table; do
    chains_of "$family" "$table" | sed "s/^/$family $table /"
  done < <(tables)
}

network_down() {
  if [[ -f $home/chains ]]; then
    local family table new
    while read -r family table; do
      new=$(chains_of "$family" "$table" | sed "s/^/$family $table /" | grep -vxFf "$home/chains" | cut -d' ' -f3) || continue
      # In one transaction: the rules that lead to a new chain, the chains' own rules, the chains.
      {
        echo "*$table"
        "$family" -w -t "$table" -S | grep -E -- "-j ($(paste -sd'|' <<<"$new"))( |\$)" | sed 's/^-A /-D /' || true
        awk '{print "-F", $1}' <<<"$new"
        awk '{print "-X", $1}' <<<"$new"
        echo COMMIT
      } | "$family-restore" -w --noflush || note "some chains of the table $table ($family) could not be removed"
    done < <(tables)
    iptables -w -t filter -D INPUT -i "$bridge" -j ACCEPT 2>/dev/null || true
  fi
  ip link del "$bridge" 2>/dev/null || true
  if [[ -f $home/sysctl ]]; then xargs -r sysctl -qw <"$home/sysctl"; fi
  # libcni remembers results outside the directories that it is told: ours, and the loopback's of the same sandbox.
  local result sandbox
  for result in /var/lib/cni/results/log-operator-*; do
    sandbox=${result#*/log-operator-}
    rm -f "$result" "/var/lib/cni/results/cni-loopback-${sandbox%-eth0}-lo"
  done
  rmdir /var/lib/cni/results /var/lib/cni 2>/dev/null || true
}
