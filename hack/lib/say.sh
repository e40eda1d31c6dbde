# shellcheck shell=bash
# Progress for people, on standard error, so that standard output stays for results. Colour only on a terminal.

if [[ -t 2 && -z ${NO_COLOR:-} ]]; then
  say_bold=$'\e[1m' say_dim=$'\e[2m' say_green=$'\e[32m' say_red=$'\e[31m' say_off=$'\e[0m'
else
  say_bold='' say_dim='' say_green='' say_red='' say_off=''
fi
say_started=${EPOCHREALTIME/[.,]/}

# step TEXT: what begins now, with the seconds since the script started.
step() {
  local micros=$((${EPOCHREALTIME/[.,]/} - say_started))
  printf '%s[%3d.%d s]%s %s\n' "$say_dim" $((micros / 1000000)) $((micros / 100000 % 10)) "$say_off" "$*" >&2
}

# note TEXT: something worth knowing that is not a step.
note() { printf '          %s\n' "$*" >&2; }

# good TEXT: the end of something, well.
good() { printf '%s%s%s\n' "$say_green" "$*" "$say_off" >&2; }

# title TEXT: what this script is about to do.
title() { printf '%s%s%s\n' "$say_bold" "$*" "$say_off" >&2; }

# die TEXT…: one sentence per argument; the last one says what to do.
die() {
  printf '%serror:%s %s\n' "$say_red" "$say_off" "$1" >&2
  shift
  local sentence
  for sentence in "$@"; do printf '       %s\n' "$sentence" >&2; done
  exit "$say_died"
}

# A command that fails where nobody expects it says at least where; one that died has said it already.
say_died=3
set -o errtrace
trap '[[ $? -eq $say_died ]] || printf "%serror:%s %s line %s failed: %s\n" "$say_red" "$say_off" "${BASH_SOURCE[0]##*/}" "$LINENO" "$BASH_COMMAND" >&2' ERR
