import type { Revision } from '../../domain/ids';
import type { ChangePlan, Identifier, IdempotencyRecord, ModelWrite } from '../../storage/change-sets/change-plan';

/** Who writes, and why. */
export interface ModelAuthor {
  readonly principal: string;
  readonly requestId: string;
  readonly operationId: string;
  readonly reason: string | null;
  readonly idempotency?: IdempotencyRecord | null;
}

/** What a change of the class model writes. */
export interface ModelPlanContent {
  readonly write: ModelWrite | null;
  /** The revision of the model that it was worked out from. */
  readonly basedOn: Revision;
  readonly identifiersAdded?: readonly Identifier[];
  readonly identifiersRemoved?: readonly Identifier[];
}

/** The plan of a change of the class model, with the identifiers that it moves. */
export function modelPlan(author: ModelAuthor, content: ModelPlanContent): ChangePlan {
  return {
    principal: author.principal,
    source: null,
    reason: author.reason,
    requestId: author.requestId,
    operationId: author.operationId,
    operationKind: 'MODEL',
    expects: {
      items: new Map(),
      observations: new Map(),
      identifiers: new Map(),
      relationships: new Map(),
      relationshipsOf: new Map(),
      identifiersOf: new Map(),
      model: content.basedOn,
      sources: new Map(),
    },
    items: [],
    observations: [],
    identifiersAdded: content.identifiersAdded ?? [],
    identifiersRemoved: content.identifiersRemoved ?? [],
    relationships: [],
    model: content.write,
    dataSources: [],
    idempotency: author.idempotency ?? null,
  };
}
