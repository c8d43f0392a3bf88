import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { Command } from 'commander';
import { CommandError } from './command-error';
import { applyModelFiles } from './model-apply';
import { exportedModel, EXPORT_QUERY, type ExportedModel } from './model-export';
import { readModelFile, writeModelFile, type ModelFile } from './model-file';
import { reportLines } from './model-report';
import { remoteClient, withRemote, type RemoteOptions } from './remote';

/** `underpin model apply|check|export`: the class model of a running server as a file. */
export function modelCommand(): Command {
  return new Command('model')
    .description('classes and relationship types of the server at UNDERPIN_URL')
    .addHelpText('after', `${FILE_FORMAT}\n${EXAMPLES}`)
    .addCommand(applyCommand())
    .addCommand(checkCommand())
    .addCommand(exportCommand());
}

const FILE_FORMAT = `
File format (YAML; several documents and files are taken together):

  classes:
    - name: Sensor                       # letters and digits, a capital first
      parent: Hardware                   # ConfigurationItem when left out
      description: Measures something.
      abstract: false                    # true: only for inheriting from
      canFail: true                      # the parent's when left out
      failureProbability: 0.001          # how likely an item is to be down, 0 to 1
      isService: false                   # the parent's when left out
      absentGraceHours: 24               # until it is retired when nobody claims it; the parent's when left out
      attributes:
        unit: string                     # a type of JSON Schema, or in full:
        range:
          description: What it can measure, in its unit.
          required: true
          schema: { type: integer, minimum: 0 }
      identification:                    # first that applies; the parent's rules when left out
        - [serialNumber, manufacturer]   # all needed
        - attributes: [name]
          within:                        # looked for inside a host
            - { relationshipType: LOCATED_IN, hostClasses: [Rack] }
        - { attributes: [mac], rows: macAddresses, weak: true }
        - inherits: Hardware             # the rules of an ancestor stand here
      gateDefaults:
        POWERED_BY: { rule: AT_LEAST, value: 2 }
  relationshipTypes:
    - name: MEASURES                     # capital letters, digits and _
      inverseName: MEASURED_BY
      description: The source measures the target.
      propagation: NONE                  # TARGET_TO_SOURCE, SOURCE_TO_TARGET, BOTH, NONE
      symmetric: false
      standby: false                     # true: the target stands in for the source in gates
      defaultStrength: HARD              # or SOFT
      defaultGate: { rule: ALL }         # ALL, ANY, AT_LEAST, PERCENT, PATH
      endpoints:                         # any to any when left out
        - { source: [Sensor], target: [Hardware] }
  reconciliationRules:                   # who is believed: the lower priority
    - class: Sensor                      # or relationshipType
      attributes: [unit, labels.*]       # everything when left out
      source: building-control           # a registered data source
      priority: 10
      refreshPeriodSeconds: 86400        # the source's when left out; remove: true takes the rule away
  valueLists:                            # what a base field may hold, and what else it is called
    - field: ENVIRONMENT                 # ENVIRONMENT, SITE or OWNER
      policy: WARN                       # or REJECT, of what is in no list
      values: [test, { value: production, synonyms: [prod, PRD] }]
  junkValues:                            # what counts as absent in identities, beside what is shipped
    - kind: ANY                          # or one kind of values, such as SERIAL
      added: [see sticker]
      allowed: [unknown]                 # shipped, and counts here all the same

A definition replaces the whole of an earlier one of the same name.`;

const EXAMPLES = `
Examples:
  underpin model check sensors.yaml               what would change, and what would stand in the way
  underpin model apply sensors.yaml --reason "sensors of hall 3"
  underpin model export model.yaml                what was defined or redefined here; --all: the shipped model too

Exit codes: 0 it worked, 1 it was refused or failed, 2 called wrongly.`;

interface ApplyOptions extends RemoteOptions {
  readonly reason?: string;
  readonly idempotencyKey?: string;
  readonly json?: boolean;
}

function applyCommand(): Command {
  const command = new Command('apply')
    .description('define classes and relationship types: all of the files or nothing')
    .argument('<file...>', 'YAML files; - for standard input')
    .option('--reason <text>', 'why; kept with the change')
    .option('--idempotency-key <key>', 'the same key with the same files is applied once')
    .option('--json', 'print the answer of the server')
    .addHelpText('after', `${FILE_FORMAT}\n${EXAMPLES}`);
  return withRemote(command).action((files: readonly string[], options: ApplyOptions) =>
    send(files, { ...options, dryRun: false }),
  );
}

function checkCommand(): Command {
  const command = new Command('check')
    .description('the same without writing anything')
    .argument('<file...>', 'YAML files; - for standard input')
    .option('--json', 'print the answer of the server')
    .addHelpText('after', `${FILE_FORMAT}\n${EXAMPLES}`);
  return withRemote(command).action((files: readonly string[], options: ApplyOptions) =>
    send(files, { ...options, dryRun: true }),
  );
}

function exportCommand(): Command {
  const command = new Command('export')
    .description('write the class model as a file that can be applied again')
    .argument('[file]', 'the file to write; standard output when left out or -', '-')
    .option('--all', 'what is shipped with Underpin too')
    .addHelpText('after', EXAMPLES);
  return withRemote(command).action(
    async (file: string, { all = false, ...remote }: RemoteOptions & { readonly all?: boolean }) => {
      const model = await remoteClient(remote).request<ExportedModel>(EXPORT_QUERY);
      const { input, left } = exportedModel(model, { all });
      const text = writeModelFile(input, model);
      if (file === '-') process.stdout.write(text);
      else writeOut(file, text);
      const junk = model.junkValues.filter(({ added, allowed }) => added.length + allowed.length > 0);
      const lists = model.valueLists.length + junk.length;
      const definitions = input.classes.length + input.relationshipTypes.length;
      const count = definitions + (input.reconciliationRules?.length ?? 0) + lists;
      const rest = left > 0 ? `; ${left} shipped ones left out (--all takes them too)` : '';
      console.error(`${count} ${count === 1 ? 'definition' : 'definitions'} exported${rest}.`);
    },
  );
}

async function send(files: readonly string[], options: ApplyOptions & { readonly dryRun: boolean }): Promise<void> {
  const parts: ModelFile[] = [];
  for (const file of files) parts.push(readModelFile(shown(file), await contentOf(file)));
  const places = new Map(parts.flatMap((part) => [...part.places]));
  const server = remoteClient(options);
  const { reason = null, idempotencyKey = null, dryRun } = options;
  const answer = await applyModelFiles(server, parts, { reason, idempotencyKey, dryRun });
  if (options.json === true) console.log(JSON.stringify(answer, null, 2));
  else for (const line of reportLines(answer, { url: server.url, dryRun: options.dryRun, places })) console.log(line);
  if (answer.errors.length > 0) process.exitCode = 1;
}

const shown = (file: string): string => (file === '-' ? '(standard input)' : file);

async function contentOf(file: string): Promise<string> {
  if (file === '-') return readAll(process.stdin);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new CommandError(`There is no file ${file}.`, 2);
  if (found.isDirectory()) throw new CommandError(`${file} is a folder. Name its files, such as ${file}/*.yaml`, 2);
  return readFileSync(file, 'utf8');
}

function writeOut(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
