import type { ReactNode } from 'react';

export interface NotesProps {
  readonly errors: readonly string[];
  readonly notes: readonly string[];
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** What the reader has to know about the picture. */
export function Notes({ errors, notes, children }: NotesProps) {
  if (notes.length + errors.length === 0) return null;
  return (
    <div className="underpin-notes" role="status">
      {errors.map((error) => (
        <p key={error} className="underpin-warning">
          {error}
        </p>
      ))}
      {notes.map((note) => (
        <p key={note}>{marked(note)}</p>
      ))}
      {children}
    </div>
  );
}

/** Text between backticks is code. */
function marked(note: string) {
  return note
    .split('`')
    .map((part, index) => (index % 2 === 1 ? <code key={part + String(index)}>{part}</code> : part));
}
