#!/bin/bash
# A real one-machine HTCondor pool for tests, from Debian's packages: its own root folder, and its own mount
# and pid namespaces, so that ending one process ends everything and undoes every mount. Needs root.
# test/pool/pool.ts is what tests call; by hand:
#   pool.sh use DIR SUITE PORT SSHPORT   start it, or join it when it runs; hold it until stdin ends. The last
#                                        user to leave stops it, unless stdin said "keep". SUITE: trixie | forky
#   pool.sh exec DIR USER COMMAND...     run a command inside
#   pool.sh stop DIR                     end it, whoever uses it
# DIR (a pool, one user of the lock at a time) holds: root/, id, known_hosts, ports, pids, inputs, log.
# Beside DIR: root-SUITE-*.tar.zst, made once by mmdebstrap.
# What is printed on stdout: "progress TEXT" lines, then "ready PORT SSHPORT". Errors: stderr and exit code 1.
set -euo pipefail
SELF=$(readlink -f "$0") HERE=$(dirname "$(readlink -f "$0")")
COMMAND=${1:?} DIR=$(readlink -m "${2:?a folder}")
shift 2
ROOT=$DIR/root
CLEAN_PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin

progress() { echo "progress $*"; }
fail() {
  echo "$*" >&2
  exit 1
}

# --- the root folder ---------------------------------------------------------------------------------------

# mmdebstrap's arguments but for suite, target and mirror. Their hash names the tarball.
# minbase lacks nothing that HTCondor needs; python3 is there for jobs. The date checks are off because forky's
# Release file is at times past its Valid-Until on mirrors.
recipe() {
  printf '%s\n' --mode=root --variant=minbase --components=main \
    --include=minicondor,openssh-server,openssh-client,procps,python3 \
    '--aptopt=Acquire::Check-Valid-Until "false"' '--aptopt=Acquire::Check-Date "false"' \
    --dpkgopt=force-unsafe-io '--dpkgopt=path-exclude=/usr/share/doc/*' \
    '--dpkgopt=path-exclude=/usr/share/man/*' '--dpkgopt=path-exclude=/usr/share/locale/*' \
    --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    '--customize-hook=chroot "$1" useradd -m -u 1500 -s /bin/bash -p "*" alice' \
    '--customize-hook=rm -f "$1"/etc/ssh/ssh_host_*'
  # -p "*": sshd without PAM refuses an account that is locked ("!"). Each pool makes host keys of its own.
}
tarball() { echo "$(dirname "$DIR")/root-$1-$(recipe | sha256sum | cut -c1-12).tar.zst"; }
# Also where the lists were never fetched.
mirror() { apt-get indextargets --no-release-info --format '$(REPO_URI)' 2>/dev/null | grep -m1 '/debian/*$'; }

build_tarball() { # SUITE TARBALL
  exec 7>"$2.lock"
  flock 7
  if [ ! -f "$2" ]; then
    progress "building the pool's root folder from Debian $1 (about 90 s, once)"
    bash "$HERE/../support/aptInstall.sh" mmdebstrap debian-archive-keyring || exit 1
    local args part=${2%.tar.zst}.part.tar.zst
    mapfile -t args < <(recipe)
    rm -f "$part"
    mmdebstrap "${args[@]}" "$1" "$part" "$(mirror || echo http://deb.debian.org/debian)" \
      >"$2.log" 2>&1 </dev/null 7>&- 8>&- 9>&- || {
      rm -f "$part"
      fail "mmdebstrap could not build a Debian $1 root (all it said: $2.log):"$'\n'"$(grep ^E: "$2.log")"
    }
    mv "$part" "$2"
  fi
  exec 7>&-
}

inputs() { cat "$SELF" "$HERE/condor.config" - <<<"$1" | sha256sum; }
up_to_date() { [ "$(cat "$DIR/inputs" 2>/dev/null)" = "$(inputs "$1")" ]; }

unpack() { # SUITE
  ! up_to_date "$1" || return 0
  local tar
  tar=$(tarball "$1")
  [ -f "$tar" ] || build_tarball "$1" "$tar"
  progress "unpacking the pool's root folder (about 6 s, once)"
  rm -rf --one-file-system "$ROOT" "$DIR/inputs"
  mkdir "$ROOT"
  tar -C "$ROOT" --numeric-owner --zstd -xf "$tar" ||
    fail "the pool's root folder could not be unpacked from $tar: remove that file and try again"
  inputs "$1" >"$DIR/inputs"
}

