import { useState } from 'react';
import type { GraphCanvas } from '../graph-canvas';
import type { Picture } from '../groups/arrange';
import type { Grouping } from '../groups/grouping';
import type { Pane } from '../view/display';
import { ExportMenu } from './export-menu';
import { GroupChoice } from './group-bar';
import { RequestMenu } from './request-list';

export interface PaneToolsProps {
  readonly pane: Pane;
  readonly panes: readonly Pane[];
  readonly onPane: (pane: Pane) => void;
  readonly by: Grouping;
  readonly title: string;
  readonly picture: Picture;
  readonly canvas: { readonly current: GraphCanvas | null };
}

const ZOOM_STEP = 1.3;
const PANE_WORDS: Readonly<Record<Pane, string>> = { picture: 'Picture', list: 'List', changes: 'Changes' };

export function PaneTools({ pane, panes, onPane, by, title, picture, canvas }: PaneToolsProps) {
  return (
    <div className="underpin-tools" role="toolbar" aria-label="Graph">
      {panes.length > 1 && (
        <div className="underpin-switch">
          {panes.map((name) => (
            <button key={name} type="button" aria-pressed={pane === name} onClick={() => onPane(name)}>
              {PANE_WORDS[name]}
            </button>
          ))}
        </div>
      )}
      {pane === 'picture' && (
        <>
          <Tool label="Zoom in" sign="+" onClick={() => canvas.current?.zoomBy(ZOOM_STEP)} />
          <Tool label="Zoom out" sign="−" onClick={() => canvas.current?.zoomBy(1 / ZOOM_STEP)} />
          <Tool label="Fit the picture into the pane" sign="⤢" onClick={() => canvas.current?.fit()} />
          <GroupChoice by={by} />
          <ExportMenu title={title} picture={picture} canvas={canvas} />
        </>
      )}
      <RequestMenu />
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
