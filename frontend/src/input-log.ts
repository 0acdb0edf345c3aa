import { INPUT_LIMIT } from './protocol.ts';

/** Most bytes that may be on their way without the lab having confirmed them. */
const IN_FLIGHT = 64 * 1024;

/** A piece of input that is ready to be sent. */
export interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * What was typed and has not reached the shell yet. It numbers the bytes, keeps each until the lab has confirmed it, and hands
 * out what may be sent now; after a reconnect the same bytes come out again under the same numbers.
 */
export class InputLog {
  /** Offset of the first kept byte. */
  #first = 0;
  /** Offset of the next byte to hand out. */
  #next = 0;
  /** No byte from here on was ever handed out, so none of them can have been confirmed. */
  #fresh = 0;
  #kept: Uint8Array = new Uint8Array(0);

  /** Bytes that wait to be confirmed. */
  get waiting(): number {
    return this.#kept.length;
  }

  add(bytes: Uint8Array): void {
    const grown = new Uint8Array(this.#kept.length + bytes.length);
    grown.set(this.#kept);
    grown.set(bytes, this.#kept.length);
    this.#kept = grown;
  }

  /** The pieces that may be sent now; each is handed out once, until {@link rewind}. */
  take(): Piece[] {
    const pieces: Piece[] = [];
    const end = this.#first + Math.min(this.#kept.length, IN_FLIGHT);
    while (this.#next < end) {
      const start = this.#next - this.#first;
      const length = Math.min(INPUT_LIMIT, end - this.#next);
      pieces.push({ offset: this.#next, bytes: this.#kept.slice(start, start + length) });
      this.#next += length;
    }
    this.#fresh = Math.max(this.#fresh, this.#next);
    return pieces;
  }

  /** The lab has everything before the offset. */
  confirm(offset: number): void {
    const confirmed = Math.min(offset, this.#fresh) - this.#first;
    if (confirmed > 0) {
      this.#kept = this.#kept.slice(confirmed);
      this.#first += confirmed;
      this.#next = Math.max(this.#next, this.#first);
    }
  }

  /**
   * A new connection: all that is kept is handed out again, counted from what the lab has. Where its count is not ours (the page
   * was loaded anew, or the lab forgot us), its count is the one that matters.
   */
  rewind(offset: number): void {
    this.confirm(offset);
    this.#first = offset;
    this.#next = offset;
    this.#fresh = Math.max(offset, Math.min(this.#fresh, offset + this.#kept.length));
  }

  /** The shell that the input was meant for is gone. */
  forget(): void {
    this.#kept = new Uint8Array(0);
    this.#next = this.#first;
    this.#fresh = this.#first;
  }
}
