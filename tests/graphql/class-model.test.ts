import type { ApplyAnswer } from '../../src/cli/model-report';
import { APPLY_MUTATION } from '../../src/cli/model-report';
import { exportedModel, EXPORT_QUERY, type ExportedModel } from '../../src/cli/model-export';
import { readModelFile, writeModelFile } from '../../src/cli/model-file';
import { startApi, type Api } from '../support/api';
import { storeItems } from '../support/model-server';

const DEFINE = `mutation ($input: DefineCiClassInput!) {
  defineCiClass(input: $input) {
    revision
    replayed
    operation { id kind }
    changeSets { revision reason operation { id } }
    class { name parent { name } isService canFail attributes { name definedBy schema } }
    errors { code message path retryable }
    invalidated { count items { configurationItem { id name class { name } } errors { code path } } }
  }
}`;

const sensor = {
  name: 'Sensor',
  parent: 'Hardware',
  description: 'Measures.',
  attributes: [{ name: 'unit', schema: { type: 'string' } }],
};

describe('the class model over the API', () => {
  let api: Api;
  beforeEach(async () => {
    api = await startApi();
  });
  afterEach(() => api.stop());

  it('lists classes parents first, with what they inherit and what they say themselves', async () => {
    const { ciClasses } = await api.data<{ ciClasses: readonly { name: string; parent: { name: string } | null }[] }>(
      '{ ciClasses { name parent { name } } }',
    );
    const position = new Map(ciClasses.map((own, index) => [own.name, index]));
    const early = ciClasses.filter((own, index) => (position.get(own.parent?.name ?? '') ?? -1) > index);
    expect([ciClasses.length, early]).toEqual([80, []]);
    const { ciClass } = await api.data<{ ciClass: object }>(
      `{ ciClass(name: "DatabaseCluster") {
           abstract canFail isService builtIn descendants
           attributes { name definedBy }
           identification { attributes weak within { relationshipType } rows }
           identificationRules { inherits entry { attributes } }
           gateDefaults { relationshipType definedBy rule value types }
         } }`,
    );
    expect(ciClass).toEqual({
      abstract: false,
      canFail: false,
      isService: false,
      builtIn: true,
      descendants: [],
      attributes: [
        { name: 'clusterUid', definedBy: 'Cluster' },
        { name: 'engine', definedBy: 'DatabaseCluster' },
        { name: 'memberCount', definedBy: 'Cluster' },
        { name: 'replicationMode', definedBy: 'DatabaseCluster' },
        { name: 'softwareVersion', definedBy: 'Cluster' },
      ],
      identification: [
        { attributes: ['engine', 'clusterUid'], weak: false, within: null, rows: null },
        { attributes: ['engine', 'name'], weak: false, within: null, rows: null },
      ],
      identificationRules: [
        { inherits: null, entry: { attributes: ['engine', 'clusterUid'] } },
        { inherits: null, entry: { attributes: ['engine', 'name'] } },
      ],
      gateDefaults: [{ relationshipType: 'HAS_MEMBER', definedBy: 'Cluster', rule: 'AT_LEAST', value: 1, types: null }],
    });
  });

  it('lists relationship types by name, and answers null for a name that there is not', async () => {
    const { relationshipTypes, relationshipType, none, noClass } = await api.data<
      Record<'relationshipType' | 'none' | 'noClass', unknown> & { relationshipTypes: readonly { name: string }[] }
    >(`{
      relationshipTypes { name }
      relationshipType(name: "UPLINKS_TO") {
        inverseName propagation symmetric defaultStrength defaultGate { rule types } endpoints { target }
      }
      none: relationshipType(name: "NOPE") { name }
      noClass: ciClass(name: "Nope") { name }
    }`);
    const names = relationshipTypes.map((type) => type.name);
    expect(names).toEqual(names.toSorted());
    expect(relationshipType).toMatchObject({
      inverseName: 'UPLINK_FOR',
      propagation: 'TARGET_TO_SOURCE',
      defaultGate: { rule: 'PATH', types: ['UPLINKS_TO'] },
      endpoints: [{ target: ['NetworkDevice'] }],
    });
    expect([none, noClass]).toEqual([null, null]);
  });

  it('defines a class that is there at once, and not in the past', async () => {
    const input = { class: sensor, reason: 'hall 3', idempotencyKey: 'k' };
    const { defineCiClass: answer } = await api.data<{ defineCiClass: Record<string, unknown> }>(DEFINE, { input });
    expect(answer).toMatchObject({
      revision: 2,
      replayed: false,
      operation: { kind: 'MODEL' },
      changeSets: [{ revision: 2, reason: 'hall 3' }],
      class: { name: 'Sensor', parent: { name: 'Hardware' }, isService: false, canFail: true },
      errors: [],
      invalidated: { count: 0, items: [] },
    });
    const again = await api.data<{ defineCiClass: Record<string, unknown> }>(DEFINE, { input });
    expect(again.defineCiClass).toEqual({ ...answer, replayed: true });
    const other = await api.ask(DEFINE, { input: { ...input, reason: 'another' } });
    expect(other.errors?.[0]?.extensions).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT', retryable: false });
    const { now, then } = await api.data<Record<'now' | 'then', unknown>>(`{
      now: ciClass(name: "Sensor", atLeast: 2) { name }
      then: ciClass(name: "Sensor", at: { revision: 1 }) { name }
    }`);
    expect([now, then]).toEqual([{ name: 'Sensor' }, null]);
  });

  it('refuses names that the API has taken, as data with the path into the input', async () => {
    const errors = async (
      own: object,
    ): Promise<readonly { code: string; path: readonly string[]; message: string }[]> => {
      const { defineCiClass } = await api.data<{ defineCiClass: { errors: [] } }>(DEFINE, {
        input: { class: { ...sensor, ...own } },
      });
      return defineCiClass.errors;
    };
    expect(await errors({ name: 'ImpactAnalysis' })).toMatchObject([{ code: 'INVALID_NAME', path: ['class', 'name'] }]);
    expect(await errors({ attributes: [{ name: 'labels', schema: {} }] })).toMatchObject([
      { code: 'INVALID_NAME', path: ['class', 'attributes', 'labels'] },
    ]);
    const [unknown] = await errors({ parent: 'Hardwar' });
    expect(unknown).toMatchObject({ code: 'UNKNOWN_CLASS', path: ['class', 'parent'] });
    expect(unknown?.message).toMatch(/Did you mean "Hardware"\?/);
  });

  it('lists the stored items that a definition would make invalid', async () => {
    await api.data(DEFINE, { input: { class: sensor } });
    await storeItems(api.app, 'Sensor', [{ name: 's1', attributes: { unit: 'K' } }, { name: 's2' }]);
    const { defineCiClass } = await api.data<{ defineCiClass: Record<string, unknown> }>(DEFINE, {
      input: { class: { ...sensor, attributes: [] } },
    });
    expect(defineCiClass).toMatchObject({
      class: null,
      operation: null,
      errors: [{ code: 'WOULD_INVALIDATE_STORED', path: ['class'] }],
      invalidated: {
        count: 1,
        items: [
          {
            configurationItem: { name: 's1', class: { name: 'Sensor' } },
            errors: [{ code: 'INVALID_ATTRIBUTE', path: ['attributes', 'unit'] }],
          },
        ],
      },
    });
  });

  it('defines and redefines a relationship type', async () => {
    const define = `mutation ($input: DefineRelationshipTypeInput!) {
      defineRelationshipType(input: $input) {
        revision relationshipType { name builtIn endpoints { source target } } errors { code path } invalidated { count }
      }
    }`;
    const relationshipType = { name: 'MEASURES', inverseName: 'MEASURED_BY', description: '', propagation: 'NONE' };
    const made = await api.data<{ defineRelationshipType: object }>(define, { input: { relationshipType } });
    expect(made.defineRelationshipType).toEqual({
      revision: 2,
      relationshipType: {
        name: 'MEASURES',
        builtIn: false,
        endpoints: [{ source: ['ConfigurationItem'], target: ['ConfigurationItem'] }],
      },
      errors: [],
      invalidated: { count: 0 },
    });
    const refused = await api.data<{ defineRelationshipType: object }>(define, {
      input: { relationshipType: { ...relationshipType, inverseName: 'RUNS' } },
    });
    expect(refused.defineRelationshipType).toMatchObject({
      relationshipType: null,
      errors: [{ code: 'INVALID_DEFINITION', path: ['relationshipType'] }],
    });
  });

  it('takes back what it gives: exporting and applying everything changes nothing', async () => {
    const { input } = exportedModel(await api.data<ExportedModel>(EXPORT_QUERY), { all: true });
    expect([input.classes.length, input.relationshipTypes.length]).toEqual([80, 35]);
    const read = readModelFile('model.yaml', writeModelFile(input)).input;
    const { applyModel } = await api.data<{ applyModel: ApplyAnswer }>(APPLY_MUTATION, { input: read });
    expect(applyModel).toMatchObject({ revision: 1, classes: [], relationshipTypes: [], errors: [] });
  });

  it('applies a whole file as one change set, or says what is wrong with each definition', async () => {
    const relationshipTypes = [
      {
        name: 'MEASURES',
        inverseName: 'MEASURED_BY',
        description: '',
        propagation: 'NONE',
        endpoints: [{ source: ['Sensor'], target: ['Hardware'] }],
      },
    ];
    const wrong = { ...sensor, name: 'Probe', parent: 'Nothing' };
    const refused = await api.data<{ applyModel: ApplyAnswer }>(APPLY_MUTATION, {
      input: { classes: [sensor, wrong], relationshipTypes },
    });
    expect(refused.applyModel.errors).toMatchObject([{ code: 'UNKNOWN_CLASS', path: ['classes', 'Probe', 'parent'] }]);
    const applied = await api.data<{ applyModel: ApplyAnswer }>(APPLY_MUTATION, {
      input: { classes: [sensor], relationshipTypes },
    });
    expect(applied.applyModel).toMatchObject({
      revision: 2,
      classes: [{ name: 'Sensor' }],
      relationshipTypes: [{ name: 'MEASURES' }],
    });
  });
});
