import { holding } from '../../../src/importers/held-input';
import { IMPORTERS } from '../../../src/importers/index';
import type { Importer, InputFile } from '../../../src/importers/importer';
import { ReportBuilder } from '../../../src/importers/report-builder';
import { bytesFile, importAll, textFile } from '../../support/input-files';

/** What importers of each notation are refused or told with; the tables are small, since reading is shared. */
const JSON_FORMATS = [
  'terraform',
  'aws',
  'netbox',
  'cyclonedx',
  'spdx',
  'glpi',
  'jaeger',
  'otlp',
  'servicenow',
  'vcenter',
];
const YAML_FORMATS = ['docker-compose', 'backstage', 'kubernetes'];

const importer = (format: string): Importer => {
  const found = IMPORTERS.get(format);
  if (found === undefined) throw new Error(`no format ${format}`);
  return found;
};

/** A text of many megabytes without end, made while it is read; counts what has been asked for, however often it was opened. */
function endless(
  start: string,
  filling: string,
  megabytes: number,
): { file: ReturnType<typeof bytesFile>; read: () => number } {
  let chunks = 0;
  const block = Buffer.from(filling.repeat(Math.ceil((1024 * 1024) / filling.length)));
  const file = bytesFile('endless', function* () {
    yield Buffer.from(start);
    for (let at = 0; at < megabytes; at += 1) {
      chunks += 1;
      yield block;
    }
  });
  return { file, read: () => chunks };
}

/** What an import says of a file that it cannot read, whether it refuses the file or names a part of it. */
const outcomeOf = (format: string, file: InputFile): Promise<string> =>
  importAll(importer(format), [file]).then(
    ({ report }) => report.problems.map(({ message }) => message).join(),
    (error: unknown) => String(error),
  );

describe('memory is bounded:', () => {
  test.each([...JSON_FORMATS, 'kubernetes'])(
    'a gigabyte of one JSON text is refused by %s long before its end',
    async (format) => {
      const { file, read } = endless('{"bomFormat":"CycloneDX","a":"', 'xxxxxxxx', 1024);
      await expect(importAll(importer(format), [file])).rejects.toMatchObject({ code: 'TOO_LARGE' });
      expect(read()).toBeLessThan(150);
    },
  );

  test.each(['nmap', 'cyclonedx'])('a gigabyte in one XML attribute is refused by %s', async (format) => {
    const { file, read } = endless('<nmaprun a="', 'xxxxxxxx', 1024);
    await expect(importAll(importer(format), [file])).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect(read()).toBeLessThan(20);
  });

  test.each(['nmap', 'cyclonedx'])('a gigabyte of brackets is refused by %s', async (format) => {
    const { file, read } = endless('<nmaprun>', '<host>', 1024);
    expect(await outcomeOf(format, file)).toMatch(/nested too deeply|is not a/);
    expect(read()).toBeLessThan(5);
  });

  test.each([...YAML_FORMATS, 'inventory'])('a gigabyte of one line is refused by %s', async (format) => {
    const { file, read } = endless('services: ', 'xxxxxxxx', 1024);
    await expect(importAll(importer(format), [file])).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect(read()).toBeLessThan(100);
  });

  test('what is held together is so much at most, however often a file is opened', async () => {
    const site = (pk: number): string =>
      JSON.stringify([{ model: 'dcim.site', pk, fields: { name: `site ${pk}`, slug: `s-${pk}` } }]);
    const files = [1, 2, 3].map((pk) => textFile(`${pk}.json`, site(pk)));
    const bytes = site(1).length;
    expect((await importAll(holding(importer('netbox'), 3 * bytes), files)).items).toHaveLength(3);
    await expect(importAll(holding(importer('netbox'), 3 * bytes - 1), files)).rejects.toThrow(
      /^3\.json: more than .* in all/,
    );
  });

  test('a gigabyte of one line of a table costs that line', async () => {
    const { file } = endless('sys_id,name\n"', 'xxxxxxxx', 40);
    const { items, report } = await importAll(importer('servicenow'), [file]);
    expect(items).toEqual([]);
    expect(report.problems).toMatchObject([{ line: 2 }]);
  });

  test.each([
    ['csv', 'class,name\n', 'Server,a\n'],
    ['json', '', '{"class":"Server","name":"a"}\n'],
    ['json', '[', '{"class":"Server","name":"a"},'],
    ['inventory', '', '{"item":{"class":"Server","name":"a"}}\n'],
  ])('tiny records without end come out of %s while they are read', async (format, start, record) => {
    const { file, read } = endless(start, record, 1024);
    const batches = importer(format).read([file], { source: 'test', choices: {}, files: {} }, new ReportBuilder());
    let sent = 0;
    for await (const batch of batches) {
      sent += batch.items.length;
      if (sent >= 15_000) break;
    }
    expect(sent).toBe(15_000);
    expect(read()).toBeLessThan(10);
  });

  test('half a surrogate pair costs the record that holds it, by name and place', async () => {
    const device = (id: number, name: string): object => ({
      model: 'dcim.site',
      pk: id,
      fields: { name, slug: `s${id}` },
    });
    const text = JSON.stringify([device(1, 'half \ud800'), device(2, 'whole')]);
    const { items, report } = await importAll(importer('netbox'), [textFile('sites.json', text)]);
    expect(items.map(({ name }) => name)).toEqual(['whole']);
    expect(report.problems).toMatchObject([
      { file: 'sites.json', message: expect.stringMatching(/dcim\.site:1: .*half a surrogate pair/) as string },
    ]);
  });

  test.each(JSON_FORMATS)('brackets without end are refused by %s, not followed', async (format) => {
    const { file, read } = endless('{"terraform_version":"1","values":', '[[[[[[[[', 64);
    expect(await outcomeOf(format, file)).toMatch(/nested too deeply|is not /);
    expect(read()).toBeLessThan(5);
  });
});

