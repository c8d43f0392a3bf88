import { useGraphiQL } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { answers } from './answer/answers';
import { isReading, rememberAsked, useAsk } from './ask';
import { displays, isAsking } from './use-scene';
import { displayAt, displayHash, hashOf, questionIn } from './view/address';
import { questionAt } from './view/deep-link';

/**
 * Keeps address bar, editor and picture together: every run is a place in the browser's history, Back asks the question
 * before, and a shared link is asked on arrival. Links only ever run queries: a mutation waits for somebody to press
 * the button.
 */
export function AddressBar() {
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id ?? '');
  const open = useGraphiQL((state) => state.tabs.map(({ id }) => id));
  const ask = useAsk();
  const arrived = useRef(false);
  // Those after the first one the editor tells itself, before anything is asked in them.
  useEffect(() => answers.enterTab(tab, open), [tab, open]);
  useEffect(() => answers.subscribe(showNewest), []);
  useEffect(() => displays.subscribe(showDisplay), []);
  useEffect(() => {
    if (ask === null) return;
    const askAddress = () => {
      const question = questionAt(window.location);
      readDisplay();
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

/** While the address is read it must not be written. */
let reading = false;

function readDisplay(): void {
  reading = true;
  displays.set(displayAt(window.location.hash));
  reading = false;
}

function showNewest(): void {
  const answer = answers.newest();
  if (answer === null) return;
  const shown = questionAt(window.location);
  if (shown !== null && hashOf(shown) === hashOf(answer)) return showDisplay();
  // A link stands for its own question only.
  window.history.pushState(null, '', `/${hashOf(answer, displays.get())}`);
}

/** How an answer is shown changes the place in the history where it stands, and makes no new one. */
function showDisplay(): void {
  const answer = answers.newest();
  if (reading || isAsking() || answer === null) return;
  const { pathname, search, hash } = window.location;
  const linked = questionIn(hash) === null;
  const next = linked ? displayHash(displays.get()) : hashOf(answer, displays.get());
  if (next !== hash) window.history.replaceState(null, '', `${pathname}${search}${next}`);
}
