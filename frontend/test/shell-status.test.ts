import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Circumstances, describeShell } from '../src/shell-status.ts';

const shell = { columns: 80, rows: 24, readOnly: false, ended: null, output: 0, waiting: false, asleep: false };
const well: Circumstances = { phase: { kind: 'open' }, shell, machine: undefined, offline: false };

function shortly(change: Partial<Circumstances>): string {
  return describeShell({ ...well, ...change }).short;
}

test('says little while all is well', () => {
  assert.deepEqual(describeShell(well), { tone: 'good', short: 'connected', long: '' });
});

test('is connecting until the shell has told its state', () => {
  assert.equal(shortly({ phase: { kind: 'connecting' } }), 'connecting');
  assert.equal(shortly({ shell: undefined }), 'connecting');
});

test('tells a lost connection from a missing network and from a machine that is starting', () => {
  const lost = { kind: 'lost' } as const;

  assert.equal(shortly({ phase: lost }), 'reconnecting');
  assert.equal(shortly({ phase: lost, offline: true }), 'offline');
  assert.equal(shortly({ phase: { kind: 'lost', machine: 'starting' } }), 'machine is starting');
  assert.equal(
    shortly({ machine: { machine: 'vm1', state: 'starting', message: '', replacedAt: 0, unprepared: false } }),
    'machine is starting',
  );
});

test('says what helps on a machine whose shell somebody has deleted', () => {
  const status = describeShell({
    ...well,
    phase: { kind: 'lost', machine: 'starting' },
    machine: { machine: 'vm1', state: 'ready', message: '', replacedAt: 0, unprepared: false },
  });

  assert.equal(status.short, 'no shell');
  assert.match(status.long, /Start the machine anew/);
});

test('takes the blame for a machine that could not be started', () => {
  const status = describeShell({
    ...well,
    machine: { machine: 'vm1', state: 'failed', message: 'no memory left', replacedAt: 0, unprepared: false },
  });

  assert.equal(status.long, 'Our fault: no memory left. It costs you nothing; reload the page to try again.');
});

test('a machine that was put to sleep is not a shell that has ended', () => {
  const status = describeShell({
    ...well,
    shell: { ...shell, ended: 129 },
    machine: { machine: 'vm1', state: 'asleep', message: '', replacedAt: 0, unprepared: false },
  });

  assert.equal(status.short, 'machine sleeps');
  assert.match(status.long, /^Your machine sleeps.*Press a key, or click here, to wake it/);
});

test('who only looks hears as well that the machine sleeps, from the shell, and is not told to wake it', () => {
  const slept = { ...shell, ended: 129, asleep: true };

  const instructor = describeShell({ ...well, shell: { ...slept, readOnly: true } });

  assert.equal(instructor.short, 'machine sleeps');
  assert.doesNotMatch(instructor.long, /Press/);
  assert.match(describeShell({ ...well, shell: slept }).long, /^Your machine sleeps.*Press Enter to wake it/);
});

test('who only looks is told that the machine sleeps when there is no shell to look at, since looking wakes nothing', () => {
  const status = describeShell({ ...well, phase: { kind: 'lost', machine: 'asleep' }, shell: undefined });

  assert.equal(status.short, 'machine sleeps');
  assert.match(status.long, /wakes when its student comes back/);
});

test('says that the machine is another one than before, and what that means', () => {
  const machine = {
    machine: 'vm1',
    state: 'ready',
    message: '',
    replacedAt: Date.UTC(2026, 0, 2),
    unprepared: false,
  } as const;

  assert.equal(shortly({ machine }), 'new machine');
  assert.match(describeShell({ ...well, machine }).long, /made at \d\d:\d\d.*was removed.*stay passed/);
  assert.match(describeShell({ ...well, machine, shell: { ...shell, ended: 137 } }).long, /^The shell has ended/);
});

test('takes the blame for a machine that could not be prepared', () => {
  const machine = { machine: 'vm1', state: 'ready', message: '', replacedAt: 0, unprepared: true } as const;

  assert.match(describeShell({ ...well, machine }).long, /^Our fault: .*Your instructor is told/);
});

test('an ended shell tells how to get another, but not to somebody who only looks', () => {
  assert.match(describeShell({ ...well, shell: { ...shell, ended: 3 } }).long, /exit code 3.*Press Enter/);
  assert.doesNotMatch(describeShell({ ...well, shell: { ...shell, ended: 3, readOnly: true } }).long, /Enter/);
});

test('says that a shell goes on while the lab cannot reach it', () => {
  const status = describeShell({ ...well, shell: { ...shell, waiting: true } });

  assert.equal(status.tone, 'busy');
  assert.match(status.long, /goes on.*What you type is kept/);
});

test('promises to keep what is typed only for a shell that goes on: with ./run itself it ends', () => {
  const lost = { kind: 'lost' } as const;

  assert.match(describeShell({ ...well, phase: lost }).long, /kept for this shell, if it goes on/);
  assert.match(
    describeShell({ ...well, phase: lost, offline: true }).long,
    /sent to this shell when the network is back/,
  );
});

/** Of a student who has been removed no link of their own opens anything. */
test('who is no longer signed in hears of a link that opens something', () => {
  const { long } = describeShell({ ...well, phase: { kind: 'refused', code: 4401 } });

  assert.match(long, /own link again; if it opens nothing, the link that your instructor gave you/);
});

test('a refusal says what to do', () => {
  assert.match(describeShell({ ...well, phase: { kind: 'refused', code: 1002 } }).long, /Reload/);
  assert.match(describeShell({ ...well, phase: { kind: 'refused', code: 4403 } }).long, /somebody else.*Reload/);
  assert.match(describeShell({ ...well, phase: { kind: 'refused', code: 4429 } }).long, /Close one of them/);
});
