import { useState } from 'react';
import type { GraphCanvas } from './graph-canvas';

export type PaneView = 'picture' | 'list';

export interface PaneToolsProps {
  readonly view: PaneView;
  readonly onView: (view: PaneView) => void;
  readonly canvas: { readonly current: GraphCanvas | null };
}

const ZOOM_STEP = 1.3;

export function PaneTools({ view, onView, canvas }: PaneToolsProps) {
  const views: readonly [PaneView, string][] = [
    ['picture', 'Picture'],
    ['list', 'List'],
  ];
  return (
    <div className="underpin-tools" role="toolbar" aria-label="Graph">
      <div className="underpin-switch">
        {views.map(([name, label]) => (
          <button key={name} type="button" aria-pressed={view === name} onClick={() => onView(name)}>
            {label}
          </button>
        ))}
      </div>
      {view === 'picture' && (
        <>
          <Tool label="Zoom in" sign="+" onClick={() => canvas.current?.zoomBy(ZOOM_STEP)} />
          <Tool label="Zoom out" sign="−" onClick={() => canvas.current?.zoomBy(1 / ZOOM_STEP)} />
          <Tool label="Fit the picture into the pane" sign="⤢" onClick={() => canvas.current?.fit()} />
        </>
      )}
      <CopyLink />
    </div>
  );
}

function Tool({
  label,
  sign,
  onClick,
}: {
  readonly label: string;
  readonly sign: string;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" className="underpin-icon-button" aria-label={label} title={label} onClick={onClick}>
      {sign}
    </button>
  );
}

const SHOWN_MS = 2_000;

/** The address bar holds query and variables: whoever opens the link sees the same question answered. */
function CopyLink() {
  const [outcome, setOutcome] = useState('');
  async function copy() {
    try {
      await navigator.clipboard.writeText(window.location.href);
      setOutcome('Copied');
    } catch {
      setOutcome('Copy it from the address bar');
    }
    window.setTimeout(() => setOutcome(''), SHOWN_MS);
  }
  return (
    <button type="button" className="underpin-tool" title="Copy a link to this query" onClick={() => void copy()}>
      <span aria-live="polite">{outcome === '' ? 'Copy link' : outcome}</span>
    </button>
  );
}
