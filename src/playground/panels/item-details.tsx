import type { ReactNode } from 'react';
import type { DrawnArc, DrawnItem } from '../answer/drawing';
import { lookOf, lookWords } from '../card';
import { LookSign } from '../legend';
import { lookStyle } from '../look';
import { itemDetails } from '../queries/item-details';
import { fieldsOf } from '../read-json';
import { useLookup } from '../use-lookup';
import { useScene } from '../use-scene';
import type { View } from '../view/view';
import { factsOf, type Fact } from './item-facts';
import { ItemQuestions } from './item-questions';
import { ProofList } from './proof-list';
import { ValueList } from './value-list';

export interface ItemDetailsProps {
  /** Of the element, so that a key can lead there. */
  readonly id: string;
  readonly item: DrawnItem;
  readonly arcs: readonly DrawnArc[];
  readonly onClose: () => void;
}

/** What is known of the chosen item, and the questions that start from it. */
export function ItemDetails({ id, item, arcs, onClose }: ItemDetailsProps) {
  return (
    <DetailsFrame id={id} item={item} onClose={onClose}>
      {item.group === null ? <OfOne item={item} arcs={arcs} /> : <OfGroup item={item} />}
    </DetailsFrame>
  );
}

type FrameProps = Omit<ItemDetailsProps, 'arcs'> & { readonly children: ReactNode };

function DetailsFrame({ id, item, onClose, children }: FrameProps) {
  const look = lookOf(item);
  const words = lookWords(item);
  return (
    <section
      id={id}
      className="underpin-details"
      aria-labelledby="underpin-details-title"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header>
        <LookSign look={look} />
        <h3 id="underpin-details-title">{item.name}</h3>
        <span className="underpin-quiet">{item.className}</span>
        {words !== '' && (
          <span className="underpin-badge" style={lookStyle(look)}>
            {words}
          </span>
        )}
        <button
          type="button"
          className="underpin-icon-button"
          aria-label="Close details"
          title="Close"
          onClick={onClose}
        >
          ✕
        </button>
      </header>
      {children}
    </section>
  );
}

function OfOne({ item, arcs }: { readonly item: DrawnItem; readonly arcs: readonly DrawnArc[] }) {
  const { scene } = useScene();
  // The answer may hold no more than id and name.
  const { data, errors } = useLookup(itemDetails(item.id, momentToRead(item, scene.view)));
  const stored = fieldsOf(fieldsOf(data)?.['configurationItem']);
  const fields = stored?.['id'] === item.id ? stored : {};
  return (
    <>
      <ItemQuestions item={item} />
      <ValueList values={item.changed} />
      <ProofList item={item} />
      <FactList facts={factsOf(item, arcs, fields)} />
      {errors[0] !== undefined && <p className="underpin-warning">The stored details could not be read: {errors[0]}</p>}
    </>
  );
}

/** What is gone is read as it was, what has come since as it is, everything else at the moment that is shown. */
function momentToRead({ difference }: DrawnItem, view: View | null): string | null {
  if (difference === 'ADDED') return null;
  return view?.mode === 'difference' && difference !== 'REMOVED' ? null : (view?.at ?? null);
}

function OfGroup({ item }: { readonly item: DrawnItem }) {
  const { dispatch } = useScene();
  const { group } = item;
  if (group === null) return null;
  const facts = [
    { name: 'Items', value: String(group.ids.length) },
    { name: 'Hit', value: String(group.hit) },
    { name: 'Differing', value: String(group.differing) },
  ];
  return (
    <>
      <div className="underpin-questions">
        <button type="button" onClick={() => dispatch({ type: 'toggle-group', key: group.key })}>
          Open this group
        </button>
        <button type="button" onClick={() => dispatch({ type: 'topology', items: group.ids, direction: 'DEPENDENTS' })}>
          What depends on them
        </button>
        <button type="button" onClick={() => dispatch({ type: 'impact', items: group.ids })}>
          If they all fail
        </button>
      </div>
      <FactList facts={facts} />
    </>
  );
}

function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl>
      {facts.map(({ name, value }) => (
        <div key={name + value}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
