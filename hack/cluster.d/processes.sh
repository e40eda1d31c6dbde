# shellcheck shell=bash disable=SC2154 # home: set by hack/cluster
# The cluster's own processes: started in the background, found again by pid file, ended by process id.

# start NAME COMMAND…: its output goes to $home/log/NAME.log, its id to $home/run/NAME.pid
start() {
  local name=$1
  shift
  setsid "$@" </dev/null >>"$home/log/$name.log" 2>&1 &
  echo $! >"$home/run/$name.pid"
  # The shell need not announce its end.
  disown
}

# pid_of NAME: the process id, if it lives and is ours (an id may have been given to another process since).
pid_of() {
  local pid
  pid=$(cat "$home/run/$1.pid" 2>/dev/null) || return 1
  [[ -r /proc/$pid/cmdline ]] && grep -qaF -- "$home" "/proc/$pid/cmdline" && echo "$pid"
}

# stop NAME…: at once and without a farewell, since nothing of a test cluster is kept.
stop() {
  local name pid tries pids=()
  for name in "$@"; do
    if pid=$(pid_of "$name"); then pids+=("$pid"); fi
    rm -f "$home/run/$name.pid"
  done
  [[ ${#pids[@]} -gt 0 ]] || return 0
  # Each leads a group of its own (setsid), which holds what it started.
  kill -KILL -- "${pids[@]/#/-}" 2>/dev/null || true
  for tries in {1..100}; do
    [[ -n $(living "${pids[@]}") ]] || return 0
    sleep 0.05
  done
  note "after $tries tries these processes still live: $(living "${pids[@]}")"
}

# living PID…: those that still run; one that ended and waits for init to notice does not.
living() {
  local pid stat
  for pid in "$@"; do
    stat=$(cat "/proc/$pid/stat" 2>/dev/null) || continue
    [[ ${stat##*) } == Z* ]] || echo "$pid"
  done
}

# wait_until SECONDS WHAT NAME COMMAND…: polls COMMAND; fails when NAME dies or the time is over.
wait_until() {
  local seconds=$1 what=$2 name=$3 deadline=$((SECONDS + $1))
  shift 3
  until "$@" >/dev/null 2>&1; do
    pid_of "$name" >/dev/null || { tail -n 15 "$home/log/$name.log" >&2; die "$name ended while waiting for $what; its last lines are above."; }
    [[ $SECONDS -lt $deadline ]] || { tail -n 15 "$home/log/$name.log" >&2; die "$what did not happen within $seconds s; the last lines of $name are above."; }
    sleep 0.1
  done
}

# port_after PORT: the first port from PORT on that nobody listens on.
port_after() {
  local port=$1
  while ss -Hltn "sport = :$port" | grep -q .; do port=$((port + 1)); done
  echo "$port"
}
