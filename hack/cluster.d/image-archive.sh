# shellcheck shell=bash
# Image archives without an image builder: a layer, a configuration and a manifest in a tar.

# True for a program that needs a loader, which an image of that program alone does not have.
is_dynamic() { LC_ALL=C grep -qaE '/lib(64)?/ld-(linux|musl)[-a-z0-9_.]*\.so' "$1"; }

# image_archive ROOT OUT NAME=CONFIG…: a docker archive of one layer, the files of ROOT, under one or more names,
# each with its own configuration (the JSON of `config` in an image's configuration).
image_archive() {
  local root=$1 out=$2 work pair entries=() configs=() digest layer
  shift 2
  work=$(mktemp -d)
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$root" -cf "$work/layer.tar" .
  layer=$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
  mv "$work/layer.tar" "$work/$layer.tar"
  for pair in "$@"; do
    printf '{"architecture":"amd64","os":"linux","config":%s,"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' "${pair#*=}" "$layer" >"$work/config"
    digest=$(sha256sum "$work/config" | cut -d' ' -f1)
    mv "$work/config" "$work/$digest.json"
    configs+=("$digest.json")
    entries+=("{\"Config\":\"$digest.json\",\"RepoTags\":[\"${pair%%=*}\"],\"Layers\":[\"$layer.tar\"]}")
  done
  (IFS=,; printf '[%s]' "${entries[*]}") >"$work/manifest.json"
  tar -C "$work" -cf "$out" manifest.json "$layer.tar" "${configs[@]}"
  rm -rf "$work"
}

# busybox_images OUT: a busybox for workloads, and the image that holds a pod's namespaces open.
busybox_images() {
  local root
  root=$(mktemp -d)
  mkdir -p "$root"/{bin,etc,tmp,dev,proc,sys,root,var/log}
  chmod 1777 "$root/tmp"
  chmod 755 "$root"
  cp /bin/busybox "$root/bin/busybox"
  local applet
  for applet in $(/bin/busybox --list); do [[ $applet == busybox ]] || ln -s busybox "$root/bin/$applet"; done
  printf 'root:x:0:0:root:/root:/bin/sh\nnonroot:x:65532:65532:nonroot:/:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnonroot:x:65532:\n' >"$root/etc/group"
  image_archive "$root" "$1" \
    'localhost/log-operator/pause:dev={"Cmd":["/bin/busybox","tail","-f","/dev/null"],"Env":["PATH=/bin"]}' \
    'localhost/log-operator/busybox:dev={"Cmd":["/bin/sh"],"Env":["PATH=/bin"]}'
  rm -rf "$root"
}
