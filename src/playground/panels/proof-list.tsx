import { isHit, type DrawnItem } from '../answer/drawing';
import { LOOK_WORDS } from '../card';
import { lookStyle } from '../look';
import { proofOf } from '../queries/proof';
import { useLookup } from '../use-lookup';
import { useScene } from '../use-scene';
import { proofIn, type ProofLine } from './proof';

/** Why an item is hit: from the outages, step by step. */
export function ProofList({ item }: { readonly item: DrawnItem }) {
  const { scene } = useScene();
  const { view } = scene;
  const asks = view !== null && (view.mode === 'impact' || view.failed.length > 0) && isHit(item.state);
  const { data } = useLookup(asks ? proofOf(item.id, view.failed, view.at) : null);
  const { dueTo, lines } = proofIn(data);
  if (!asks || lines.length === 0) return null;
  return (
    <div className="underpin-proof">
      {dueTo !== '' && (
        <p>
          <strong>Due to</strong> {dueTo}
        </p>
      )}
      {lines.length > 1 && <p className="underpin-quiet">Why, step by step; each counts only what is down above it.</p>}
      <ol aria-label="Why, step by step">
        {lines.map((line, at) => (
          <Step key={line.name + String(at)} line={line} />
        ))}
      </ol>
    </div>
  );
}

function Step({ line }: { readonly line: ProofLine }) {
  const { name, className, state, because, from } = line;
  return (
    <li>
      <strong>{name}</strong> <span className="underpin-quiet">{className}</span>{' '}
      <span className="underpin-state" style={lookStyle(state)}>
        {LOOK_WORDS[state]}
      </span>
      : {because}
      {from.length > 0 && <span className="underpin-quiet"> (with {from.join(' and ')})</span>}
    </li>
  );
}
