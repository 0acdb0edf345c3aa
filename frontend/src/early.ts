// Runs before the first paint, so that nothing flashes: the chosen colours and size, and that scripts are there at all.
// The other scripts have it as well, for when it did not come.
import { reloadWhenPartsAreMissing } from './missing-parts.ts';
import { openPreferences } from './preferences.ts';
import { browser } from './surroundings.ts';
import { applyAppearance } from './theme.ts';

const scripted = document.documentElement.classList;
if (!scripted.contains('scripted')) {
  scripted.add('scripted');
  applyAppearance(openPreferences());
  reloadWhenPartsAreMissing({
    page: window,
    store: sessionStorage,
    clock: browser.clock,
    comes: (address) =>
      fetch(address, { cache: 'no-store' }).then(
        (response) => response.ok,
        () => false,
      ),
    isFilledIn: () =>
      Array.from(document.querySelectorAll<HTMLInputElement>('form input')).some(({ type, value, checked }) =>
        type === 'radio' ? checked : value !== '',
      ),
    reload: () => location.reload(),
    giveUp: () => {
      const notice = document.createElement('p');
      notice.className = 'missing-part problem';
      notice.role = 'alert';
      notice.textContent =
        'A part of this page did not come, and loading the page again did not help. Tell whoever runs this Berth.';
      document.body.append(notice);
    },
  });
}
