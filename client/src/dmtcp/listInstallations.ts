/** DMTCP installations of this machine or of an access point, found by one command that only looks. */
import type { Transport } from '../transport/transport.ts';
import { generationOf, versionIn, type DmtcpGeneration } from './installation.ts';

/** An installation that was found, wherever it is. */
export interface FoundInstallation {
  /** Absolute, on its machine; `bin` is below it. */
  readonly root: string;
  /** The directory that holds libdmtcp.so; absolute. */
  readonly lib: string;
  /** What led to it: `DMTCP_ROOT`, `PATH`, `module dmtcp/4.2`, `conda`, or a place that is usual. */
  readonly foundBy: string;
  readonly versionLine: string;
  readonly version: string;
  readonly generation: DmtcpGeneration;
  /** Of its files, as `uname -m` names it. */
  readonly architecture: string;
}

export interface ListOptions {
  /** Looked at first: the setting. */
  readonly root?: string;
  /** Milliseconds; module systems can be slow. 20,000 when left out. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Argument: a root to look at first, or ''. Prints for each installation ROOT, LIB, FOUND BY, VERSION LINE and ARCH, each
 * ended by NUL, after a NUL of its own: whatever login files print before is no record. Files of one inode are one installation.
 */
const script = `
seen=
look() {
  # The letter keeps line feeds at the end of a name.
  [ -n "$1" ] && root=$(cd -- "$1" 2>/dev/null && pwd -P && printf x) || return 0
  root=\${root%??}
  [ "$root" = / ] && root=
  for launcher in dmtcp_launch dmtcp_checkpoint; do
    program=$root/bin/$launcher
    [ -f "$program" ] && [ -x "$program" ] || continue
    inode=$(stat -L -c %d:%i -- "$program" 2>/dev/null) || inode=$program
    case $seen in *"<$inode>"*) return 0 ;; esac
    for lib in "$root"/lib64/dmtcp "$root"/lib/dmtcp "$root"/lib/*-linux-gnu/dmtcp "$root"/lib64 "$root"/lib "$root"/lib/*-linux-gnu; do
      [ -e "$lib/libdmtcp.so" ] || [ -e "$lib/dmtcphijack.so" ] || continue
      seen="$seen<$inode>"
      here=$(uname -m)
      case $(head -c 20 -- "$program" | od -An -v -tx1 | tr -d ' \\n') in
        7f454c46*3e00) machine=x86_64 ;;
        7f454c46*b700) machine=aarch64 ;;
        *) machine=$here ;;
      esac
      if [ "$machine" = "$here" ]; then
        line=$("$program" --version </dev/null 2>&1 | grep -m1 '[0-9]\\.[0-9]')
      else
        # It cannot be run here.
        line=$(LC_ALL=C grep -aoE -m1 '\\(DMTCP[^)]{0,40}\\) [0-9]+\\.[0-9]+[0-9A-Za-z.+-]*' <"$program" | head -n 1)
        line="$launcher $line"
      fi
      printf '\\0INSTALLATION\\0%s\\0%s\\0%s\\0%s\\0%s\\0' "$root" "$lib" "$2" "$line" "$machine"
      return 0
    done
  done
}
above() { case $1 in */dmtcp_launch | */dmtcp_checkpoint) look "\${1%/bin/*}" "$2" ;; esac; }
given=$1
case $given in */bin) given=\${given%/bin} ;; */bin/dmtcp_*) given=\${given%/bin/*} ;; esac
look "$given" 'the setting'
look "\${DMTCP_ROOT-}" DMTCP_ROOT
IFS=:
for directory in $PATH; do case $directory in /*/bin) look "\${directory%/bin}" PATH ;; esac; done
unset IFS
if command -v bash >/dev/null 2>&1; then
  # Login shells know modules, and variables, that other commands do not.
  found=$(bash -lc '
    echo "ROOT \${DMTCP_ROOT-}"
    command -v dmtcp_launch | sed "s/^/PROGRAM /"
    if command -v module >/dev/null 2>&1; then
      for name in $(module -t avail dmtcp 2>&1 | sed -n "s/(default)\\$//; /^[A-Za-z0-9].*[^:]\\$/{/dmtcp/Ip}"); do
        echo "MODULE $name"
        module show "$name" 2>&1
      done
    fi' </dev/null 2>/dev/null)
  module=
  while IFS= read -r line; do
    case $line in
      'ROOT '?*) look "\${line#ROOT }" DMTCP_ROOT ;;
      'PROGRAM '*) above "\${line#PROGRAM }" PATH ;;
      'MODULE '*) module=\${line#MODULE } ;;
      *PATH*/bin*)
        directory=$(printf '%s\\n' "$line" | sed -n 's#^.*PATH[^/]*\\(/[^"]*\\)/bin.*$#\\1#p')
        [ -z "$module" ] || look "$directory" "module $module" ;;
    esac
  done <<END
$found
END
fi
for root in "\${CONDA_PREFIX-}" "$HOME"/.conda/envs/* "$HOME"/*conda*/ "$HOME"/*forge*/ "$HOME"/*conda*/envs/* "$HOME"/*forge*/envs/*; do
  look "$root" conda
done
for root in /opt/dmtcp* "$HOME"/dmtcp* "$HOME"/.local /usr/local /usr; do look "$root" 'a usual place'; done
exit 0`;

/** Everything that was found, in the order of looking; what cannot tell its version is left out. Throws TransportError. */
export async function listInstallations(
  transport: Transport,
  options: ListOptions = {},
): Promise<readonly FoundInstallation[]> {
  const { stdout } = await transport.exec(['sh', '-c', script, 'look', options.root ?? ''], {
    timeoutMs: options.timeoutMs ?? 20_000,
    signal: options.signal,
  });
  const words = stdout.split('\0');
  return words.flatMap((word, at) => {
    if (word !== 'INSTALLATION') return [];
    const [root = '', lib = '', foundBy = '', versionLine = '', architecture = ''] = words.slice(
      at + 1,
      at + 6,
    );
    const version = versionIn(versionLine);
    const generation = generationOf(version);
    if (generation === undefined) return [];
    return [
      {
        root: root === '' ? '/' : root,
        lib,
        foundBy,
        versionLine: versionLine.trim(),
        version,
        generation,
        architecture,
      },
    ];
  });
}
