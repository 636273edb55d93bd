#!/bin/bash
# Studies under Slurm, xargs and GNU parallel, against one that a single process computed: every cell once, the same bits.
#
#   apt-get install -y slurm-wlm munge parallel
#   tests/slurm/run.sh | tee tests/slurm/output.txt
#
# Sets up a Slurm of one node in a temporary folder, with ports and a munge socket of its own, and takes it down again: it
# touches no other Slurm of this machine and writes nothing to /etc. Takes some minutes, most of them waiting: Slurm holds
# a job that was requeued for two minutes. Part of no suite. Signals come four seconds after the start of a cell: on a fast
# adapter STEPS=100000 makes cells last that long.
set -u -o pipefail
cd "$(dirname "$0")/../.."
PATH=$PATH:/usr/sbin:/sbin
for tool in slurmctld slurmd sbatch munged mungekey parallel; do
  command -v $tool >/dev/null || { echo "$tool is missing: apt-get install -y slurm-wlm munge parallel"; exit 1; }
done

work=$(mktemp -d)
chmod 711 "$work"
export SLURM_CONF=$work/slurm.conf
export BLOCKSPIN=$PWD
failures=0

check() { # text, command...
  local text=$1
  shift
  if "$@"; then echo "ok    $text"; else echo "FAIL  $text"; failures=$((failures + 1)); fi
}
blockspin() { node native/setup/blockspin.mjs "$@"; }
# Checksums of all that results are made of: no times, no names of machines.
chunks() { (cd "$1/study.zarr" && find . -name 'c.*' -type f | sort | xargs sha256sum); }
same() { [ "$(chunks "$1")" = "$(chunks "$work/whole")" ]; }
done_cells() { blockspin status --json "$1" | node -p 'JSON.parse(require("fs").readFileSync(0)).cells.done'; }
# Numbers of the cells that logs say were computed to their end.
computed() { grep -ho 'cell *[0-9]*: .*done in' "$@" | grep -o '^cell *[0-9]*' | tr -dc '0-9\n' | sort -n | xargs; }
checkpoints() { ls "$1/cells" | grep -c checkpoint; }
seconds() { echo $(($(date +%s) - started)); }

stop() {
  for name in slurmd slurmctld munged; do
    [ -f "$work/$name.pid" ] && kill "$(cat "$work/$name.pid")" 2>/dev/null
  done
  sleep 1
  rm -rf "$work"
}
trap stop EXIT

# One node
started=$(date +%s)
host=$(hostname -s)
mkdir -m 755 "$work/socket"
mkdir "$work/state" "$work/spool"
mungekey --create --keyfile "$work/munge.key"
munged --force --socket "$work/socket/munge" --key-file "$work/munge.key" --pid-file "$work/munged.pid" \
  --log-file "$work/munged.log" --seed-file "$work/munged.seed" 2>/dev/null
cat >"$SLURM_CONF" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$work/socket/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
SchedulerType=sched/backfill
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
NodeName=$host NodeAddr=127.0.0.1 $(slurmd -C | grep -o 'CPUs=.* RealMemory=[0-9]*') State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
slurmctld
sleep 1
slurmd
for _ in $(seq 30); do sinfo -h -o %t | grep -q idle && break; sleep 1; done
echo "$(slurmctld -V), one node, $(sinfo -h -o %t), $(nproc) cores"

# Eight cells
cat >"$work/study.json" <<STUDY
{
  "name": "array",
  "train": { "size": 16, "block": 4, "shell": 1, "steps": ${STEPS:-1500}, "refine": 20, "batch": 32, "chains": 32, "heldOut": 32, "validation": 32, "evaluations": 2 },
  "grid": { "temperature": [1.8, 2.269185, 3, 4], "buffer": [0, 1] },
  "runs": 2,
  "runsPerCell": 1
}
STUDY
AT_ONCE=2 AFTER="node native/setup/blockspin.mjs status $work/array && node native/setup/blockspin.mjs export $work/array --format csv" \
  docs/slurm/study.sh "$work/study.json" "$work/array" --time=10 --cpus-per-task=1 --mem=1G --output="$work/cell-%a.log" >"$work/submitted" 2>/dev/null
