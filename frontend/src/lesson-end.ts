/**
 * The foot of a lesson. When the last task is passed while the page is open, the lab is asked once for the foot that says so: what was learned, and what
 * comes next.
 *
 * @returns to be called whenever all tasks are passed
 */
export function openLessonEnd(text: ParentNode): () => void {
  let asked = false;
  return () => {
    const foot = text.querySelector<HTMLElement>('[data-lesson-end]');
    if (!foot || asked || foot.dataset.finished === 'true') {
      return;
    }
    asked = true;
    void fetchFoot(foot.dataset.lessonEnd ?? '').then((newer) => {
      asked = newer !== undefined;
      if (newer) {
        foot.replaceWith(newer);
      }
    });
  };
}

async function fetchFoot(address: string): Promise<Element | undefined> {
  try {
    const response = await fetch(address, { headers: { accept: 'text/html' } });
    if (!response.ok) {
      return undefined;
    }
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    return page.querySelector('[data-lesson-end]') ?? undefined;
  } catch {
    return undefined; // The next verdict asks again, and a reload shows it too.
  }
}
