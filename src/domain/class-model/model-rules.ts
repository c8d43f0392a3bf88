import type { JsonObject } from '../json';

/** What only the callers at the edge know; the domain holds neither the GraphQL schema nor a JSON Schema compiler. */
export interface ModelRules {
  /** The type names of `schema.graphql`: a class may become a type of its own there. */
  readonly reservedClassNames: ReadonlySet<string>;
  /** The fields of `ConfigurationItem`, which an attribute must not shadow. */
  readonly reservedAttributeNames: ReadonlySet<string>;
  /** What a JSON Schema compiler says against a schema; null when it compiles. */
  readonly schemaFault: (schema: JsonObject) => string | null;
}

/** The rules that a stored model is read under: it was accepted once, and a newer schema must not lock its owner out. */
export const STORED_MODEL_RULES: ModelRules = {
  reservedClassNames: new Set(),
  reservedAttributeNames: new Set(),
  schemaFault: () => null,
};
