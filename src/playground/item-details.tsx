import { forwardRef, useEffect, useState } from 'react';
import { useAsk } from './ask';
import { LOOK_WORDS, lookOf } from './card';
import type { DrawnArc, DrawnItem } from './drawing';
import { factsOf, type Fact } from './item-facts';
import { LookSign } from './legend';
import { askAbout, DETAILS_QUERY, ITEM_QUESTIONS } from './questions';
import { fieldsOf, type Fields } from './read-json';
import { useFetch } from './use-fetch';

export interface ItemDetailsProps {
  readonly item: DrawnItem;
  readonly arcs: readonly DrawnArc[];
  readonly onClose: () => void;
}

/** What is known of the chosen item, and the questions that start from it. */
export const ItemDetails = forwardRef<HTMLElement, ItemDetailsProps>(function ItemDetails(
  { item, arcs, onClose },
  ref,
) {
  const { fields, error } = useStoredFields(item.id);
  const look = lookOf(item);
  return (
    <section ref={ref} className="underpin-details" aria-labelledby="underpin-details-title" tabIndex={-1}>
      <header>
        <LookSign look={look} />
        <h3 id="underpin-details-title">{item.name}</h3>
        <span className="underpin-quiet">{item.className}</span>
        {LOOK_WORDS[look] !== '' && <span className={`underpin-badge look-${look}`}>{LOOK_WORDS[look]}</span>}
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
      <Questions id={item.id} />
      <FactList facts={factsOf(item, arcs, fields)} />
      {error !== null && <p className="underpin-warning">The stored details could not be read: {error}</p>}
    </section>
  );
});

function Questions({ id }: { readonly id: string }) {
  const ask = useAsk();
  const questions = [...ITEM_QUESTIONS, { label: 'All details', query: DETAILS_QUERY }];
  return (
    <div className="underpin-questions" role="group" aria-label="Ask about this item">
      {questions.map(({ label, query }) => (
        <button key={label} type="button" disabled={ask === null} onClick={() => ask?.(askAbout(query, id))}>
          {label}
        </button>
      ))}
    </div>
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

interface Stored {
  readonly fields: Fields;
  readonly error: string | null;
}

const NOTHING: Stored = { fields: {}, error: null };

/** The answer may hold no more than id and name: the rest comes from the server when the item is chosen. */
function useStoredFields(id: string): Stored {
  const fetchOnce = useFetch();
  const [stored, setStored] = useState(NOTHING);
  useEffect(() => {
    let current = true;
    setStored(NOTHING);
    async function load() {
      const { data, errors } = await fetchOnce(askAbout(DETAILS_QUERY, id), 'ItemDetails');
      const fields = fieldsOf(fieldsOf(data)?.['configurationItem']) ?? {};
      if (current) setStored({ fields, error: errors[0] ?? null });
    }
    void load();
    return () => {
      current = false;
    };
  }, [fetchOnce, id]);
  return stored;
}
