import type { GraphQLField, GraphQLSchema, SelectionSetNode } from 'graphql';
import { RecentAnswers } from '../application/analyses/recent-answers';
import type { RelationshipType } from '../domain/class-model/class-model';
import type { ClassModel } from '../domain/class-model/resolved-class-model';
import type { ConfigurationItem } from '../domain/configuration-item';
import { invariant } from '../domain/errors';
import type { ItemId } from '../domain/ids';
import type { Relationship } from '../domain/relationship';
import type { AnswerTexts } from './answer-texts';
import type { RequestContext } from './context';
import type { ItemTexts } from './item-texts';
import type { JsonText } from './json-text';
import { KeptTexts } from './kept-texts';
import type { RelationshipConnectionModel, RelationshipModel } from './models';
import {
  distinctFields,
  isPlain,
  memberWriter,
  plainFields,
  plainSelection,
  selected,
  type PlainFields,
} from './plain-fields';

/** Fields of a relationship that are a value of its version. */
const OF_VERSION: ReadonlySet<string> = new Set([
  'id',
  'kind',
  'strength',
  'weight',
  'version',
  'createdAt',
  'updatedAt',
]);
/** Keeping a text costs as much as writing a short one, so of relationships fewer are kept. */
const LETTERS_MAX = 8_000_000;
/** So many ways of asking for relationships are kept in a form that writes them. */
const PLANS_MAX = 300;

/** Relationships as texts, their types and ends within them. */
export interface RelationshipTexts {
  /** What is selected of a relationship, in words; null where some of it has to be worked out. */
  readonly selectionOf: (set: SelectionSetNode) => string | null;
  resolve(
    list: RelationshipConnectionModel,
    asked: { readonly selection: string },
    context: RequestContext,
  ): JsonText | Promise<JsonText>;
}

/** The ends of the relationships of a list that are written, one after the other. */
type Ends = readonly (ConfigurationItem | null)[];

/** Writes a part of a relationship, whose ends stand from a place on. */
type Part = (model: RelationshipModel, ends: Ends, place: number) => string;

/** A way of asking for relationships. */
interface Plan {
  readonly ends: readonly ('source' | 'target')[];
  /** The parts for one list; the class model of its revision. */
  readonly parts: readonly ((context: RequestContext, model: ClassModel) => Part)[];
}

/** What the parts of a plan are made with. */
interface Tools {
  readonly own: PlainFields;
  readonly ofType: PlainFields;
  readonly items: ItemTexts;
  readonly kept: KeptTexts<Relationship>;
}

/** Relationships are put together of what is written of their version, their type and their ends, each once. */
export function relationshipTexts(schema: GraphQLSchema, items: ItemTexts, answers: AnswerTexts): RelationshipTexts {
  const own = plainFields(schema, 'Relationship', ({ name }) => OF_VERSION.has(name));
  const ofType = plainFields(schema, 'RelationshipType');
  const tools: Tools = { own, ofType, items, kept: new KeptTexts<Relationship>(LETTERS_MAX) };
  const plans = new RecentAnswers<Plan>(PLANS_MAX);
  const planOf = (selection: string): Plan => {
    const plan = plans.get(selection) ?? makePlan(selection, tools);
    plans.put(selection, plan);
    return plan;
  };
  return {
    selectionOf: (set) => selectionOf(set, tools),
    resolve: (list, { selection }, context) => {
      const plan = planOf(selection);
      const known = knownEnds(list, plan, context);
      const model = context.knownModelAt(list.revision);
      const write = (ends: Ends, at: ClassModel): JsonText => {
        const parts = plan.parts.map((part) => part(context, at));
        let place = -plan.ends.length;
        return answers.list(context, list.nodes, (node) => {
          place += plan.ends.length;
          let text = '';
          for (const part of parts) text += (text === '' ? '{' : ',') + part(node, ends, place);
          return `${text}}`;
        });
      };
      if (known !== null && model !== null) return write(known, model);
      return Promise.all([loadEnds(list, plan, context), context.modelAt(list.revision)]).then(([ends, at]) =>
        write(ends, at),
      );
    },
  };
}

