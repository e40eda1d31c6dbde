# shellcheck shell=bash disable=SC2154 # root: set by hack/demo
# One real Kafka on the node's address, where pods and this machine reach it alike. Needs say.sh.

# kafka_up DIR ADDRESS PORT
kafka_up() {
  local directory=$1 address=$2 port=$3 home pid
  pid=$(cat "$directory/pid" 2>/dev/null) || pid=
  if [[ -n $pid ]] && grep -qaF -- "$directory" "/proc/$pid/cmdline" 2>/dev/null; then return; fi
  home=$("$root/hack/part" --say kafka)
  command -v java >/dev/null || die "Kafka needs Java." "Install it: hack/dependencies test"
  step "starting Kafka on $address:$port"
  rm -rf "$directory"
  mkdir -p "$directory"
  cat >"$directory/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$((port + 1))
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listeners=PLAINTEXT://$address:$port,CONTROLLER://127.0.0.1:$((port + 1))
advertised.listeners=PLAINTEXT://$address:$port
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=$directory/data
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
PROPERTIES
  "$home/bin/kafka-storage.sh" format -t "$(head -c 16 /dev/urandom | base64 | tr '+/' 'ab' | cut -c1-22)" \
    -c "$directory/server.properties" >"$directory/log" 2>&1 || { tail -n 5 "$directory/log" >&2; die "Kafka's storage could not be formatted."; }
  KAFKA_HEAP_OPTS="-Xmx512m -Xms128m" LOG_DIR=$directory setsid "$home/bin/kafka-server-start.sh" "$directory/server.properties" \
    </dev/null >>"$directory/log" 2>&1 &
  pid=$!
  echo "$pid" >"$directory/pid"
  local deadline=$((SECONDS + 60))
  until grep -q 'Kafka Server started' "$directory/log"; do
    kill -0 "$pid" 2>/dev/null || { tail -n 10 "$directory/log" >&2; die "Kafka ended instead of starting; its last lines are above."; }
    [[ $SECONDS -lt $deadline ]] || die "Kafka did not start within 60 s; its log is $directory/log"
    sleep 0.2
  done
}

# kafka_down DIR
kafka_down() {
  local pid
  pid=$(cat "$1/pid" 2>/dev/null) || pid=
  if [[ -n $pid ]] && grep -qaF -- "$1" "/proc/$pid/cmdline" 2>/dev/null; then kill -KILL "$pid"; fi
  rm -rf "$1"
}

# kafka_show ADDRESS:PORT TOPIC COUNT: the first records of a topic, at most COUNT, waiting up to a minute for them.
kafka_show() {
  "$("$root/hack/part" kafka)/bin/kafka-console-consumer.sh" --bootstrap-server "$1" --topic "$2" --from-beginning \
    --max-messages "$3" --timeout-ms 60000 2>/dev/null || true
}
