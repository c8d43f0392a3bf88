import { useSyncExternalStore } from 'react';
import { useAsk } from '../ask';
import { requests } from '../request-log';
import { Menu } from './menu';

/** What the pane looked up by itself, to be opened in the editor and learnt from. */
export function RequestMenu() {
  const ask = useAsk();
  const listed = useSyncExternalStore(requests.subscribe, requests.get);
  return (
    <Menu label="Queries">
      <p className="underpin-quiet">
        The editor holds the query of the picture. These were asked beside it; a click opens one in the editor.
      </p>
      <ul aria-label="Requests beside the editor">
        {listed.map((question) => (
          <li key={question.query}>
            <button type="button" className="underpin-chip" disabled={ask === null} onClick={() => ask?.(question)}>
              {/^query (\w+)/.exec(question.query)?.[1] ?? 'query'}
            </button>{' '}
            <code>{question.variables.replaceAll(/\s+/g, ' ').slice(0, 120)}</code>
          </li>
        ))}
      </ul>
    </Menu>
  );
}
