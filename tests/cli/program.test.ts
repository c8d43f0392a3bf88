import { Command } from 'commander';
import { CommandError } from '../../src/cli/command-error';
import { runToEnd } from '../../src/cli/failure';
import { createProgram } from '../../src/cli/program';
import { DomainError } from '../../src/domain/errors';

interface Outcome {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs the command line in this process with one command, which does what it is told. */
async function run(args: readonly string[], action: () => void = () => undefined): Promise<Outcome> {
  const written: string[] = [];
  const write = (text: string): boolean => written.push(text) > 0;
  const errors = jest.spyOn(console, 'error').mockImplementation((text: string) => void write(text));
  const command = new Command('work').argument('<file>').option('--count <n>').action(action);
  const program = createProgram('1.2.3', [command]);
  for (const one of [program, command]) one.configureOutput({ writeOut: write, writeErr: write });
  const before = process.exitCode;
  process.exitCode = 0;
  await runToEnd(() => program.parseAsync(args, { from: 'user' }));
  const outcome = { exitCode: process.exitCode, output: written.join('\n') };
  process.exitCode = before;
  errors.mockRestore();
  return outcome;
}

const failing = (error: Error) => (): never => {
  throw error;
};

test('what works ends with 0', async () => {
  expect(await run(['work', 'file'])).toEqual({ exitCode: 0, output: '' });
});

test.each([
  ['--help', 'Examples:'],
  ['--version', '1.2.3'],
  ['help', 'Exit codes:'],
])('%s is no failure', async (option, text) => {
  const outcome = await run([option]);
  expect(outcome.exitCode).toBe(0);
  expect(outcome.output).toContain(text);
});

test.each([[['wrok', 'file']], [['work']], [['work', 'file', '--cuont', '3']], [['work', 'file', 'another']]])(
  'a wrong call, as in %j, ends with 2 and says how it is called',
  async (args) => {
    const outcome = await run(args);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.output).toMatch(/error: [\s\S]*--help/);
  },
);

test('a failure that was foreseen ends with its code and its message alone', async () => {
  const failed = await run(
    ['work', 'file'],
    failing(new DomainError('NOT_FOUND', 'There is no such thing. Make one.')),
  );
  expect(failed).toEqual({ exitCode: 1, output: 'underpin: There is no such thing. Make one.' });
  const awaited = await run(['work', 'file'], failing(new CommandError('Somebody has to confirm.', 3)));
  expect(awaited).toEqual({ exitCode: 3, output: 'underpin: Somebody has to confirm.' });
});

test('a failure that was not foreseen comes with everything about it', async () => {
  const failed = await run(['work', 'file'], failing(new TypeError('x is not a function')));
  expect(failed.exitCode).toBe(1);
  expect(failed.output).toMatch(/unexpected failure, please report[\s\S]*TypeError: x is not a function\n\s+at /);
});
