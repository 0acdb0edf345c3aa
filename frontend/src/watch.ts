// An instructor's view of a student's terminal.
import './page.ts';
import { openWatchedMachine } from './machine.ts';
import { openPreferences } from './preferences.ts';
import { openScreenReaderSwitch } from './screen-reader.ts';
import { openTab } from './tab.ts';

const pane = document.querySelector<HTMLElement>('#machine');
if (pane) {
  const machine = openWatchedMachine(pane, openTab());
  const box = pane.querySelector<HTMLInputElement>('[data-screen-reader]');
  if (box) {
    openScreenReaderSwitch(box, machine, openPreferences());
  }
}
