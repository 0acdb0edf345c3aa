// Every page: the settings in the top bar, and the buttons that copy.
import './early.ts';
import { openCopyLines } from './clipboard.ts';
import { openPreferences } from './preferences.ts';
import { openSettings } from './theme.ts';

const settings = document.querySelector<HTMLElement>('[data-settings]');
if (settings) {
  openSettings(settings, openPreferences());
}
openCopyLines(document);
