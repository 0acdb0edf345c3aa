// The instructor's page: the class, live.
import './page.ts';
import { openClassTable } from './class-table.ts';
import { openCourse } from './course.ts';
import { openLive } from './live.ts';
import { part } from './part.ts';
import { openRemovalDialog } from './removal-dialog.ts';
import { needsHelp, type Student } from './student.ts';
import { openWatchDialog } from './watch-dialog.ts';

const course = openCourse(document);
const watch = openWatchDialog(part<HTMLDialogElement>(document, '[data-watch]'));
const removal = part<HTMLDialogElement>(document, '[data-remove]');
const table = openClassTable(
  part<HTMLTableElement>(document, '[data-class]'),
  course,
  {
    watch: (student) => void watch(student),
    remove: openRemovalDialog(removal, forget),
  },
  summarise,
);
const count = part(document, '[data-class-count]');
const empty = part(document, '[data-class-empty]');
const full = part(document, '[data-class-full]');
const connection = part(document, '[data-connection]');

openFilter();
summarise();
openLive(
  '/classroom/live',
  {
    student: (student: Student) => table.show(student),
    gone: ({ student }: { readonly student: string }) => table.forget(student),
  },
  (connected) => {
    connection.textContent = connected ? 'live' : 'reconnecting';
    connection.dataset.tone = connected ? 'good' : 'busy';
  },
);

function forget({ student }: Student): void {
  table.forget(student);
  // With the row the button has gone that the keyboard would be at again.
  if (document.activeElement === document.body || removal.contains(document.activeElement)) {
    part(document, '.table-frame').focus();
  }
}

function openFilter(): void {
  const words = part<HTMLInputElement>(document, '[data-class-filter]');
  const stuck = part<HTMLInputElement>(document, '[data-class-stuck]');
  const apply = () => table.filter({ words: words.value.trim(), onlyStuck: stuck.checked });
  words.addEventListener('input', apply);
  stuck.addEventListener('change', apply);
  // Who is stuck is a matter of time too.
  setInterval(apply, 30_000);
  part(document, '[data-class-tools]').hidden = false;
}

function summarise(): void {
  const students = table.students;
  const here = students.filter((student) => student.connected).length;
  const done = students.filter((student) => student.total > 0 && student.passed.length >= student.total).length;
  const help = students.filter((student) => needsHelp(student, Date.now())).length;
  const all = students.length === 1 ? '1 student' : `${students.length} students`;
  count.textContent = `${all}, ${here} here, ${done} done, ${help} may need help`;
  full.hidden = students.length < Number(full.dataset.classFull);
  empty.hidden = students.length > 0;
  course.show(
    (lesson, task) =>
      students.filter((student) => student.lesson === lesson && student.passed.some((pass) => pass.task === task))
        .length,
    students.length,
  );
}
