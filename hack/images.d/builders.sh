# shellcheck shell=bash
# Three ways from a Dockerfile to a docker archive. Needs say.sh and packages.sh.

# build_image DOCKERFILE CONTEXT NAME OUT BASE_TAR: with the first builder that works here; LOG_OPERATOR_IMAGE_BUILDER=docker|podman|buildah chooses one.
build_image() {
  local builder=${LOG_OPERATOR_IMAGE_BUILDER:-}
  if [[ -z $builder ]]; then
    for builder in docker podman buildah; do ! runs "$builder" || break; done
  fi
  case $builder in
    docker | podman) with_engine "$builder" "$@" ;;
    buildah) with_buildah "$@" ;;
    *) die "LOG_OPERATOR_IMAGE_BUILDER is '$builder'; it may be docker, podman or buildah." ;;
  esac
}

runs() { "$1" info >/dev/null 2>&1; }

base_image=localhost/log-operator/base:dev

with_engine() {
  local engine=$1 dockerfile=$2 context=$3 name=$4 out=$5 base=$6
  "$engine" import "$base" "$base_image" >/dev/null
  "$engine" build --quiet --build-arg "BASE=$base_image" --file "$dockerfile" --tag "$name" "$context" >/dev/null
  rm -f "$out"
  "$engine" save --output "$out" "$name"
}

# Without an engine, and without the privileges of one: no step of the Dockerfiles runs a program.
with_buildah() {
  local dockerfile=$1 context=$2 name=$3 out=$4 base=$5 storage container
  need_commands buildah:buildah
  storage=$(mktemp -d)
  export BUILDAH_ISOLATION=chroot
  local buildah=(buildah --storage-driver vfs --root "$storage/root" --runroot "$storage/run")
  # Nothing is pulled, so the policy of a machine's registries does not matter; without a file buildah refuses to commit.
  echo '{"default":[{"type":"insecureAcceptAnything"}]}' >"$storage/policy.json"
  container=$("${buildah[@]}" from scratch)
  "${buildah[@]}" add --quiet "$container" "$base" / >/dev/null
  "${buildah[@]}" commit --quiet --signature-policy "$storage/policy.json" "$container" "$base_image" >/dev/null
  "${buildah[@]}" build --quiet --signature-policy "$storage/policy.json" --build-arg "BASE=$base_image" --format docker \
    --file "$dockerfile" --tag "$name" "$context" >/dev/null
  rm -f "$out"
  "${buildah[@]}" push --quiet --signature-policy "$storage/policy.json" "$name" "docker-archive:$out:$name" >/dev/null
  rm -rf "$storage"
}