sed -n 1p "$work/submitted"
job=$(sed -n 's/.*job //p' "$work/submitted")
after=$(sed -n 2p "$work/submitted")

# One element gets the signal of a time limit, another one is requeued by the operator without a warning.
begun() { for _ in $(seq 600); do grep -qs "cell $1" "$work/cell-$1.log" && break; sleep 0.1; done; sleep 3; }
begun 0
# In the background: it asks until Slurm has time for it.
scancel --signal=TERM --batch "${job}_0" 2>/dev/null &
begun 2
scontrol requeue "${job}_2"
for _ in $(seq 200); do grep -qs 'back into the queue' "$work/cell-0.log" && break; sleep 0.1; done
check "Slurm: stopped elements have checkpoints: $(checkpoints "$work/array")" [ "$(checkpoints "$work/array")" -ge 1 ]

# Meanwhile: all cells in one process, and the other ways of one machine.
blockspin study "$work/study.json" --out "$work/whole" >/dev/null 2>"$work/whole.log"
check "one process: all cells" [ "$(done_cells "$work/whole")" = 8 ]

blockspin plan "$work/study.json" --out "$work/xargs" >/dev/null
# Cells that `timeout` stops go on when the same line is started again.
seq 0 7 | xargs -P 2 -I{} timeout --preserve-status -s TERM 4 node native/setup/blockspin.mjs cell "$work/xargs" --index {} >/dev/null 2>"$work/xargs-0.log"
echo "      xargs, TERM after 4 s each: ended with $?, $(done_cells "$work/xargs") cells done, $(checkpoints "$work/xargs") checkpoints"
seq 0 7 | xargs -P 2 -I{} node native/setup/blockspin.mjs cell "$work/xargs" --index {} >/dev/null 2>"$work/xargs-1.log"
check "xargs -P 2, once more: ended with 0" [ $? = 0 ]
check "every cell was computed once: $(computed "$work"/xargs-*.log)" [ "$(computed "$work"/xargs-*.log)" = "0 1 2 3 4 5 6 7" ]
check "the same bits as one process" same "$work/xargs"

blockspin plan "$work/study.json" --out "$work/parallel" >/dev/null
seq 0 7 | parallel --will-cite -j 2 --retries 5 --timeout 20 --termseq TERM,20000,KILL \
  node native/setup/blockspin.mjs cell "$work/parallel" --index {} >/dev/null 2>"$work/parallel.log"
check "GNU parallel -j 2 --retries 5: ended with 0" [ $? = 0 ]
check "every cell was computed once: $(computed "$work/parallel.log")" [ "$(computed "$work/parallel.log")" = "0 1 2 3 4 5 6 7" ]
check "the same bits as one process" same "$work/parallel"

while squeue -h -j "$job,$after" 2>/dev/null | grep -q .; do sleep 0.5; done
check "Slurm: all cells" [ "$(done_cells "$work/array")" = 8 ]
check "element 0 ended with 75 and came back: $(grep -c 'back into the queue' "$work/cell-0.log") time" [ "$(grep -c 'back into the queue' "$work/cell-0.log")" -ge 1 ]
check "every cell was computed once: $(computed "$work"/cell-*.log)" [ "$(computed "$work"/cell-*.log)" = "0 1 2 3 4 5 6 7" ]
check "the same bits as one process" same "$work/array"
check "nothing but records is left: $(ls "$work/array/cells" | wc -l) files" [ "$(ls "$work/array/cells" | wc -l)" = 8 ]
check "what was to follow came last: $(wc -l <"$work/array/array.csv") lines of csv" [ "$(wc -l <"$work/array/array.csv")" = 17 ]
# The control: other bits are noticed.
printf x >>"$(find "$work/array/study.zarr/filter" -name 'c.*' | head -1)"
check "one byte more is not the same" eval '! same "$work/array"'

echo "$failures failed, $(seconds) s"
[ $failures = 0 ]
