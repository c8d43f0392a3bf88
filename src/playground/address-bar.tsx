import { useGraphiQL } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { answers } from './answers';
import { isReading, rememberAsked, useAsk } from './ask';
import { questionAt } from './deep-link';
import { hashOf } from './shared-link';

/**
 * Keeps address bar and editor together: every run is a place in the browser's history, Back asks the question before,
 * and a shared link is asked on arrival. Links only ever run queries: a mutation waits for somebody to press the button.
 */
export function AddressBar() {
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id ?? '');
  const open = useGraphiQL((state) => state.tabs.map(({ id }) => id));
  const ask = useAsk();
  const arrived = useRef(false);
  useEffect(() => answers.enterTab(tab, open), [tab, open]);
  useEffect(() => answers.subscribe(showNewest), []);
  useEffect(() => {
    if (ask === null) return;
    const askAddress = () => {
      const question = questionAt(window.location);
      if (question !== null) ask(question, { run: isReading(question.query) });
    };
    if (!arrived.current) {
      arrived.current = true;
      const question = questionAt(window.location);
      if (question !== null) rememberAsked(question.query);
      askAddress();
    }
    window.addEventListener('popstate', askAddress);
    return () => window.removeEventListener('popstate', askAddress);
  }, [ask]);
  return null;
}

function showNewest(): void {
  const answer = answers.newest();
  if (answer === null) return;
  const hash = hashOf(answer);
  const shown = questionAt(window.location);
  if (shown !== null && hashOf(shown) === hash) return;
  // A link stands for its own question only.
  window.history.pushState(null, '', `/${hash}`);
}