describe('entities and aliases:', () => {
  const BOMB = `<?xml version="1.0"?><!DOCTYPE nmaprun [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><nmaprun><host>&b;</host></nmaprun>`;

  test.each(['nmap', 'cyclonedx'])('%s refuses a document that declares entities, and says why', async (format) => {
    await expect(importAll(importer(format), [textFile('bomb.xml', BOMB)])).rejects.toThrow(
      /entities; none are ever resolved/,
    );
  });

  test('nothing outside of the document is read for an entity', async () => {
    const text = '<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun><host><status state="&secret;"/></host></nmaprun>';
    const { items, report } = await importAll(importer('nmap'), [textFile('scan.xml', text)]);
    expect(items).toEqual([]);
    expect(report.problems).toMatchObject([
      { file: 'scan.xml', line: 1, message: expect.stringMatching(/entity/) as string },
    ]);
  });

  test.each(YAML_FORMATS)('%s says of aliases that multiply what they are', async (format) => {
    const text = `a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array.from({ length: 10 }, () => `*a${index}`).join(',')}]`).join('\n')}\nservices: {}\n`;
    expect(await outcomeOf(format, textFile('bomb.yaml', text))).toMatch(/aliases multiply|is not /);
  });
});

describe('another format is refused with a guess at what it is:', () => {
  const SAMPLES: readonly (readonly [guess: RegExp, text: string])[] = [
    [/Kubernetes manifest/, 'apiVersion: v1\nkind: Service\nmetadata: { name: x }\n'],
    [/CycloneDX/, '{"bomFormat": "CycloneDX", "specVersion": "1.4", "components": []}'],
    [/Terraform state or plan/, '{"version": 4, "terraform_version": "1.5.0", "resources": []}'],
    [/HTML page/, '<!DOCTYPE html><html><body>Sign in</body></html>'],
    [/zip archive/, 'PK\u0003\u0004xxxxxxxx'],
  ];
  const OWN: Readonly<Record<string, RegExp>> = {
    kubernetes: /Kubernetes/,
    cyclonedx: /CycloneDX/,
    terraform: /Terraform/,
  };

  test.each([...IMPORTERS.keys()].filter((format) => format !== 'csv' && format !== 'inventory'))(
    '%s',
    async (format) => {
      for (const [guess, text] of SAMPLES) {
        if (OWN[format]?.test(String(guess)) === true) continue;
        await expect(importAll(importer(format), [textFile('other', text)])).rejects.toThrow(guess);
      }
    },
  );
});
