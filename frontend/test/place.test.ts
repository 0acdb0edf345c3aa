import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPlace, type Placed } from '../src/place.ts';

/** A pane that begins 48 pixels below the window's upper edge, with blocks of given heights in it. */
class FakePage implements Placed {
  scrolled = 0;
  typing = false;
  readonly text: Placed['text'];
  readonly blocks: Placed['blocks'];

  constructor(heights: readonly number[]) {
    const box = (top: number, height: number) => ({ top, bottom: top + height }) as DOMRect;
    const scroll = ({ top }: { top: number }) => {
      this.scrolled += top;
    };
    this.text = { getBoundingClientRect: () => box(48, 600), scrollBy: scroll as Placed['text']['scrollBy'] };
    this.blocks = heights.map((height, index) => ({
      getBoundingClientRect: () =>
        box(48 + heights.slice(0, index).reduce((sum, each) => sum + each, 0) - this.scrolled, height),
    }));
  }

  isTyping = () => this.typing;

  type = () => {
    this.typing = true;
  };
}

test('a reload leaves a person where they were, in the text and at the keyboard', () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const browser = new EventTarget();
  const before = new FakePage([300, 300, 300]);
  openPlace('first-container', before, store, browser);
  before.scrolled = 350;
  before.typing = true;

  browser.dispatchEvent(new Event('pagehide'));
  const after = new FakePage([200, 300, 300]);
  openPlace('first-container', after, store, new EventTarget());
  const another = new FakePage([300, 300, 300]);
  openPlace('another', another, store, new EventTarget());

  assert.equal(after.scrolled, 250, 'the first block has become smaller');
  assert.equal(after.typing, true);
  assert.equal(another.scrolled, 0);
  assert.equal(another.typing, false);
});
