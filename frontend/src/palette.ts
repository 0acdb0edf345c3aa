import type { ITheme } from '@xterm/xterm';

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** The terminal's colours, from the style sheet: they are written down in one place, in both themes. */
export function readPalette(element: HTMLElement): ITheme {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--terminal-${name}`).trim();
  const theme: ITheme = {
    background: colour('background'),
    foreground: colour('foreground'),
    cursor: colour('cursor'),
    cursorAccent: colour('background'),
    selectionBackground: colour('selection'),
    scrollbarSliderBackground: colour('scrollbar'),
    scrollbarSliderHoverBackground: colour('scrollbar-hover'),
    scrollbarSliderActiveBackground: colour('scrollbar-hover'),
  };
  for (const name of COLOURS) {
    const bright = `bright${name[0]?.toUpperCase()}${name.slice(1)}` as keyof ITheme;
    Object.assign(theme, { [name]: colour(name), [bright]: colour(`bright-${name}`) });
  }
  return theme;
}
