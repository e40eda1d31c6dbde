# shellcheck shell=bash
# All pods live below one control group of the cluster's own, on version 1 and on version 2.

cgroup=log-operator

cgroup_directories() {
  if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then
    echo "/sys/fs/cgroup/$cgroup"
  else
    awk '$3 ~ /^cgroup2?$/ {print $2}' /proc/mounts | sed "s|\$|/$cgroup|"
  fi
}

cgroups_up() {
  local directory controller
  for directory in $(cgroup_directories); do mkdir -p "$directory"; done
  if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then
    for controller in $(</sys/fs/cgroup/cgroup.controllers); do
      # Some controllers refuse to be delegated on some kernels; kubelet says which of those that it needs is missing.
      echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control 2>/dev/null || true
      echo "+$controller" >"/sys/fs/cgroup/$cgroup/cgroup.subtree_control" 2>/dev/null || true
    done
  elif [[ -f /sys/fs/cgroup/cpuset/cpuset.cpus ]]; then
    # A new cpuset of version 1 is empty, and nothing runs in it.
    cat /sys/fs/cgroup/cpuset/cpuset.cpus >"/sys/fs/cgroup/cpuset/$cgroup/cpuset.cpus"
    cat /sys/fs/cgroup/cpuset/cpuset.mems >"/sys/fs/cgroup/cpuset/$cgroup/cpuset.mems"
  fi
}

# cgroup_processes: the ids of what still runs in a pod.
cgroup_processes() {
  local directory
  for directory in $(cgroup_directories); do
    [[ ! -d $directory ]] || find "$directory" -name cgroup.procs -exec cat {} + 2>/dev/null
  done | sort -un
}

cgroups_down() {
  local directory
  for directory in $(cgroup_directories); do
    [[ ! -d $directory ]] || find "$directory" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
}
