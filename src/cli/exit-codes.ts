/** What the exit code of every command says; the README has the same table. */
export const EXIT_CODES: Readonly<Record<'0' | '1' | '2' | '3' | '4' | '130', string>> = {
  0: 'It worked; of an import, everything was taken. A server or demo that was told to stop has stopped.',
  1: 'It failed: something was rejected or could not be read, or the server or the database could not be reached.',
  2: 'It was called wrongly: an unknown option, a wrong setting, a file that is not there.',
  3: 'A sync waits for a person: it would remove more than its guard allows. It says how to go ahead.',
  4: 'A configuration item that was named is not there, or several fit: then it lists them.',
  130: 'Ctrl-C ended it before its end; 143: a termination signal. An import says what has landed and how to go on.',
};

/** The same for a help text. */
export const EXIT_CODES_HELP = [
  'Exit codes:',
  ...Object.entries(EXIT_CODES).map(([code, meaning]) => `  ${code}  ${meaning}`),
].join('\n');
