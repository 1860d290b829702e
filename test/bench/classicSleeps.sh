#!/bin/sh
# A model of the sleeps of the shell shim of 2012, nothing else of it: it waits 2 s for its coordinator before it starts
# the program, and after a soft kill 8 s for the checkpoint before it kills. Used by test/bench/shim.mjs.
# classicSleeps.sh BIN PROGRAM [ARGUMENT...], in the directory where the program is to run
bin=$1
shift
"$bin/dmtcp_coordinator" --daemon --exit-on-last --port 0 --port-file "$PWD/port" >coordinator.out 2>&1
sleep 2
port=$(cat port)
if [ -e dmtcp_restart_script.sh ]; then
  "$bin/dmtcp_restart" -j --port "$port" ckpt_*.dmtcp >>out.txt 2>>err.txt &
else
  "$bin/dmtcp_launch" -q -j --port "$port" --ckptdir . "$@" >>out.txt 2>>err.txt &
fi
evicted() {
  "$bin/dmtcp_command" --port "$port" --checkpoint
  sleep 8
  "$bin/dmtcp_command" --port "$port" --kill
  wait
  exit 130
}
trap evicted INT
wait
