import { clockTime } from './clock.ts';
import type { Phase } from './connection.ts';
import { Closing, type ShellState } from './protocol.ts';

/** What the lab says of a machine, in the `machine` event of a lesson. */
export interface MachineEvent {
  readonly machine: string;
  readonly state: 'starting' | 'ready' | 'asleep' | 'failed';
  readonly message: string;
  /** When it was made, in milliseconds since 1970, if it stands in for one that somebody has removed; 0 otherwise. */
  readonly replacedAt: number;
  /** What its author has prepared for the lesson could not be done there. */
  readonly unprepared: boolean;
}

/** All that is known about the way from this terminal to its shell. */
export interface Circumstances {
  readonly phase: Phase;
  readonly shell: ShellState | undefined;
  readonly machine: MachineEvent | undefined;
  readonly offline: boolean;
}

/** One line about it, for people. */
export interface ShellStatus {
  readonly tone: 'good' | 'busy' | 'bad' | 'quiet';
  /** A word or two, beside the machine's name. */
  readonly short: string;
  /** What it means and what to do; empty while all is well. */
  readonly long: string;
}

const REFUSALS: Readonly<Record<number, string>> = {
  [Closing.protocol]: 'This page is older than the lab. Reload it.',
  [Closing.badFrame]: 'This page is older than the lab. Reload it.',
  [Closing.terminalClosed]: 'This terminal was closed.',
  [Closing.tooManyViews]: 'This terminal is open in too many places. Close one of them, and reload this page.',
  [Closing.notSignedIn]:
    'This browser is no longer signed in. Open your own link again; if it opens nothing, the link that your instructor gave you.',
  [Closing.notYours]: 'This terminal is not yours to see: somebody else is signed in in this browser. Reload the page.',
  [Closing.noSuchMachine]: 'There is no such machine. Reload the page.',
};

/** What somebody hears who may only look. */
const SEEN_ASLEEP: ShellStatus = {
  tone: 'quiet',
  short: 'machine sleeps',
  long: 'The machine sleeps: its files and containers are kept. It wakes when its student comes back to it.',
};

/** The machine is there, and refuses to open a shell: of a student who has removed what a shell needs, or for a moment. */
const NO_SHELL: ShellStatus = {
  tone: 'bad',
  short: 'no shell',
  long:
    'Your machine runs, but no shell opens on it; trying again. If it stays so, something that a shell needs may be deleted, such as /bin: ' +
    '"Start the machine anew", at the end of the text, makes a new one.',
};

/** Puts the circumstances into words: what hinders most comes first. */
export function describeShell({ phase, shell, machine, offline }: Circumstances): ShellStatus {
  if (phase.kind === 'refused') {
    return { tone: 'bad', short: 'not connected', long: REFUSALS[phase.code] ?? 'The lab refused. Reload the page.' };
  }
  if (phase.kind !== 'open' && offline) {
    return {
      tone: 'bad',
      short: 'offline',
      long: 'You are offline. What you type is kept, and sent to this shell when the network is back.',
    };
  }
  if (machine?.state === 'failed') {
    const reason = machine.message || 'it could not be started';
    return {
      tone: 'bad',
      short: 'machine failed',
      long: `Our fault: ${reason}. It costs you nothing; reload the page to try again.`,
    };
  }
  if (machine?.state === 'asleep') {
    return {
      tone: 'quiet',
      short: 'machine sleeps',
      long: 'Your machine sleeps: its files and containers are kept. Press a key, or click here, to wake it.',
    };
  }
  if (phase.kind === 'lost' && phase.machine === 'asleep') {
    return SEEN_ASLEEP;
  }
  if (machine?.state === 'ready' && phase.kind === 'lost' && phase.machine === 'starting') {
    return NO_SHELL;
  }
  if (machine?.state === 'starting' || (phase.kind === 'lost' && phase.machine === 'starting')) {
    return { tone: 'busy', short: 'machine is starting', long: machine?.message || 'Your machine is starting.' };
  }
  if (phase.kind === 'lost') {
    return {
      tone: 'busy',
      short: 'reconnecting',
      long: 'The connection is lost; trying again. What you type is kept for this shell, if it goes on.',
    };
  }
  if (phase.kind === 'connecting' || !shell) {
    return { tone: 'busy', short: 'connecting', long: '' };
  }
  if (shell.asleep) {
    return shell.readOnly
      ? SEEN_ASLEEP
      : {
          tone: 'quiet',
          short: 'machine sleeps',
          long: 'Your machine sleeps: its files and containers are kept. Press Enter to wake it.',
        };
  }
  if (shell.ended !== null) {
    const ending = `The shell has ended (exit code ${shell.ended}).`;
    return {
      tone: 'quiet',
      short: 'shell ended',
      long: shell.readOnly ? ending : `${ending} Press Enter for a new one.`,
    };
  }
  if (shell.waiting) {
    return {
      tone: 'busy',
      short: 'machine is away',
      long: 'Your machine goes on, but cannot be reached for a moment. What you type is kept.',
    };
  }
  if (shell.readOnly) {
    return { tone: 'quiet', short: 'read-only', long: '' };
  }
  if (machine && machine.replacedAt > 0) {
    return {
      tone: 'busy',
      short: 'new machine',
      long: `This machine is new, made at ${clockTime(machine.replacedAt)}: the one before was removed, with its containers and files. Tasks that you have passed stay passed.`,
    };
  }
  if (machine?.unprepared) {
    return {
      tone: 'bad',
      short: 'not prepared',
      long: 'Our fault: this machine could not be prepared for the lesson, so something may be missing. Your instructor is told. It costs you nothing; go on as far as you can.',
    };
  }
  return { tone: 'good', short: 'connected', long: '' };
}
