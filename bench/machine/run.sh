#!/bin/bash
# Runs blockspin's tests and benchmarks from this pack on a Linux x64 machine that has a GPU driver and nothing else:
# no Node, no packages, no Vulkan loader, no network. Needs bash, tar and gzip.
#
#   bash run.sh first [--minutes N] [--sections NAME,NAME] [--tests-for SECONDS] [--software] [--out DIR]
#   bash run.sh [tests|bench|all] [--out DIR] [--only PART] [--rows PART] [--physics] [--quick] [--tests-for SECONDS]
#   bash run.sh shell WORDS...      runs any command in the unpacked folder, with node on the PATH
#
# first: adapter and limits; tests, those of kernels first; the profile of the four training steps beside the estimates; 500 trainings
# of 5,800 steps, timed on a part; flips per nanosecond; then the table and the scaling in their smallest form. A section has a part
# of the time and is cut off at its end; what is measured is in --out at once.
#
#   --minutes N      time for all sections of first (default: 10)
#   --sections LIST  only these, in this order: tests, profile, runs, flips, table, scaling
#   --tests-for N    seconds for the tests: those that are not done by then are listed as cut off
#   --software       first: go on where there is no GPU
#   --out DIR    where report.json, logs and results go (default: blockspin-results)
#   --only PART  only test files and benchmarks whose names contain PART
#   --rows PART  of the benchmark's table only rows whose names contain PART, and the floors
#   --physics    the published claims at full size, too: minutes
#   --quick      the smallest form of each benchmark
#   --in DIR     unpack into DIR and keep it; otherwise into a temporary folder, which is removed
#
# The exit code is 0 when everything that was run has passed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=''
words=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help)
      sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"
      exit 0
      ;;
    --in)
      [ $# -gt 1 ] || { echo 'run.sh: expected a folder after --in' >&2; exit 2; }
      work=$2
      shift 2
      ;;
    shell)
      # What follows belongs to the command.
      words+=("$@")
      break
      ;;
    *)
      words+=("$1")
      shift
      ;;
  esac
done

if [ -z "$work" ]; then
  work=$(mktemp -d "${TMPDIR:-/tmp}/blockspin-XXXXXX")
  trap 'rm -rf "$work"' EXIT
fi
mkdir -p "$work"
work=$(cd "$work" && pwd)
if ! cmp -s "$here/SHA256SUMS" "$work/SHA256SUMS"; then
  (cd "$here" && sha256sum --check --quiet SHA256SUMS) || { echo 'run.sh: this pack is damaged; copy it again' >&2; exit 1; }
  for part in "$here"/*.tar.gz; do
    gzip -dc "$part" | tar -x -C "$work" --no-same-owner
  done
  cp "$here/manifest.json" "$work/"
  # Last, so that a folder unpacked halfway is not taken for a whole one.
  cp "$here/SHA256SUMS" "$work/"
fi

# Everything the program keeps lies in the unpacked folder.
export XDG_CACHE_HOME="$work/.cache" PATH="$work/bin:$PATH"
code=0
"$work/bin/node" "$work/bench/machine/run.mjs" ${words[@]+"${words[@]}"} || code=$?
exit "$code"
