import type { Client } from './client';
import type { MomentInput } from './moment-option';
import { firstOf, PAGE_INFO, PAGE_MAX, type Page } from './pages';

/** An item as the tables of the analyses show it. */
export interface ShownItem {
  readonly id: string;
  readonly name: string;
  readonly class: { readonly name: string };
  readonly environment: string | null;
  readonly criticality: string | null;
  readonly owner: { readonly name: string } | null;
}

/** An item that is hit; hidden items are null. */
export interface HitItem {
  readonly configurationItem: ShownItem | null;
  readonly state: string;
  readonly stateBefore: string;
  readonly distance: number;
  readonly failedGates: readonly { readonly key: string; readonly explanation: string }[];
}

export interface SparedItem {
  readonly configurationItem: ShownItem | null;
  readonly margin: number;
  readonly gates: readonly { readonly key: string; readonly explanation: string }[];
}

/** An impact with as many rows of each list as were asked for. */
export interface ImpactAnswer {
  readonly revision: number;
  readonly summary: {
    readonly total: number;
    readonly spared: number;
    readonly byState: readonly { readonly state: string; readonly count: number }[];
  };
  readonly coverage: { readonly complete: boolean; readonly hidden: number; readonly stoppedEarly: boolean };
  readonly serviceCount: number;
  readonly impactedCount: number;
  readonly services: readonly HitItem[];
  readonly impacted: readonly HitItem[];
  readonly spared: readonly SparedItem[];
  readonly unresolved: readonly { readonly message: string }[];
}

/** The question. */
export interface ImpactQuestion {
  readonly outages: readonly { readonly configurationItem: { readonly id: string }; readonly state: string }[];
  readonly withOpenOutages: boolean;
  readonly minState: string;
  readonly at: MomentInput | null;
}

export const SHOWN_ITEM = 'id name class { name } environment criticality owner { name }';
const HIT = `nodes { state stateBefore distance configurationItem { ${SHOWN_ITEM} } failedGates { key explanation } } ${PAGE_INFO}`;
const LISTS = {
  services: `services(minState: $minState, first: $first, after: $after) { totalCount ${HIT} }`,
  impacted: `impacted(minState: $minState, first: $first, after: $after) { totalCount ${HIT} }`,
  spared: `spared(first: $first, after: $after) {
    nodes { margin configurationItem { ${SHOWN_ITEM} } gates { key explanation } } ${PAGE_INFO} }`,
} as const;

const documentOf = (fields: string): string =>
  `query Impact($outages: [OutageInput!]!, $withOpenOutages: Boolean!, $minState: ImpactState!, $first: Int!, $after: String, $at: Moment) {
    impact(outages: $outages, withOpenOutages: $withOpenOutages, at: $at) { ${fields} } }`;
const WHOLE = documentOf(`revision summary { total spared byState { state count } }
  coverage { complete hidden stoppedEarly } unresolved { message } ${Object.values(LISTS).join('\n')}`);

interface Whole extends Omit<ImpactAnswer, 'services' | 'impacted' | 'spared' | 'serviceCount' | 'impactedCount'> {
  readonly services: Page<HitItem> & { readonly totalCount: number };
  readonly impacted: Page<HitItem> & { readonly totalCount: number };
  readonly spared: Page<SparedItem>;
}

/** Asks; each list has `limit` rows at most, read page by page at one revision. */
export async function askImpact(client: Client, question: ImpactQuestion, limit: number): Promise<ImpactAnswer> {
  const ask = async <Answer>(document: string, first: number, after: string | null): Promise<Answer> =>
    (await client.request<{ impact: Answer }>(document, { ...question, first, after })).impact;
  const whole = await ask<Whole>(WHOLE, Math.min(limit, PAGE_MAX), null);
  const rest = async <Node>(list: keyof typeof LISTS, page: Page<Node>): Promise<readonly Node[]> =>
    firstOf(limit, async (first, after) =>
      after === null
        ? page
        : (await ask<Readonly<Record<typeof list, Page<Node>>>>(documentOf(LISTS[list]), first, after))[list],
    );
  return {
    ...whole,
    serviceCount: whole.services.totalCount,
    impactedCount: whole.impacted.totalCount,
    services: await rest('services', whole.services),
    impacted: await rest('impacted', whole.impacted),
    spared: await rest('spared', whole.spared),
  };
}
