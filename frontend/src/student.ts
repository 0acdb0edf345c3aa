/** What the lab says of a student, in the `student` event of the class (docs/lab-api.md). */
export interface Student {
  readonly student: string;
  readonly name: string;
  readonly lesson: string;
  /** The task they are at. */
  readonly task: string;
  readonly passed: readonly { readonly task: string; readonly at: number }[];
  readonly total: number;
  /** When they last did something, in milliseconds since 1970. */
  readonly seen: number;
  readonly connected: boolean;
  /** Whether their machine sleeps, as far as the lab knows. */
  readonly asleep: boolean;
  readonly verdict: 'passed' | 'not-yet' | 'beyond-repair' | 'our-fault';
  readonly text: string;
}

export type Column = 'name' | 'passed' | 'task' | 'seen';

/** By which column the class is sorted. */
export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

/** Where tasks stand in their lesson, for sorting by the task a student is at. */
export type TaskPlace = (student: Student) => number;

/** Compares students by a column, equal ones by name; names as people sort them, whatever their case and accents. */
export function compareStudents(order: Order, place: TaskPlace): (one: Student, other: Student) => number {
  const byName = (one: Student, other: Student) =>
    one.name.localeCompare(other.name, undefined, { sensitivity: 'base', numeric: true }) ||
    one.student.localeCompare(other.student);
  const byColumn: Record<Column, (one: Student, other: Student) => number> = {
    name: byName,
    passed: (one, other) => one.passed.length - other.passed.length,
    task: (one, other) => place(one) - place(other),
    seen: (one, other) => one.seen - other.seen,
  };
  const sign = order.descending ? -1 : 1;
  return (one, other) => sign * byColumn[order.column](one, other) || byName(one, other);
}

/** Minutes on one task after which a student counts as stuck. */
const STUCK_MINUTES = 10;

/** Whether somebody should have a look: their machine or our checks are in trouble, or they have been at one task for long. */
export function needsHelp(student: Student, now: number): boolean {
  if (student.verdict === 'beyond-repair' || student.verdict === 'our-fault') {
    return true;
  }
  const last = Math.max(0, ...student.passed.map((pass) => pass.at));
  const working = student.connected && !student.asleep && student.passed.length < student.total;
  return working && last > 0 && now - last > STUCK_MINUTES * 60_000;
}

/** Whether any of what the table shows of a student has the words in it. */
export function matches(student: Student, words: string, titleOf: (student: Student) => string): boolean {
  const shown = `${student.name} ${titleOf(student)} ${student.text}`.toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => shown.includes(word));
}
