import { useMemo, useState } from 'react';
import type { Answer } from './answer/answer-log';
import { furtherIn, withPage, type Further } from './answer/further';
import { useFetchAnswer } from './use-lookup';
import type { View } from './view/view';

/** An answer with the pages that were asked for behind it. */
export interface WholeAnswer {
  readonly answer: Answer | null;
  /** The lists that still go on. */
  readonly further: readonly Further[];
  /** Null while a page is being read. */
  readonly more: ((list: Further) => void) | null;
}

interface Read {
  readonly of: Answer | null;
  readonly whole: Answer | null;
  readonly reading: boolean;
}

/** Pages are of one answer: the next answer begins with its first ones. */
export function useWholeAnswer(answer: Answer | null, view: View | null): WholeAnswer {
  const fetchAnswer = useFetchAnswer();
  const [read, setRead] = useState<Read>({ of: null, whole: null, reading: false });
  const { whole, reading } = read.of === answer ? read : { whole: answer, reading: false };
  const further = useMemo(() => (view === null || whole === null ? [] : furtherIn(view, whole.data)), [view, whole]);
  const more = async (list: Further) => {
    if (whole === null) return;
    setRead({ of: answer, whole, reading: true });
    const { data, errors } = await fetchAnswer(list.question);
    // What fails twice is said once.
    const next = {
      ...whole,
      data: withPage(whole.data, list, data),
      errors: [...new Set([...whole.errors, ...errors])],
    };
    setRead((now) => (now.of === answer ? { of: answer, whole: next, reading: false } : now));
  };
  return { answer: whole, further, more: reading ? null : (list) => void more(list) };
}
