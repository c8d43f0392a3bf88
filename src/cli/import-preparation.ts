import type { Client } from './client';
import { CommandError } from './command-error';
import { APPLY_MUTATION, type ApplyAnswer } from './model-report';
import { REGISTER_SOURCE, type RegisterAnswer } from './with-source';

/** What stands in front of the records of an exported inventory. */
export interface PreparationLine {
  readonly model?: { readonly classes: readonly object[]; readonly relationshipTypes: readonly object[] };
  readonly dataSource?: object;
  readonly rules?: readonly object[];
}

/** Makes a server ready for the records: its class model, its data sources, and who of them is believed. */
export class Preparation {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Throws CommandError for what the server does not take. */
  async take({ model, dataSource, rules }: PreparationLine): Promise<void> {
    if (model && model.classes.length + model.relationshipTypes.length > 0) await this.#apply(model);
    if (dataSource) await this.#register(dataSource);
    if (rules && rules.length > 0) await this.#apply({ reconciliationRules: rules });
  }

  async #apply(definitions: object): Promise<void> {
    const input = { classes: [], relationshipTypes: [], ...definitions };
    const { applyModel } = await this.#client.request<{ applyModel: ApplyAnswer }>(APPLY_MUTATION, { input });
    const [first] = applyModel.errors;
    if (first) throw new CommandError(`The class model of the export is not taken: ${first.message}`);
  }

  async #register(input: object): Promise<void> {
    const { registerDataSource } = await this.#client.request<RegisterAnswer>(REGISTER_SOURCE, { input });
    const [first] = registerDataSource.errors;
    if (first) throw new CommandError(`A data source of the export is not taken: ${first.message}`);
  }
}
