#!/bin/bash
# One cell of a planned study per element of a Slurm job array. From the clone, after `blockspin plan`, for 48 cells:
#
#   sbatch --array=0-47%8 docs/slurm/cells.sh results/scan
#
# Words behind the folder go to `blockspin cell`, e.g. --retry. What stands below can be overridden on the command line of
# sbatch: --time, --mem, --partition, --gres=gpu:1. From another folder: BLOCKSPIN=/path/of/the/clone sbatch ...
#SBATCH --job-name=blockspin
#SBATCH --output=blockspin-%A_%a.log
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --time=04:00:00
#SBATCH --signal=B:TERM@120
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G

# Node itself, since npx would stand between the signal and the program.
node "${BLOCKSPIN:-$SLURM_SUBMIT_DIR}/native/setup/blockspin.mjs" cell "$@" --index "$SLURM_ARRAY_TASK_ID" &
cell=$!

# Two minutes before the time is over Slurm tells this shell, and this shell the cell, which saves a checkpoint and ends.
stopped=
trap 'stopped=yes; kill -TERM $cell 2>/dev/null' TERM
wait $cell
code=$?
# The signal ends the first wait, not the cell.
if [ "$stopped" ]; then
  wait $cell
  code=$?
fi

# 75: stopped, or another process has the cell. Twenty attempts that bring nothing to its end are enough.
if [ $code -eq 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 20 ]; then
  echo "stopped; back into the queue"
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
fi
exit $code
