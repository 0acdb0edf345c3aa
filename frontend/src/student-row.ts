import { clockTime, exactTime } from './clock.ts';
import { plainWords, showSentence } from './code-words.ts';
import type { Course } from './course.ts';
import type { Student } from './student.ts';

/** A student's line in the table of the class. */
export interface StudentRow {
  readonly element: HTMLTableRowElement;
  readonly student: Student;
  show(student: Student): void;
}

/** What can be done with a student. */
export interface StudentActions {
  /** Opens the terminal; the link does it where scripts cannot. */
  watch(student: Student): void;
  /** Takes them out of the class. */
  remove(student: Student): void;
}

export function openStudentRow(student: Student, course: Course, actions: StudentActions): StudentRow {
  return new Row(student, course, actions);
}

class Row implements StudentRow {
  readonly element = document.createElement('tr');
  #student: Student;
  readonly #name = document.createElement('th');
  readonly #passed = cell('class-passed');
  readonly #task = cell('class-at');
  readonly #text = cell('class-text');
  readonly #seen = cell('class-seen');

  constructor(
    student: Student,
    private readonly course: Course,
    actions: StudentActions,
  ) {
    this.#student = student;
    this.#name.scope = 'row';
    const link = document.createElement('a');
    link.href = `/classroom/students/${encodeURIComponent(student.student)}/terminal`;
    link.textContent = 'Terminal';
    link.ariaLabel = `Terminal of ${student.name}`;
    link.addEventListener('click', (event) => {
      // A new tab or window, if that is what was asked for.
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        actions.watch(this.#student);
      }
    });
    const open = cell('class-open');
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.className = 'quiet';
    remove.textContent = 'Remove';
    remove.ariaLabel = `Remove ${student.name}`;
    remove.addEventListener('click', () => actions.remove(this.#student));
    open.append(link, remove);
    this.element.append(this.#name, this.#passed, this.#task, this.#text, this.#seen, open);
    this.show(student);
  }

  get student(): Student {
    return this.#student;
  }

  show(student: Student): void {
    this.#student = student;
    this.element.dataset.student = student.student;
    this.element.dataset.verdict = student.verdict;
    this.element.dataset.asleep = String(student.asleep);
    this.element.dataset.connected = String(student.connected);
    this.#name.textContent = student.name;
    this.#passed.replaceChildren(this.#ticks(student), summary(student));
    this.#task.replaceChildren();
    showSentence(this.#task, this.course.title(student.lesson, student.task));
    this.#text.replaceChildren();
    showSentence(this.#text, student.text);
    const here = document.createElement('span');
    here.className = 'presence';
    here.textContent = student.asleep ? 'asleep' : student.connected ? 'here' : 'away';
    here.title = student.asleep ? 'The machine sleeps: it wakes when its student comes back to it' : '';
    this.#seen.replaceChildren(here, student.seen > 0 ? ` ${clockTime(student.seen)}` : '');
  }

  /** A box for each task of the lesson, in its order. */
  #ticks(student: Student): HTMLElement {
    const at = new Map(student.passed.map((pass) => [pass.task, pass.at]));
    const known = this.course.tasks(student.lesson);
    const order = known.length > 0 ? known : [...at.keys()];
    const list = document.createElement('ol');
    list.className = 'ticks';
    list.append(
      ...order.map((task, index) => {
        const title = `${index + 1}. ${plainWords(this.course.title(student.lesson, task))}`;
        return tick(title, at.get(task), task === student.task);
      }),
    );
    return list;
  }
}

function tick(title: string, time: number | undefined, current: boolean): HTMLElement {
  const item = document.createElement('li');
  const words = time === undefined ? (current ? 'at it' : 'open') : `passed at ${exactTime(time)}`;
  item.dataset.state = time === undefined ? (current ? 'current' : 'open') : 'passed';
  item.title = `${title}: ${words}`;
  const spoken = document.createElement('span');
  spoken.className = 'visually-hidden';
  spoken.textContent = item.title;
  item.append(spoken);
  return item;
}

/** How many, and when the last one. */
function summary(student: Student): HTMLElement {
  const words = document.createElement('span');
  words.className = 'note';
  const last = Math.max(...student.passed.map((pass) => pass.at));
  const count = `${student.passed.length} of ${student.total}`;
  words.textContent = student.passed.length > 0 ? `${count}, last at ${clockTime(last)}` : count;
  return words;
}

function cell(name: string): HTMLTableCellElement {
  const made = document.createElement('td');
  made.className = name;
  return made;
}
