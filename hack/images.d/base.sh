# shellcheck shell=bash
# The images' root file system: the files of the few Debian packages that a self-contained .NET program needs. Needs say.sh and packages.sh.

# base_root_fs: prints the path of a tar of it, made once for each set of package versions.
base_root_fs() {
  need_commands dpkg-deb:dpkg apt-cache:apt
  # The names without and with the suffix of the 64-bit time transition (Debian 13, Ubuntu 24.04).
  local ssl=libssl3
  apt-cache show libssl3t64 >/dev/null 2>&1 && ssl=libssl3t64
  local packages=(libc6 libgcc-s1 libstdc++6 zlib1g "$ssl" ca-certificates) versions cache
  versions=$(apt-cache show --no-all-versions "${packages[@]}" 2>/dev/null | awk '/^(Package|Version):/ {print $2}') || true
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/log-operator/base-$(sha256sum <<<"$versions $(sha256sum "${BASH_SOURCE[0]}")" | cut -c1-12).tar
  [[ -f $cache ]] || make_base "$cache" "${packages[@]}"
  echo "$cache"
}

make_base() {
  local out=$1 work
  shift
  step "making the images' base from the packages $*"
  work=$(mktemp -d)
  mkdir "$work/packages" "$work/root"
  # The sandboxed user of apt cannot write into our directory, and says so at length.
  (cd "$work/packages" && apt-get download -q -o APT::Sandbox::User=root "$@" >"$work/log" 2>&1) ||
    (as_root apt-get update -q >>"$work/log" 2>&1 && cd "$work/packages" && apt-get download -q -o APT::Sandbox::User=root "$@" >>"$work/log" 2>&1) ||
    { tail -n 5 "$work/log" >&2; die "apt-get could not download: $*" "The images' base is made of these packages; see that apt-get works, then run this again."; }

  local root=$work/root package directory
  mkdir -p "$root"/usr/{bin,lib,lib64,sbin} "$root"/{etc/ssl/certs,tmp,var/log,proc,sys,dev,run}
  chmod 1777 "$root/tmp"
  for directory in bin lib lib64 sbin; do ln -s "usr/$directory" "$root/$directory"; done
  for package in "$work"/packages/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink --no-same-owner -C "$root" \
      --exclude='./usr/share/man' --exclude='./usr/share/locale' --exclude='./usr/share/lintian' --exclude='./usr/share/bug' \
      --exclude='./usr/share/gdb' --exclude='*/gconv' --exclude='*/gconv/*' --exclude='./usr/share/doc/*/[!c]*' --exclude='./usr/share/doc/*/changelog*'
  done
  # What update-ca-certificates makes, and where OpenSSL looks for it.
  find "$root/usr/share/ca-certificates" -name '*.crt' -print0 | sort -z | xargs -0 cat >"$root/etc/ssl/certs/ca-certificates.crt"
  rm -rf "$root/usr/share/ca-certificates" "$root/usr/sbin/update-ca-certificates"
  mkdir -p "$root/usr/lib/ssl"
  ln -sfn /etc/ssl/certs "$root/usr/lib/ssl/certs"
  ln -sfn /etc/ssl/certs/ca-certificates.crt "$root/usr/lib/ssl/cert.pem"
  printf 'root:x:0:0:root:/:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/:/sbin/nologin\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnonroot:x:65532:\n' >"$root/etc/group"
  printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$root/etc/nsswitch.conf"

  mkdir -p "$(dirname "$out")"
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$root" -cf "$out.new" .
  mv "$out.new" "$out"
  rm -rf "$work"
}
