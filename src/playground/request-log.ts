import { createStore } from './store';
import type { Question } from './view/question';

const KEPT = 12;

/** What was looked up beside the editor, newest first: for whoever wants to know how. */
export const requests = createStore<readonly Question[]>([]);

export function rememberRequest(question: Question): void {
  const others = requests.get().filter(({ query }) => query !== question.query);
  requests.set([question, ...others].slice(0, KEPT));
}