# A start begins with an empty queue, empty logs, and an empty home.
reset() { # PORT SSHPORT
  (cd "$ROOT" && rm -rf var/{spool,lib,log}/condor/* {tmp,var/tmp}/* home/alice)
  install -d -o "$(stat -c %u "$ROOT/var/lib/condor")" "$ROOT/var/lib/condor/execute"
  cp -a "$ROOT/etc/skel" "$ROOT/home/alice"
  install -d -m 700 "$ROOT/home/alice/.ssh"
  chown -R 1500:1500 "$ROOT/home/alice"
  printf '127.0.0.1 localhost %s\n' "$(hostname)" >"$ROOT/etc/hosts"
  { cat "$HERE/condor.config" && printf 'SHARED_PORT_PORT = %s\nCOLLECTOR_HOST = 127.0.0.1:%s\n' "$1" "$1"; } \
    >"$ROOT/etc/condor/config.d/99-pool.config"
  cat >"$ROOT/etc/ssh/sshd_config.d/pool.conf" <<E
Port $2
ListenAddress 127.0.0.1
PasswordAuthentication no
UsePAM no
UseDNS no
MaxStartups 100
E
}

# --- processes ---------------------------------------------------------------------------------------------

# Sets OUTER (unshare) and INNER (pid 1 inside), both as this namespace counts them; fails if the pool is not up.
pids() {
  read -r OUTER INNER 2>/dev/null <"$DIR/pids" || return 1
  # A number may belong to another process by now (a reboot): the command line and the parent tell.
  tr '\0' ' ' 2>/dev/null <"/proc/$OUTER/cmdline" | grep -qF " inner $DIR " || return 1
  [ -z "$INNER" ] || grep -qx "PPid:[[:space:]]*$OUTER" "/proc/$INNER/status" 2>/dev/null
}
inside() { # USER COMMAND...
  local home=/home/$1
  [ "$1" != root ] || home=/root
  nsenter -t "$INNER" -m -p "-r/proc/$INNER/root" "-w/proc/$INNER/root$home" \
    setpriv --reuid "$1" --regid "$1" --init-groups -- \
    env -i HOME="$home" USER="$1" LOGNAME="$1" LANG=C.UTF-8 PATH=$CLEAN_PATH TERM=dumb "${@:2}"
}
answers() {
  [ "$(timeout 10 bash "$SELF" exec "$DIR" root condor_status -af Name 2>/dev/null </dev/null | wc -l)" = 4 ] &&
    timeout 5 bash -c "exec 3<>/dev/tcp/127.0.0.1/$1 && read -r line <&3 && [[ \$line == SSH-2.0-* ]]" 2>/dev/null
}
stop() {
  if pids; then
    [ -z "$INNER" ] || kill -TERM "$INNER" 2>/dev/null || true
    for _ in $(seq 100); do
      pids || break
      sleep .1
    done
    # Ending pid 1 of the namespace ends everything in it; unshare ends with it.
    ! pids || kill -KILL ${INNER:-$OUTER} 2>/dev/null || true
    for _ in $(seq 50); do
      pids || break
      sleep .1
    done
    ! pids || fail "the pool in $DIR did not end: process $OUTER is still there"
  fi
  rm -f "$DIR/pids" "$DIR/ports"
}

start() { # PORT SSHPORT
  local port=$1 sshport=$2
  progress "starting HTCondor and sshd"
  reset "$port" "$sshport"
  rm -f "$DIR/pids"
  # setsid: the terminal's Ctrl-C is not for the pool. The locks are not for it either.
  setsid unshare --mount --pid --fork --kill-child=SIGKILL --propagation private \
    bash "$SELF" inner "$DIR" >"$DIR/log" 2>&1 </dev/null 7>&- 8>&- 9>&- &
  local outer=$! deadline=$((SECONDS + 30)) why='it was not up after 30 s'
  while [ $SECONDS -lt $deadline ]; do
    if pids && answers "$sshport"; then
      install -m 600 "$ROOT/root/id" "$DIR/id"
      sed "s/^\([^ ]* [^ ]*\).*/[127.0.0.1]:$sshport \1/" "$ROOT"/etc/ssh/ssh_host_*_key.pub >"$DIR/known_hosts"
      echo "$port $sshport" >"$DIR/ports"
      return
    fi
    kill -0 "$outer" 2>/dev/null || {
      why='its first process ended'
      break
    }
    sleep .1
  done
  local said
  said=$(tail -n 5 "$DIR/log" "$ROOT/var/log/condor/MasterLog" 2>/dev/null || true)
  kill -KILL "$outer" 2>/dev/null || true
  rm -f "$DIR/pids"
  fail "the pool in $DIR did not start: $why. What was said last:"$'\n'"$said"
}

# Pools of checkouts that are gone are removed: each takes 280 MB.
sweep() {
  local other
  readlink -f "$HERE/../.." >"$DIR/checkout"
  for other in "$(dirname "$DIR")"/*/checkout; do
    [ -d "$(cat "$other")" ] && continue
    bash "$SELF" stop "$(dirname "$other")" && rm -rf --one-file-system "$(dirname "$other")"
  done
}

# --- commands ----------------------------------------------------------------------------------------------
case $COMMAND in
use)
  suite=$1 port=$2 sshport=$3
  trap '' PIPE # the caller may be gone; what was begun is finished all the same
  mkdir -p "$DIR"
  bash "$HERE/../support/aptInstall.sh" mount zstd || exit 1
  exec 9>"$DIR/lock" 8>"$DIR/users"
  flock -n 9 || {
    progress "waiting for another process that starts or stops this pool"
    flock 9
  }
  if up_to_date "$suite" && pids && read -r p s 2>/dev/null <"$DIR/ports" && answers "$s"; then
    port=$p sshport=$s
    progress "using the pool that runs already"
  else
    flock -n -x 8 || fail "the pool in $DIR is in use and was made from another pool.sh or condor.config, or no" \
      "longer answers: wait for its users to end, or end it with: bash $SELF stop $DIR"
    stop
    sweep
    unpack "$suite"
    start "$port" "$sshport"
  fi
  flock -s 8
  flock -u 9
  echo "ready $port $sshport"
  keep=
  while read -r line; do [ "$line" != keep ] || keep=1; done
  flock 9
  flock -u 8
  if [ -z "$keep" ] && flock -n -x 8; then stop; fi
  ;;
inner) # pid 1 of the namespaces
  read -r me _ _ parent _ </proc/self/stat # /proc is still the outer one: the numbers are those that others see
  echo "$parent $me" >"$DIR/pids"
  # "/" must be a mount point: HTCondor's starter makes it private before each job, which fails in a plain chroot.
  mount --bind "$ROOT" "$ROOT"
  cd "$ROOT"
  mount -t proc proc proc
  mount -t tmpfs -o mode=755 tmpfs dev
  for device in null zero full random urandom tty; do
    : >"dev/$device"
    mount --bind "/dev/$device" "dev/$device"
  done
  mkdir dev/pts dev/shm
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
  mount -t tmpfs -o mode=1777 tmpfs dev/shm
  ln -s pts/ptmx dev/ptmx
  ln -s /proc/self/fd dev/fd
  for i in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${i%:*}" "dev/${i#*:}"; done
  mount -t tmpfs -o mode=755 tmpfs run
  mkdir -p run/sshd run/lock run/outside
  pivot_root . run/outside
  umount -l /run/outside
  rmdir /run/outside
  exec env -i PATH=$CLEAN_PATH LANG=C.UTF-8 /bin/bash -euc '
    install -d -o condor -g condor /run/lock/condor /run/condor
    ssh-keygen -A >/dev/null
    [ -f /root/id ] || ssh-keygen -q -t ed25519 -N "" -C alice -f /root/id
    install -m 600 -o alice -g alice /root/id.pub /home/alice/.ssh/authorized_keys
    # A shell starts "&" commands with SIGINT ignored. Jobs would inherit that, and could not be vacated by it.
    env --default-signal /usr/sbin/sshd -D -e &
    sshd=$!
    env --default-signal /usr/sbin/condor_master -f &
    master=$!
    trap "kill -QUIT $master; wait $master; kill $sshd; exit 0" TERM INT
    wait $master'
  ;;
exec)
  pids || fail "the pool in $DIR is not running"
  inside "$@"
  ;;
stop)
  mkdir -p "$DIR"
  exec 9>"$DIR/lock"
  flock 9
  stop
  ;;
*) fail "unknown command $COMMAND: use, exec or stop" ;;
esac
