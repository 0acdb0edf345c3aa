// The page of a lesson: joins the text's parts with the machine's.
import './page.ts';
import { openCommandBlock } from './command-block.ts';
import { Comparisons, commandBelow } from './comparison.ts';
import { openFileBlock } from './file-block.ts';
import { openHints } from './hints.ts';
import { openHomework } from './homework.ts';
import { openKeysMenu } from './keys-menu.ts';
import { openLessonEnd } from './lesson-end.ts';
import { openLessonSteps } from './lesson-steps.ts';
import { openLive } from './live.ts';
import type { Machine } from './machine.ts';
import { type ImagesEvent, openMissingImages } from './missing-images.ts';
import { openPanes } from './panes.ts';
import { eachPart, part } from './part.ts';
import { openPlace } from './place.ts';
import { openPortBlock, openPorts, type PortsEvent } from './ports.ts';
import { openPreferences } from './preferences.ts';
import { openProgress } from './progress.ts';
import { openQuestion } from './question.ts';
import { openReset } from './reset.ts';
import { openScreenReaderSwitch } from './screen-reader.ts';
import type { MachineEvent } from './shell-status.ts';
import { openSplitter } from './splitter.ts';
import { openTab } from './tab.ts';
import { openTask } from './task.ts';
import { openTerm } from './term.ts';
import { openTerminals } from './terminals.ts';
import type { TaskEvent } from './verdict.ts';
import { HOMEWORK_WORDS, LESSON_WORDS } from './verdict.ts';

const preferences = openPreferences();
const split = part(document, '[data-split]');
const text = part(document, '#text');
const pane = part(document, '#machine');

const bar = part(pane, '[data-machine-bar]');

const comparisons = new Comparisons(
  [...text.querySelectorAll<HTMLFormElement>('form.question')].map((form) => ({
    question: openQuestion(form),
    command: commandBelow(form),
  })),
  () => machine.line,
);
const machine = openMachinePane(pane);
openSplitter(part(document, '[data-splitter]'), split, preferences);
openPanes([
  { element: text, focus: () => text.focus() },
  { element: bar, aside: true, focus: () => part(bar, '[aria-current=true]').focus() },
  { element: pane, focus: () => machine.focus() },
]);
eachPart(text, '.run', (block) =>
  openCommandBlock(block, (command) => {
    comparisons.clicked(command);
    machine.run(command, block.dataset.machine);
  }),
);
eachPart(text, '.file', (block) => openFileBlock(block, (command) => machine.run(command, block.dataset.machine)));
eachPart(text, '.term', (term) => openTerm(term, text));
eachPart(text, '.hints', openHints);
openTasks();
openLessonSteps(document, () => pane.contains(document.activeElement));
openHomework(text);
openPlace(split.dataset.lesson ?? '', {
  text,
  blocks: part(text, '.lesson').children as HTMLCollectionOf<HTMLElement>,
  isTyping: () => pane.contains(document.activeElement),
  type: () => machine.focus(),
});

function openMachinePane(element: HTMLElement): Machine {
  eachPart(element, '[data-machine-bar], [data-machine-foot]', (bar) => {
    bar.hidden = false;
  });
  const opened = openTerminals(element, openTab(), preferences, () => comparisons.entered());
  // The link "Skip to the terminal" ends at the pane.
  element.addEventListener('focus', () => opened.focus());
  eachPart(element, '[data-keys]', (menu) => openKeysMenu(menu as HTMLDetailsElement, (keys) => opened.press(keys)));
  eachPart<HTMLInputElement>(element, '[data-screen-reader]', (box) =>
    openScreenReaderSwitch(box, opened, preferences),
  );
  return opened;
}

function openTasks(): void {
  const dialog = document.querySelector<HTMLDialogElement>('[data-reset-dialog]');
  const form = document.querySelector<HTMLFormElement>('[data-reset-form]');
  const reset = dialog && form ? openReset(dialog, form) : undefined;
  const words = text.querySelector('[data-homework]') ? HOMEWORK_WORDS : LESSON_WORDS;
  const tasks = [...text.querySelectorAll<HTMLElement>('.task')].map((card) => openTask(card, reset, words));
  const progress = openProgress(part(document, '[data-progress]'), tasks, openLessonEnd(text));
  const showMissingImages = openMissingImages(part(text, '[data-missing-images]'));
  const screens = [...pane.querySelectorAll<HTMLElement>('.screen')];
  const live = split.dataset.live ?? '';
  const student = new URL(live, location.href).searchParams.get('student') ?? '';
  const showPorts = [
    openPorts(part(pane, '[data-ports]'), (at, port) => `/ports/${at}/${port}?student=${student}`, screens.length > 1),
    ...[...text.querySelectorAll<HTMLElement>('.port')].map((block) => openPortBlock(block, student)),
  ];
  openLive(live, {
    tasks: (events: readonly TaskEvent[]) => {
      for (const event of events) {
        tasks.find((task) => task.id === event.task)?.show(event);
      }
      progress.show();
    },
    machine: (event: MachineEvent & ImagesEvent) => {
      machine.show(event);
      if (event.machine === screens[0]?.dataset.machine) {
        showMissingImages(event);
      }
    },
    ports: (event: PortsEvent) => {
      for (const show of showPorts) {
        show(event);
      }
    },
    lesson: () => location.reload(),
  });
}
