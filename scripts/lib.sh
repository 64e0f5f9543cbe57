#!/usr/bin/env bash
# What the other scripts share: where things are, how to speak, how to build quietly.
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2034  # the variables are for the scripts that source this file

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
script=$(basename -- "$(cd -- "$(dirname -- "$0")" && pwd)")/$(basename -- "$0")

# Always the system's Python, whatever PATH says: a shim there may be any version.
export KRAIT_PYTHON=${KRAIT_PYTHON:-/usr/bin/python3}

say() { printf '%s: %s\n' "$script" "$1" >&2; }

die() {
  say "$1"
  exit "${2:-1}"
}

# run_quietly LOG COMMAND...: keeps what the command prints in LOG and shows it only
# when the command fails, without Ninja's lines on what went well.
run_quietly() {
  local log=$1
  shift
  mkdir -p -- "$(dirname -- "$log")"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    sed '/^\[[0-9]*\/[0-9]*\] /d' -- "$log" >&2
    say "failed: $*"
    return 1
  fi
}

# One build at a time in a folder: a second caller waits for the first.
lock_build() {
  mkdir -p -- "$1"
  exec {build_lock}>"$1/.lock"
  flock "$build_lock"
}

unlock_build() { exec {build_lock}>&-; }

# configured FOLDER: whether CMake has run there with this KRAIT_PYTHON and these presets.
# Everything else that changes is noticed by the build itself.
configured() {
  [[ -f $1/build.ninja && ! $root/CMakePresets.json -nt $1/build.ninja ]] &&
    grep -qxF "KRAIT_PYTHON:FILEPATH=$KRAIT_PYTHON" "$1/CMakeCache.txt"
}

# build PRESET [TARGET...]: configures if needed, then builds the targets (else all).
build() {
  local preset=$1 folder=$root/build/$1
  shift
  lock_build "$folder"
  if ! configured "$folder"; then
    say "configuring build/$preset"
    (cd -- "$root" && run_quietly "$folder/configure.log" \
      cmake --preset "$preset" "-DKRAIT_PYTHON=$KRAIT_PYTHON") || return 1
    say "building build/$preset (log: build/$preset/build.log)"
  fi
  run_quietly "$folder/build.log" cmake --build "$folder" \
    --parallel "$(nproc)" ${1:+--target "$@"} || return 1
  unlock_build
}
