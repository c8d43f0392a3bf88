import type { Client } from './client';
import type { NdjsonRequest } from './import-ndjson';
import { UNDONE, type RecordResult } from './import-request';
import { sumOf, type ImportTotals } from './import-totals';
import type { LineError } from './stream-client';
import { slicesOf } from '../domain/slices';

/** An item or relationship as it was set by hand: the input of its mutation. */
export interface Edit {
  readonly item?: object;
  readonly relationship?: object;
}

/** An edit with where it stands. */
export interface EditLine {
  readonly edit: Edit;
  readonly line: number;
}

/** What came of a part of an exported inventory. */
export interface SentPart {
  readonly totals: ImportTotals;
  readonly rejected: readonly RecordResult[];
  readonly revision: number;
}

interface EditAnswer {
  readonly revision: number;
  readonly outcome: string;
  readonly errors: readonly LineError[];
}

/** So many edits are one request. */
const EDITS_A_REQUEST = 25;

/** Repeats edits by hand, some in each request; the order is kept, because relationships need their items. */
export class EditSender {
  readonly #client: Client;
  readonly #request: NdjsonRequest;

  constructor(client: Client, request: NdjsonRequest) {
    this.#client = client;
    this.#request = request;
  }

  async send(edits: readonly EditLine[], file: string): Promise<SentPart> {
    let sent: SentPart = { totals: new Map(), rejected: [], revision: 0 };
    for (const some of slicesOf(edits, EDITS_A_REQUEST)) {
      const answers = await this.#send(some);
      const results = some.map((one, at) => resultOf(file, one, answers[at]));
      for (const result of results) this.#request.record?.(result);
      sent = {
        totals: sumOf([sent.totals, ...results.map(totalsOfResult)]),
        rejected: [...sent.rejected, ...results.filter(({ outcome }) => UNDONE.has(outcome))],
        revision: Math.max(sent.revision, ...answers.map(({ revision }) => revision)),
      };
    }
    return sent;
  }

  async #send(edits: readonly EditLine[]): Promise<readonly EditAnswer[]> {
    const { reason, idempotencyKey } = this.#request;
    const inputs = edits.map(({ edit, line }) => ({
      ...(edit.item ?? edit.relationship),
      idempotencyKey: `${idempotencyKey}.${line}`,
      ...(reason ? { reason } : {}),
    }));
    const kinds = edits.map(({ edit }) => (edit.item ? 'ConfigurationItem' : 'Relationship'));
    const variables = kinds.map((kind, at) => `$e${at}: Upsert${kind}Input!`).join(', ');
    const fields = kinds.map(
      (kind, at) => `e${at}: upsert${kind}(input: $e${at}) { revision outcome errors { code message path } }`,
    );
    const document = `mutation Edits(${variables}) { ${fields.join('\n')} }`;
    const answer = await this.#client.request<Readonly<Record<string, EditAnswer>>>(
      document,
      Object.fromEntries(inputs.map((input, at) => [`e${at}`, input])),
    );
    return edits.map((_, at) => answer[`e${at}`] ?? { revision: 0, outcome: 'REJECTED', errors: [] });
  }
}

const resultOf = (file: string, { edit, line }: EditLine, answer: EditAnswer | undefined): RecordResult => ({
  kind: edit.item ? 'item' : 'relationship',
  label: `${file}:${line}`,
  outcome: answer?.outcome ?? 'REJECTED',
  errors: answer?.errors ?? [],
});

const totalsOfResult = ({ kind, outcome }: RecordResult): ImportTotals =>
  new Map([[outcome, { items: kind === 'item' ? 1 : 0, relationships: kind === 'item' ? 0 : 1, classes: {} }]]);
