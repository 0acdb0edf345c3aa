import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { reloadWhenPartsAreMissing } from '../src/missing-parts.ts';

/** A page's event of something that did not come. */
class Missing extends Event {
  constructor(private readonly element: object) {
    super('error');
  }

  override get target(): EventTarget {
    return this.element as EventTarget;
  }
}

const SCRIPT = { localName: 'script', src: 'http://lab/assets/lesson.js' };
const STYLE = { localName: 'link', rel: 'stylesheet', href: 'http://lab/assets/berth.css' };

/** A tab that shows one page after the other; alarms ring at once. */
class FakeTab {
  readonly items = new Map<string, string>();
  readonly asked: string[] = [];
  reloads = 0;
  givenUp = 0;
  filledIn = false;
  /** Answers to the questions whether a part comes. */
  answers: boolean[] = [];

  open(): EventTarget {
    const page = new EventTarget();
    reloadWhenPartsAreMissing({
      page,
      store: {
        getItem: (key) => this.items.get(key) ?? null,
        setItem: (key, value) => void this.items.set(key, value),
        removeItem: (key) => void this.items.delete(key),
      },
      clock: { set: (action) => setTimeout(action, 0) },
      comes: async (address) => {
        this.asked.push(address);
        return this.answers.shift() ?? true;
      },
      isFilledIn: () => this.filledIn,
      reload: () => {
        this.reloads += 1;
      },
      giveUp: () => {
        this.givenUp += 1;
      },
    });
    return page;
  }

  async settled(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) {
      await new Promise((done) => setTimeout(done, 1));
      await setImmediate();
    }
  }
}

test('a page whose script did not come is loaded again when the script can be had', async () => {
  const tab = new FakeTab();
  tab.answers = [false, false, true];

  tab.open().dispatchEvent(new Missing(SCRIPT));
  await tab.settled();

  assert.deepEqual(tab.asked, [SCRIPT.src, SCRIPT.src, SCRIPT.src]);
  assert.equal(tab.reloads, 1);
});

test('a page whose style sheet did not come is loaded again', async () => {
  const tab = new FakeTab();

  tab.open().dispatchEvent(new Missing(STYLE));
  await tab.settled();

  assert.deepEqual(tab.asked, [STYLE.href]);
  assert.equal(tab.reloads, 1);
});

test('several parts that did not come are one reason', async () => {
  const tab = new FakeTab();
  const page = tab.open();

  page.dispatchEvent(new Missing(SCRIPT));
  page.dispatchEvent(new Missing(STYLE));
  await tab.settled();

  assert.equal(tab.reloads, 1);
});

test('a script that fails, or a picture or icon that did not come, is no reason', async () => {
  const tab = new FakeTab();
  const page = tab.open();

  page.dispatchEvent(new Event('error'));
  page.dispatchEvent(new Missing({ localName: 'img', src: 'http://lab/picture.png' }));
  page.dispatchEvent(new Missing({ localName: 'link', rel: 'icon', href: 'http://lab/assets/berth.svg' }));
  await tab.settled();

  assert.equal(tab.reloads, 0);
});

test('a part that never comes is not asked for without end, and then the page says so', async () => {
  const tab = new FakeTab();
  const visit = async () => {
    const page = tab.open();
    page.dispatchEvent(new Missing(SCRIPT));
    page.dispatchEvent(new Event('load'));
    await tab.settled();
  };

  await visit();
  await visit();
  await visit();
  assert.equal(tab.givenUp, 0);
  await visit();

  assert.equal(tab.reloads, 3);
  assert.equal(tab.givenUp, 1);
});

test('nobody loses what they are typing: the page waits until the form is empty, or sent', async () => {
  const tab = new FakeTab();
  tab.filledIn = true;

  tab.open().dispatchEvent(new Missing(SCRIPT));
  await tab.settled();
  const whileTyping = tab.reloads;
  tab.filledIn = false;
  await tab.settled();

  assert.equal(whileTyping, 0);
  assert.equal(tab.reloads, 1);
});

test('after a page that was whole, the next one has all its attempts', async () => {
  const tab = new FakeTab();
  tab.items.set('berth-reloads', '3');

  tab.open().dispatchEvent(new Event('load'));
  tab.open().dispatchEvent(new Missing(SCRIPT));
  await tab.settled();

  assert.equal(tab.reloads, 1);
});
