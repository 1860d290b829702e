/** A stream without any sign of life for so long is taken for dead, milliseconds. */
const silenceMs = 60_000;

/** Kills what has given no sign of life for too long: a connection can die without anyone being told. */
export class Watchdog {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly bite: () => void) {
    this.reset();
  }

  reset(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.bite, silenceMs);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
