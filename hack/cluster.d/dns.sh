# shellcheck shell=bash disable=SC2154 # home, node_ip, here: set by hack/cluster and machine.sh
# Names of services for pods: dnsmasq on the node's address, told by a watch on services. Headless services have no address here.

start_dns() {
  mkdir -p "$home/dns"
  start dnsmasq dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file= --user=root --log-facility=- \
    --listen-address="$node_ip" --bind-interfaces --no-hosts --hostsdir="$home/dns" --local=/cluster.local/ --local=/svc/
  start service-names bash "$here/cluster.d/service-names" "$home" "$(<"$home/kubernetes")/bin/kubectl"
}

stop_dns() { stop service-names dnsmasq; }
