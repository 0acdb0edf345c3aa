// Runs before the first paint, so that nothing flashes: the chosen colours and size, and that scripts are there at all.
import { openPreferences } from './preferences.ts';
import { applyAppearance } from './theme.ts';

document.documentElement.classList.add('scripted');
applyAppearance(openPreferences());
