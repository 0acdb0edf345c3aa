import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { openTab } from '../src/tab.ts';

// Node 18 has it, but not under its global name.
globalThis.crypto ??= webcrypto as Crypto;

/** The store of one tab; a copy of a tab gets a copy of it. */
class FakeStore implements Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  constructor(readonly items = new Map<string, string>()) {}

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.items.delete(key);
  }
}

test('a reload keeps the id', () => {
  const store = new FakeStore();
  const page = new EventTarget();
  const before = openTab(store, page);

  page.dispatchEvent(new Event('pagehide'));
  const after = openTab(store, new EventTarget());

  assert.equal(after, before);
});

test('a copy of the tab gets an id of its own', () => {
  const store = new FakeStore();
  const original = openTab(store, new EventTarget());

  const copy = openTab(new FakeStore(new Map(store.items)), new EventTarget());

  assert.notEqual(copy, original);
});

test('a page that comes back from the history takes its id again', () => {
  const store = new FakeStore();
  const page = new EventTarget();
  openTab(store, page);

  page.dispatchEvent(new Event('pagehide'));
  page.dispatchEvent(new Event('pageshow'));

  assert.equal(store.items.size, 0);
});

test('the id is one that the lab takes', () => {
  assert.match(openTab(new FakeStore(), new EventTarget()), /^[A-Za-z0-9_-]{8,64}$/);
});
