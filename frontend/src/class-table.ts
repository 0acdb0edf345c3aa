import type { Course } from './course.ts';
import { type Column, compareStudents, matches, needsHelp, type Order, type Student } from './student.ts';
import { openStudentRow, type StudentActions, type StudentRow } from './student-row.ts';

/** What is to be seen of the class. */
export interface Filter {
  readonly words: string;
  readonly onlyStuck: boolean;
}

/** The table of all students, kept in order. */
export interface ClassTable {
  readonly students: readonly Student[];
  show(student: Student): void;
  /** Somebody is no longer in the class. */
  forget(student: string): void;
  filter(filter: Filter): void;
}

/** @param changed is called after the rows have been put in order, at most once a frame */
export function openClassTable(
  table: HTMLTableElement,
  course: Course,
  actions: StudentActions,
  changed: () => void,
): ClassTable {
  return new Table(table, course, actions, changed);
}

class Table implements ClassTable {
  readonly #rows = new Map<string, StudentRow>();
  readonly #body: HTMLTableSectionElement;
  #order: Order = { column: 'name', descending: false };
  #filter: Filter = { words: '', onlyStuck: false };
  #arranging = false;

  constructor(
    private readonly table: HTMLTableElement,
    private readonly course: Course,
    private readonly actions: StudentActions,
    private readonly changed: () => void,
  ) {
    this.#body = table.tBodies[0] ?? table.createTBody();
    for (const heading of table.querySelectorAll<HTMLElement>('[data-sort]')) {
      this.#makeSortable(heading);
    }
    this.#markOrder();
  }

  get students(): readonly Student[] {
    return [...this.#rows.values()].map((row) => row.student);
  }

  show(student: Student): void {
    const row = this.#rows.get(student.student);
    if (row) {
      row.show(student);
    } else {
      this.#rows.set(student.student, openStudentRow(student, this.course, this.actions));
    }
    this.#arrangeSoon();
  }

  forget(student: string): void {
    this.#rows.get(student)?.element.remove();
    this.#rows.delete(student);
    this.#arrangeSoon();
  }

  filter(filter: Filter): void {
    this.#filter = filter;
    this.#arrangeSoon();
  }

  #makeSortable(heading: HTMLElement): void {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...heading.childNodes);
    button.addEventListener('click', () => {
      const column = heading.dataset.sort as Column;
      this.#order = { column, descending: this.#order.column === column && !this.#order.descending };
      this.#markOrder();
      this.#arrangeSoon();
    });
    heading.append(button);
  }

  #markOrder(): void {
    for (const heading of this.table.querySelectorAll<HTMLElement>('[data-sort]')) {
      const sorted = heading.dataset.sort === this.#order.column;
      heading.ariaSort = sorted ? (this.#order.descending ? 'descending' : 'ascending') : 'none';
    }
  }

  /** A class of a hundred tells a lot at once: rows are put in order once a frame. */
  #arrangeSoon(): void {
    if (!this.#arranging) {
      this.#arranging = true;
      requestAnimationFrame(() => {
        this.#arranging = false;
        this.#arrange();
      });
    }
  }

  #arrange(): void {
    const now = Date.now();
    const title = (student: Student) => this.course.title(student.lesson, student.task);
    const compare = compareStudents(this.#order, (student) => this.course.tasks(student.lesson).indexOf(student.task));
    const rows = [...this.#rows.values()].sort((one, other) => compare(one.student, other.student));
    let next: Element | null = this.#body.firstElementChild;
    for (const { element, student } of rows) {
      const help = needsHelp(student, now);
      element.dataset.help = String(help);
      element.hidden = (this.#filter.onlyStuck && !help) || !matches(student, this.#filter.words, title);
      // A row that stands where it belongs is not touched, so that the focus stays where it is.
      if (element === next) {
        next = element.nextElementSibling;
      } else if (!element.contains(document.activeElement)) {
        this.#body.insertBefore(element, next);
      }
    }
    this.changed();
  }
}
