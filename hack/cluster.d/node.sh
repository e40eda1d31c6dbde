# shellcheck shell=bash disable=SC2154 # home, node_ip, …: set by hack/cluster and machine.sh
# containerd, kubelet and kube-proxy.

need_node_commands() {
  need_commands containerd:containerd runc:runc iptables:iptables conntrack:conntrack socat:socat ipset:ipset dnsmasq:dnsmasq-base \
    mount:mount pgrep:procps sysctl:procps modprobe:kmod
  cni_plugins=/usr/lib/cni
  [[ -x $cni_plugins/bridge || ! -x /opt/cni/bin/bridge ]] || cni_plugins=/opt/cni/bin
  [[ -x $cni_plugins/bridge ]] || install_packages "the CNI plugins are missing" containernetworking-plugins
  if [[ ! -x /bin/busybox ]] || is_dynamic /bin/busybox; then
    install_packages "the cluster's base image is a static busybox" busybox-static
  fi
}

start_containerd() {
  mkdir -p "$home/containerd"
  cat >"$home/containerd/config.toml" <<TOML
version = 2
root = "$home/containerd/root"
state = "$home/containerd/state"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.tracing.processor.v1.otlp"]

[grpc]
  address = "$home/run/containerd.sock"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/log-operator/pause:dev"
  # Otherwise a sandbox may want a lower score than its parent is allowed to give, and dies.
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$cni_plugins"
    conf_dir = "$home/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "$(snapshotter)"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      Root = "$home/containerd/runc"
      SystemdCgroup = false
TOML
  start containerd containerd --config "$home/containerd/config.toml"
  wait_until 30 "containerd to answer" containerd containerd_ctr version
  busybox_images "$home/run/base.tar"
  import_image "$home/run/base.tar"
  rm -f "$home/run/base.tar"
}

# overlay cannot lie on overlay (a machine that is itself a container); there every layer is copied.
snapshotter() {
  if [[ $(stat -f -c %T "$home") == overlayfs ]]; then echo native; else echo overlayfs; fi
}

containerd_ctr() { ctr --address "$home/run/containerd.sock" --namespace k8s.io "$@"; }

import_image() { containerd_ctr images import "$1" >/dev/null || die "$1 could not be imported; it must be a docker or OCI image archive."; }

start_node() {
  local pki=$home/pki
  cgroups_up
  client kubelet "$pki/kubelet.kubeconfig"
  client kube-proxy "$pki/kube-proxy.kubeconfig"
  mkdir -p "$home/kubelet"
  # Images cannot be fetched again, so none is ever collected; logs rotate soon, so that rotation happens in tests.
  cat >"$home/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $node_ip
port: $kubelet_port
healthzBindAddress: 127.0.0.1
healthzPort: $kubelet_health_port
containerRuntimeEndpoint: unix://$home/run/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: /$cgroup
clusterDNS: [$node_ip]
clusterDomain: cluster.local
failSwapOn: false
failCgroupV1: false
volumePluginDir: $home/kubelet/volume-plugins
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $pki/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $pki/kubelet.crt
tlsPrivateKeyFile: $pki/kubelet.key
evictionHard: {memory.available: 50Mi, nodefs.available: 1%, nodefs.inodesFree: 1%, imagefs.available: 1%, imagefs.inodesFree: 1%}
imageGCHighThresholdPercent: 100
imageMaximumGCAge: 0s
containerLogMaxSize: 1Mi
containerLogMaxFiles: 3
containerLogMonitorInterval: 3s
syncFrequency: 10s
nodeStatusUpdateFrequency: 2s
shutdownGracePeriod: 0s
registerNode: true
YAML
  start kubelet kubelet --config "$home/kubelet.yaml" --kubeconfig "$pki/kubelet.kubeconfig" \
    --root-dir "$home/kubelet" --hostname-override "$node_name" --node-ip "$node_ip"
  # Conntrack's own settings are the machine's and stay as they are.
  start kube-proxy kube-proxy --kubeconfig "$pki/kube-proxy.kubeconfig" --hostname-override "$node_name" --proxy-mode iptables \
    --cluster-cidr "$pod_cidr" --conntrack-max-per-core 0 --conntrack-tcp-timeout-established 0s --conntrack-tcp-timeout-close-wait 0s \
    --healthz-bind-address "127.0.0.1:$proxy_health_port" --metrics-bind-address "127.0.0.1:$proxy_metrics_port"
}

wait_for_node() {
  wait_until 60 "the node to be Ready" kubelet ready
  wait_until 30 "kube-proxy's first rules" kube-proxy iptables -w -t nat -S KUBE-SERVICES
}

# Stops the pods too: whatever lives in the cluster's control group, then its shims, mounts and logs.
stop_node() {
  # First those that would start pods again or clean up in between.
  stop kubelet kube-proxy containerd
  local tries
  for tries in {1..100}; do
    { cgroup_processes; shims; } | xargs -r kill -KILL 2>/dev/null || true
    [[ -n $(cgroup_processes) ]] || break
    sleep 0.05
  done
  [[ $tries -lt 100 ]] || note "some processes of pods do not end: $(cgroup_processes | tr '\n' ' ')"
  # Shims listen outside the directories that containerd is told; each wrote down where.
  local address
  for address in "$home"/containerd/state/io.containerd.runtime.v2.task/k8s.io/*/address; do
    [[ -f $address ]] || continue
    address=$(<"$address")
    rm -f "${address#unix://}"
  done
  unmount_below "$home"
  remove_pod_logs
  # So does kubelet.
  rm -f /var/lib/kubelet/device-plugins/kubelet.sock
  rmdir /var/lib/kubelet/device-plugins /var/lib/kubelet /run/containerd/s /run/containerd 2>/dev/null || true
}

# A shim carries the address of its containerd.
shims() { pgrep -f "^[^ ]*containerd-shim[^ ]* .*-address $home/run/containerd.sock" || true; }

unmount_below() {
  local point
  # The deepest first; a mount point is octal-escaped in mountinfo.
  awk -v home="$1/" 'index($5, home) == 1 {print $5}' /proc/self/mountinfo | sort -r | while read -r point; do
    umount -l "$(printf '%b' "$point")" 2>/dev/null || true
  done
}

# kubelet's own clean-up ended with it. No other kubelet runs here (refuse_other_node), so all of them are ours.
remove_pod_logs() {
  [[ ! -d /var/log/pods ]] || find /var/log/pods -mindepth 1 -delete
  [[ ! -d /var/log/containers ]] || find /var/log/containers -type l -lname '/var/log/pods/*' -delete
  rmdir /var/log/pods /var/log/containers 2>/dev/null || true
}
