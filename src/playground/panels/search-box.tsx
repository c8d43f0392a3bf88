import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { searchFor } from '../queries/search';
import { useLookup } from '../use-lookup';
import { useScene } from '../use-scene';
import { foundIn, type FoundItem } from './found-items';
import { FoundList } from './found-list';

const TYPING_MS = 180;

export interface SearchBoxProps {
  /** What the picture holds: such an item is jumped to, any other becomes the subject of a new picture. */
  readonly drawn: ReadonlySet<string>;
}

/** The entrance: finds an item by name, host name, address or key. "/" leads here from everywhere but text. */
export function SearchBox({ drawn }: SearchBoxProps) {
  const { scene, dispatch, ready } = useScene();
  const [words, setWords] = useState('');
  const [open, setOpen] = useState(false);
  const settled = useSettled(words.trim());
  const { data, errors, loading } = useLookup(settled === '' ? null : searchFor(settled, scene.view?.at ?? null));
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  useSlashKey(input);
  const found = foundIn(data);
  const waiting = loading || settled !== words.trim();
  const showing = open && settled !== '' && (data !== null || errors.length > 0);

  function leave() {
    setOpen(false);
    setWords('');
    input.current?.blur();
  }
  function pick({ id }: FoundItem) {
    leave();
    dispatch(drawn.has(id) ? { type: 'choose', item: id } : { type: 'topology', items: [id], direction: 'DEPENDENTS' });
  }
  function fail({ id }: FoundItem) {
    leave();
    const marked = scene.view !== null && (scene.view.failed.length > 0 || drawn.has(id));
    dispatch(marked ? { type: 'toggle-failed', item: id } : { type: 'impact', items: [id] });
  }
  return (
    <div
      ref={box}
      className="underpin-search"
      role="search"
      onBlur={(event) => {
        if (!box.current?.contains(event.relatedTarget)) setOpen(false);
      }}
      onKeyDown={(event) => onKey(event, box.current, () => setOpen(false))}
    >
      <input
        ref={input}
        type="search"
        value={words}
        disabled={!ready}
        placeholder="Find an item: name, host name, address or key"
        aria-label="Find an item by name, host name, address or key"
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
        onFocus={() => setOpen(true)}
        onChange={(event) => {
          setWords(event.target.value);
          setOpen(true);
        }}
      />
      {showing && <FoundList found={found} error={errors[0] ?? null} loading={waiting} onPick={pick} onFail={fail} />}
    </div>
  );
}

/** Half a word asks nothing yet. */
function useSettled(words: string): string {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(words), TYPING_MS);
    return () => window.clearTimeout(timer);
  }, [words]);
  return settled;
}

function useSlashKey(input: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const at = event.target instanceof HTMLElement ? event.target : null;
      if (event.key !== '/' || at?.closest('input, textarea, select, [contenteditable], .monaco-editor')) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [input]);
}

/** Arrow keys walk through what is found, Enter in the box takes the first one, Escape leaves. */
function onKey(event: KeyboardEvent, box: HTMLElement | null, close: () => void): void {
  const rows = [...(box?.querySelectorAll<HTMLElement>('li .found') ?? [])];
  const fails = [...(box?.querySelectorAll<HTMLElement>('li .fails') ?? [])];
  const inInput = event.target instanceof HTMLInputElement;
  const column = fails.includes(event.target as HTMLElement) ? fails : rows;
  const row = column.indexOf(event.target as HTMLElement);
  if (event.key === 'ArrowDown') column[row + 1]?.focus();
  else if (event.key === 'ArrowUp' && row > 0) column[row - 1]?.focus();
  else if (event.key === 'ArrowUp') box?.querySelector('input')?.focus();
  else if (event.key === 'ArrowRight' && !inInput) fails[row]?.focus();
  else if (event.key === 'ArrowLeft' && !inInput) rows[row]?.focus();
  // What was found for half a word is not what is meant by the whole.
  else if (event.key === 'Enter' && inInput) box?.querySelector<HTMLElement>('[aria-busy="false"] .found')?.click();
  else if (event.key === 'Escape') {
    box?.querySelector('input')?.focus();
    close();
  } else return;
  event.preventDefault();
}
