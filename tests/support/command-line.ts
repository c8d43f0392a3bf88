import type { Command } from 'commander';
import { runToEnd } from '../../src/cli/failure';
import { createProgram } from '../../src/cli/program';

/** What a command came to. */
export interface Ran {
  readonly code: number;
  readonly output: string;
  /** What went to standard error. */
  readonly complaints: string;
}

/** Runs the command line within this process, which spares starting a dozen others; what it prints is caught. */
export async function runCommand(
  url: string,
  commands: () => readonly Command[],
  args: readonly string[],
): Promise<Ran> {
  const [output, complaints]: [string[], string[]] = [[], []];
  const into =
    (lines: string[]) =>
    (text: unknown): boolean =>
      lines.push(String(text)) > 0;
  const caught = [
    jest.spyOn(console, 'log').mockImplementation((text) => void into(output)(`${String(text)}\n`)),
    jest.spyOn(console, 'error').mockImplementation((text) => void into(complaints)(`${String(text)}\n`)),
    jest.spyOn(process.stdout, 'write').mockImplementation(into(output)),
    jest.spyOn(process.stderr, 'write').mockImplementation(into(complaints)),
  ];
  const before = process.exitCode;
  process.exitCode = undefined;
  process.env['UNDERPIN_URL'] = url;
  try {
    await runToEnd(() => createProgram('0', commands()).parseAsync(args, { from: 'user' }));
    return { code: exitCode(), output: output.join(''), complaints: complaints.join('') };
  } finally {
    process.exitCode = before;
    delete process.env['UNDERPIN_URL'];
    for (const one of caught) one.mockRestore();
  }
}

const exitCode = (): number => Number(process.exitCode ?? 0);
