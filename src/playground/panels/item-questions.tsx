import type { DrawnItem } from '../answer/drawing';
import { useAsk } from '../ask';
import { itemDetails } from '../queries/item-details';
import { useScene } from '../use-scene';
import type { Action } from '../view/scene';

/** The questions that start from an item; each becomes the query in the editor. */
export function ItemQuestions({ item }: { readonly item: DrawnItem }) {
  const { scene, dispatch, ready } = useScene();
  const ask = useAsk();
  const { id } = item;
  const failed = scene.view?.failed.includes(id) === true;
  const choices: readonly (readonly [string, Action])[] = [
    [failed ? 'It has not failed' : 'Mark as failed', { type: 'toggle-failed', item: id }],
    ['What depends on it', { type: 'topology', items: [id], direction: 'DEPENDENTS' }],
    ['What it depends on', { type: 'topology', items: [id], direction: 'DEPENDENCIES' }],
    ['If it fails', { type: 'impact', items: [id] }],
    ['Its weak points', { type: 'weak-points', item: id }],
    ['What changed', { type: 'changes', items: [id] }],
  ];
  return (
    <div className="underpin-questions" role="group" aria-label="Ask about this item">
      {choices.map(([label, action]) => (
        <button key={label} type="button" disabled={!ready} onClick={() => dispatch(action)}>
          {label}
        </button>
      ))}
      <button type="button" disabled={ask === null} onClick={() => ask?.(itemDetails(id, scene.view?.at ?? null))}>
        All details
      </button>
    </div>
  );
}
