import { fittedHelp } from '../../src/cli/help-text';

const fitted = (...lines: readonly string[]): readonly string[] => fittedHelp(lines.join('\n'), 40).split('\n');

test('sentences flow, and begin anew after what is by itself', () => {
  expect(fitted('One sentence that is wider than forty columns', 'goes on here.', '', 'Short:', 'Next.')).toEqual([
    'One sentence that is wider than forty',
    'columns goes on here.',
    '',
    'Short:',
    'Next.',
  ]);
});

test('a meaning goes on below itself, or comes below a long name, and a comment comes before', () => {
  expect(fitted('  4  A configuration item that was named is not there.')).toEqual([
    '  4  A configuration item that was named',
    '     is not there.',
  ]);
  expect(fitted('  underpin changes --since 2h    what changed in two hours')).toEqual([
    '  underpin changes --since 2h',
    '      what changed in two hours',
  ]);
  expect(fitted('    canFail: true      # the one of the parent when left out')).toEqual([
    '    # the one of the parent when left',
    '    # out',
    '    canFail: true',
  ]);
});

test('a command goes on where a shell takes it for one, never within quotes', () => {
  expect(fitted(`  underpin query 'query($n: String!) { server { version } }' --set n=redis`)).toEqual([
    '  underpin query \\',
    `      'query($n: String!) { server { version } }' \\`,
    '      --set n=redis',
  ]);
  expect(fitted('  {"item": {"class": "LinuxServer", "nativeKey": "web-1"}}')).toHaveLength(1);
});

test('what fits stays as it is', () => {
  const text = ['Words', 'on lines', '  a  b   # c'];
  expect(fitted(...text)).toEqual(text);
});
