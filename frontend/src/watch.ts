// An instructor's view of a student's terminal.
import './page.ts';
import { openWatchedMachine } from './machine.ts';
import { openPorts, type PortsEvent } from './ports.ts';
import { openPreferences } from './preferences.ts';
import { openScreenReaderSwitch } from './screen-reader.ts';
import { openTab } from './tab.ts';

/** In milliseconds; nobody tells an instructor's page of ports. */
const LOOK_AGAIN = 5_000;

function followPorts(list: HTMLElement): void {
  const ports = list.dataset.ports ?? '';
  const show = openPorts(list, (_machine, port) => `${ports}/${port}`);
  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(ports);
        if (answer.ok) {
          show((await answer.json()) as PortsEvent);
        }
      } catch {
        // The lab is away: it is asked again.
      }
    }
    setTimeout(look, LOOK_AGAIN);
  };
  void look();
}

const pane = document.querySelector<HTMLElement>('#machine');
if (pane) {
  const machine = openWatchedMachine(pane, openTab());
  const box = pane.querySelector<HTMLInputElement>('[data-screen-reader]');
  if (box) {
    openScreenReaderSwitch(box, machine, openPreferences());
  }
  const list = pane.querySelector<HTMLElement>('[data-ports]');
  if (list) {
    followPorts(list);
  }
}
