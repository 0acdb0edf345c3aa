import type { Machine } from './machine.ts';
import type { Preferences } from './preferences.ts';

/** The switch that makes the terminal's output readable to screen readers; it costs time with much output, so it is off at first. */
export function openScreenReaderSwitch(box: HTMLInputElement, machine: Machine, preferences: Preferences): void {
  const apply = () => {
    machine.screenReader = box.checked;
  };
  box.checked = preferences.get('screen-reader') === 'on';
  box.addEventListener('change', () => {
    preferences.set('screen-reader', box.checked ? 'on' : 'off');
    apply();
  });
  apply();
}
