/**
 * The frames between a terminal and the lab: one type byte, then the rest; numbers are big endian.
 * Nothing else in the browser knows a byte of them. Written down in docs/terminal-protocol.md.
 */

/** The WebSocket subprotocol that these frames belong to. */
export const SUBPROTOCOL = 'berth-terminal-1';

/** Most bytes of input that one frame may carry. */
export const INPUT_LIMIT = 32 * 1024;

/** Why a WebSocket was closed, where that is known. */
export const Closing = {
  /** RFC 6455: the other side does not follow the protocol. */
  protocol: 1002,
  /** RFC 6455: a frame that the lab does not take. */
  badFrame: 1008,
  notSignedIn: 4401,
  notYours: 4403,
  noSuchMachine: 4404,
  tooSlow: 4408,
  /** The terminal itself was closed, here or elsewhere. */
  terminalClosed: 4410,
  /** Of a view that may only look: looking does not wake the machine. */
  asleep: 4423,
  tooManyViews: 4429,
  unreachable: 4503,
} as const;

/** What the shell is like at the moment. */
export interface ShellState {
  readonly columns: number;
  readonly rows: number;
  readonly readOnly: boolean;
  /** Exit code of the shell, null while it runs. */
  readonly ended: number | null;
  /** Offset of the shell's next byte when this was sent; what lies before it is history. */
  readonly output: number;
  /** True while the lab cannot reach the shell: it goes on, and its output comes later. */
  readonly waiting: boolean;
  /** True when the shell has ended because its machine was put to sleep. */
  readonly asleep: boolean;
}

export type ServerFrame =
  | { readonly type: 'output'; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly type: 'taken'; readonly offset: number }
  | { readonly type: 'state'; readonly state: ShellState }
  | { readonly type: 'session'; readonly id: string };

/** A frame that does not follow the protocol. */
export class ProtocolError extends Error {}

const INPUT = 0x01;
const SIZE = 0x02;
const READ = 0x03;
const CLOSE = 0x04;
const OUTPUT = 0x11;
const TAKEN = 0x12;
const STATE = 0x13;
const SESSION = 0x14;

/** Bytes that were typed or pasted, at most {@link INPUT_LIMIT}; the offset is that of the first. */
export function encodeInput(offset: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(9 + bytes.length);
  frame[0] = INPUT;
  writeOffset(frame, offset);
  frame.set(bytes, 9);
  return frame;
}

/** The size this view would like. */
export function encodeSize(columns: number, rows: number): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(5);
  frame[0] = SIZE;
  const view = new DataView(frame.buffer);
  view.setUint16(1, columns);
  view.setUint16(3, rows);
  return frame;
}

/** All output before the offset has been drawn. */
export function encodeRead(offset: number): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(9);
  frame[0] = READ;
  writeOffset(frame, offset);
  return frame;
}

/** The terminal is not wanted any more: its shell ends. */
export function encodeClose(): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(CLOSE);
}

/** @throws ProtocolError if the bytes are none of the lab's frames */
export function decode(buffer: ArrayBuffer): ServerFrame {
  const type = new Uint8Array(buffer)[0];
  switch (type) {
    case OUTPUT:
      return { type: 'output', offset: readOffset(buffer), bytes: new Uint8Array(buffer, 9) };
    case TAKEN:
      return { type: 'taken', offset: readOffset(buffer) };
    case STATE:
      return { type: 'state', state: parseState(readText(buffer)) };
    case SESSION:
      return { type: 'session', id: readText(buffer) };
    default:
      throw new ProtocolError(`unknown frame type "${type ?? 'none'}"; reload the page to get the scripts of this lab`);
  }
}

function writeOffset(frame: Uint8Array<ArrayBuffer>, offset: number): void {
  new DataView(frame.buffer).setBigUint64(1, BigInt(offset));
}

function readOffset(buffer: ArrayBuffer): number {
  if (buffer.byteLength < 9) {
    throw new ProtocolError(`a frame of ${buffer.byteLength} bytes has no room for its offset`);
  }
  const offset = new DataView(buffer).getBigUint64(1);
  if (offset > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new ProtocolError(`offset "${offset}" is beyond what can be counted`);
  }
  return Number(offset);
}

function readText(buffer: ArrayBuffer): string {
  return new TextDecoder().decode(new Uint8Array(buffer, 1));
}

function parseState(text: string): ShellState {
  let value: Partial<ShellState> | null;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProtocolError(`state "${text}" is not JSON`);
  }
  const { columns, rows, readOnly = false, ended = null, output = 0, waiting = false, asleep = false } = value ?? {};
  if (!isSize(columns) || !isSize(rows)) {
    throw new ProtocolError(`state "${text}" has no size from 1 to 1000`);
  }
  return { columns, rows, readOnly, ended, output, waiting, asleep };
}

function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1000;
}
