/** The machine an ELF file is for, as `uname -m` names it; undefined when the bytes are no 64-bit ELF header. */
export function elfMachine(start: Uint8Array): string | undefined {
  const magic = [0x7f, 0x45, 0x4c, 0x46];
  if (start.length < 20 || magic.some((byte, i) => start[i] !== byte)) return undefined;
  // e_machine, byte 18 and 19, little-endian on every machine that HTCondor and DMTCP run on.
  const machine = (start[18] ?? 0) | ((start[19] ?? 0) << 8);
  switch (machine) {
    case 3:
      return 'i686';
    case 40:
      return 'arm';
    case 62:
      return 'x86_64';
    case 183:
      return 'aarch64';
    case 243:
      return 'riscv64';
    default:
      return `machine ${machine}`;
  }
}
