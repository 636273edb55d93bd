#!/bin/bash
# Plans a study, submits one array for all cells that are not done, and what is to follow it. From the clone:
#
#   docs/slurm/study.sh CONFIG FOLDER [options of sbatch for the cells, e.g. --time=02:00:00 --gres=gpu:1]
#
# AT_ONCE is how many cells may run at the same time, AFTER a command that runs once all of them have ended.
set -eu -o pipefail
config=$1 folder=$2
shift 2
blockspin=(node "${BLOCKSPIN:-.}/native/setup/blockspin.mjs")

# Here, where the packages are installed and the program is built once for all.
last=$("${blockspin[@]}" plan "$config" --out "$folder" --json | node -p 'JSON.parse(require("fs").readFileSync(0)).cells.length - 1')

# The number of an array may be followed by the name of a cluster.
job=$(sbatch --parsable --array="0-$last%${AT_ONCE:-8}" "$@" "$(dirname "$0")/cells.sh" "$folder")
job=${job%%;*}
echo "cells 0 to $last: job $job"
# afterany: also when a cell failed. What is missing is left open in every output.
if [ "${AFTER:-}" ]; then
  sbatch --parsable --dependency="afterany:$job" --job-name=blockspin-after --output="blockspin-$job-after.log" --wrap "$AFTER"
fi
