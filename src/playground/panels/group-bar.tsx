import { count } from '../counts';
import type { GroupLine } from '../groups/arrange';
import { GROUPING_WORDS, GROUPINGS, type Grouping } from '../groups/grouping';
import { stripeOf } from '../graph-style';
import { useScene } from '../use-scene';

export function GroupChoice({ by }: { readonly by: Grouping }) {
  const { dispatch } = useScene();
  return (
    <select
      className="underpin-tool"
      aria-label="Group items"
      value={by}
      onChange={(event) =>
        dispatch({ type: 'group', by: GROUPINGS.find((one) => one === event.target.value) ?? 'none' })
      }
    >
      {GROUPINGS.map((one) => (
        <option key={one} value={one}>
          {GROUPING_WORDS[one]}
        </option>
      ))}
    </select>
  );
}

/** The groups of the picture, to be opened into their items and closed into one card. */
export function GroupBar({ groups }: { readonly groups: readonly GroupLine[] }) {
  const { dispatch } = useScene();
  if (groups.length === 0) return null;
  const someClosed = groups.some(({ open }) => !open);
  return (
    <div className="underpin-groups" role="group" aria-label="Groups">
      <button
        type="button"
        className="underpin-chip plain"
        onClick={() => dispatch({ type: 'open-groups', keys: someClosed ? groups.map(({ key }) => key) : [] })}
      >
        {someClosed ? 'Open all' : 'Close all'}
      </button>
      {groups.map(({ key, size, open }, place) => (
        <button
          key={key}
          type="button"
          className="underpin-chip"
          aria-expanded={open}
          onClick={() => dispatch({ type: 'toggle-group', key })}
        >
          <span aria-hidden="true">{open ? '▾' : '▸'}</span>{' '}
          {open && <span className="underpin-stripe" style={{ background: stripeOf(place) }} aria-hidden="true" />}
          {key} <span className="underpin-quiet">{count(size)}</span>
        </button>
      ))}
    </div>
  );
}
