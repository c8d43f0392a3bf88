import type { Command } from 'commander';
import { allCommands } from '../../src/cli/commands';
import { createProgram } from '../../src/cli/program';
import { widthOf } from '../../src/cli/text-width';

/** A command and all those within it. */
const withInner = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(withInner)];

const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

test('the help of every command fits a terminal of 80 columns', () => {
  const columns = Object.getOwnPropertyDescriptor(process.stdout, 'columns');
  Object.defineProperty(process.stdout, 'columns', { value: 80, configurable: true });
  const written: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  try {
    const tooWide = withInner(createProgram('1.2.3', allCommands())).flatMap((command) => {
      written.length = 0;
      command.outputHelp();
      const lines = written.join('').split('\n');
      return lines.flatMap((line) => (widthOf(line) > 80 ? [`${nameOf(command)}: ${line}`] : []));
    });
    expect(tooWide).toEqual([]);
  } finally {
    spy.mockRestore();
    if (columns === undefined) Reflect.deleteProperty(process.stdout, 'columns');
    else Object.defineProperty(process.stdout, 'columns', columns);
  }
});
