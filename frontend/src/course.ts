import { showCode } from './code-words.ts';
import { eachPart } from './part.ts';

/** The tasks of the class's lessons in their order, and how many students have passed each. */
export interface Course {
  /** Title of a task, its code between backticks, or its id if the page does not know it. */
  title(lesson: string, task: string): string;
  /** Ids of a lesson's tasks in order. */
  tasks(lesson: string): readonly string[];
  /** Shows for each task how many of so many have passed it. */
  show(passed: (lesson: string, task: string) => number, students: number): void;
}

interface TaskItem {
  readonly id: string;
  readonly title: string;
  readonly item: HTMLElement;
  readonly share: Element | null;
}

/** Reads the lists below the table. */
export function openCourse(page: ParentNode): Course {
  const lessons = new Map<string, TaskItem[]>();
  for (const section of page.querySelectorAll<HTMLElement>('[data-lesson]')) {
    const items = [...section.querySelectorAll<HTMLElement>('[data-task]')].map((item) => ({
      id: item.dataset.task ?? '',
      title: item.querySelector('.class-task-title')?.textContent ?? '',
      item,
      share: item.querySelector('[data-share]'),
    }));
    lessons.set(section.dataset.lesson ?? '', items);
    eachPart(section, '.class-task-title', showCode);
  }
  return {
    title: (lesson, task) => lessons.get(lesson)?.find((item) => item.id === task)?.title ?? task,
    tasks: (lesson) => lessons.get(lesson)?.map((item) => item.id) ?? [],
    show(passed, students) {
      for (const [lesson, items] of lessons) {
        for (const { id, item, share } of items) {
          const count = passed(lesson, id);
          item.style.setProperty('--share', students === 0 ? '0%' : `${(100 * count) / students}%`);
          if (share) {
            share.textContent = `${count} of ${students}`;
          }
        }
      }
    },
  };
}
