/**
 * A list of 32-bit integers that grows. Large texts are described by many numbers: the garbage collector neither visits
 * these nor moves them.
 */
export class Numbers {
  private array = new Int32Array(1 << 6);
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** The number at an index, 0 beyond the end. */
  at(index: number): number {
    return this.array[index] ?? 0;
  }

  push(number: number): void {
    if (this.count === this.array.length) {
      const { array } = this;
      this.array = new Int32Array(array.length * 2);
      this.array.set(array);
    }
    this.array[this.count++] = number;
  }

  /** Exchanges the number at an index. */
  set(index: number, number: number): void {
    this.array[index] = number;
  }
}