/** Null unless all of them are known without asking the database. */
function knownEnds({ nodes, revision }: RelationshipConnectionModel, plan: Plan, context: RequestContext): Ends | null {
  const { items } = context.readers(revision);
  const ends: (ConfigurationItem | null)[] = [];
  for (const { relationship } of nodes) {
    for (const end of plan.ends) {
      const item = items.known(relationship[end]);
      if (item === undefined) return null;
      ends.push(item);
    }
  }
  return ends;
}

const loadEnds = ({ nodes, revision }: RelationshipConnectionModel, { ends }: Plan, context: RequestContext) =>
  context
    .readers(revision)
    .items.loadMany(nodes.flatMap(({ relationship }) => ends.map((end): ItemId => relationship[end])));

/** A field in a word, with what is selected below it in braces. */
const WORD = /(\w+):(\w+)(?:\{([^}]*)\})?/g;

function selectionOf(set: SelectionSetNode, { own, ofType, items }: Tools): string | null {
  const words = distinctFields(set)?.map((node) => {
    if (isPlain(node, own)) return selected(node);
    const { name, selectionSet, directives = [] } = node;
    if (!selectionSet || directives.length > 0) return null;
    const isEnd = name.value === 'source' || name.value === 'target';
    const below = isEnd ? items.selectionOf(selectionSet) : null;
    const selection = name.value === 'type' ? plainSelection(selectionSet, ofType) : below;
    return selection === null ? null : `${selected(node)}{${selection}}`;
  });
  return words === undefined || words.includes(null) ? null : words.join(' ');
}

function makePlan(selection: string, tools: Tools): Plan {
  const ends: Plan['ends'][number][] = [];
  const parts: Plan['parts'][number][] = [];
  let own: string[] = [];
  const addOwn = (): void => {
    if (own.length > 0) parts.push(ownPart(own.join(' '), tools));
    own = [];
  };
  for (const [word, key = '', name, below] of selection.matchAll(WORD)) {
    const member = `${JSON.stringify(key)}:`;
    if (below === undefined) {
      own.push(word);
      continue;
    }
    addOwn();
    if (name === 'type') parts.push(typePart(member, below, tools));
    else {
      parts.push(endPart(member, below, ends.length, tools));
      ends.push(name === 'source' ? 'source' : 'target');
    }
  }
  addOwn();
  return { ends, parts };
}

type Resolve = (parent: unknown) => unknown;

/** What these fields are resolved from is their parent alone. */
const resolved = (parent: unknown, { resolve }: GraphQLField<unknown, unknown>): unknown =>
  (resolve as Resolve | undefined)?.(parent);

/** Plain fields that stand next to each other. */
function ownPart(words: string, { own, kept }: Tools): Plan['parts'][number] {
  const write = memberWriter<Relationship>(words, own, 'Relationship', (relationship, field) =>
    resolved({ relationship }, field),
  );
  return () => {
    const textOf = kept.reader(words, write);
    return ({ relationship }) => textOf(relationship);
  };
}

function typePart(member: string, below: string, { ofType }: Tools): Plan['parts'][number] {
  const write = memberWriter<RelationshipType>(below, ofType, 'RelationshipType', (definition, field) =>
    resolved({ definition }, field),
  );
  const texts = new WeakMap<RelationshipType, string>();
  return (_, model) =>
    ({ relationship, at }) => {
      const definition = model.type(relationship.type);
      invariant(definition, `type ${relationship.type} is in the model of revision ${at}`);
      const text = texts.get(definition) ?? `${member}{${write(definition)}}`;
      texts.set(definition, text);
      return text;
    };
}

function endPart(member: string, below: string, offset: number, { items }: Tools): Plan['parts'][number] {
  const writer = items.writerOf(below);
  return (context) => {
    const textOf = writer(context);
    return (_, ends, place) => {
      const item = ends[place + offset] ?? null;
      return item === null ? `${member}null` : member + textOf(item);
    };
  };
}
