import type { Task } from './task.ts';
import { isPassed, type TaskState } from './verdict.ts';

/** The line of segments in the top bar, one for each task. */
export interface Progress {
  /** Shows how the tasks stand now. */
  show(): void;
}

const NAMES: Readonly<Record<TaskState, string>> = {
  open: 'open',
  'not-yet': 'not yet',
  passed: 'passed',
  'passed-before': 'passed',
  'beyond-repair': 'beyond repair',
  'our-fault': 'our fault',
};

/** @param finish called whenever all tasks are passed */
export function openProgress(element: HTMLElement, tasks: readonly Task[], finish: () => void): Progress {
  const segments = element.querySelector('[data-segments]');
  const bar = element.querySelector('progress');
  const count = element.querySelector('[data-progress-count]');
  const links = tasks.map((task) => {
    const link = document.createElement('a');
    link.href = `#task-${task.id}`;
    const item = document.createElement('li');
    item.append(link);
    segments?.append(item);
    return link;
  });
  // The segments say all that the bar of a page without scripts says.
  bar?.remove();
  const show = () => {
    tasks.forEach((task, index) => {
      const link = links[index];
      if (link) {
        link.dataset.state = task.state;
        link.ariaLabel = `${index + 1}. ${task.title}: ${NAMES[task.state]}`;
        link.title = link.ariaLabel;
      }
    });
    const passed = tasks.filter((task) => isPassed(task.state)).length;
    if (count) {
      count.textContent = `${passed} of ${tasks.length}`;
    }
    if (passed === tasks.length) {
      finish();
    }
  };
  show();
  return { show };
}
