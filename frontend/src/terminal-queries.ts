import type { IDisposable, Terminal } from '@xterm/xterm';

/**
 * Control sequences by which a program asks the terminal something: the answer is typed into the shell. With two views of one
 * shell, or a view that draws history, it would be typed twice or to nobody, hence `mayAnswer`.
 */
export function guardQueries(terminal: Terminal, mayAnswer: () => boolean): IDisposable {
  const { parser } = terminal;
  const swallow = () => !mayAnswer();
  const colour = (data: string) => data.includes('?') && !mayAnswer();
  const guards = [
    parser.registerCsiHandler({ final: 'c' }, swallow),
    parser.registerCsiHandler({ prefix: '>', final: 'c' }, swallow),
    parser.registerCsiHandler({ prefix: '=', final: 'c' }, swallow),
    parser.registerCsiHandler({ prefix: '>', final: 'q' }, swallow),
    parser.registerCsiHandler({ final: 'n' }, swallow),
    parser.registerCsiHandler({ prefix: '?', final: 'n' }, swallow),
    parser.registerCsiHandler({ intermediates: '$', final: 'p' }, swallow),
    parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, swallow),
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow),
    ...[4, 10, 11, 12].map((code) => parser.registerOscHandler(code, colour)),
  ];
  return {
    dispose() {
      for (const guard of guards) {
        guard.dispose();
      }
    },
  };
}
