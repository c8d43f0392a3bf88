import type { StylesheetJson } from 'cytoscape';
import { DIFFERENCE_KINDS } from './answer/drawing';
import type { Look } from './card';
import { OUTLINES, signAsImage, TONES } from './look';

export type Theme = 'light' | 'dark';

export const CARD_FONT = '"Roboto", system-ui, sans-serif';
export const CARD_FONT_SIZE = 13;
const SIGN_SPACE = 26;

/** Colours of everything that is no card. */
export const LINES: Readonly<
  Record<Theme, { plain: string; carries: string; label: string; ground: string; focus: string }>
> = {
  light: { plain: '#8d9aab', carries: '#a8231d', label: '#44525f', ground: '#ffffff', focus: '#7a1fd1' },
  dark: { plain: '#7d8ca1', carries: '#ff8f87', label: '#c3cedb', ground: '#212a3b', focus: '#c9a2ff' },
};

/** The drawing library's style sheet for one theme. */
export function graphStyle(theme: Theme): StylesheetJson {
  const looks = Object.keys(TONES[theme]) as Look[];
  return [...cards(), ...looks.map((look) => cardOf(theme, look)), ...arcs(theme), ...marks(theme)];
}

function cards(): StylesheetJson {
  return [
    {
      selector: 'node',
      style: {
        label: 'data(label)',
        width: 'data(width)',
        height: 'data(height)',
        'font-family': CARD_FONT,
        'font-size': CARD_FONT_SIZE,
        'line-height': 1.25,
        'text-wrap': 'wrap',
        'text-max-width': '400px',
        'text-valign': 'center',
        'text-halign': 'center',
        'text-justification': 'left',
        'border-width': 1.5,
        'min-zoomed-font-size': 5,
      },
    },
  ];
}

function cardOf(theme: Theme, look: Look): StylesheetJson[number] {
  const tone = TONES[theme][look];
  const image = signAsImage(look, tone.sign);
  const sign =
    image === null
      ? {}
      : {
          'background-image': image,
          'background-width': 16,
          'background-height': 16,
          'background-position-x': '11px',
          'background-position-y': '50%',
          'text-margin-x': SIGN_SPACE / 2,
        };
  return {
    selector: `node[look = "${look}"]`,
    style: {
      shape: OUTLINES[look].shape,
      'background-color': tone.fill,
      'border-color': tone.border,
      'border-style': OUTLINES[look].line,
      'border-width': OUTLINES[look].line === 'double' ? 5 : look === 'PLAIN' || look === 'OK' ? 1.2 : 2,
      color: tone.text,
      ...sign,
    },
  };
}

function arcs(theme: Theme): StylesheetJson {
  const lines = LINES[theme];
  return [
    {
      selector: 'edge',
      style: {
        width: 1.4,
        'line-color': lines.plain,
        'curve-style': 'straight',
        'target-arrow-shape': 'triangle',
        'target-arrow-color': lines.plain,
        'source-arrow-color': lines.plain,
        'arrow-scale': 0.9,
        'font-family': CARD_FONT,
        'font-size': 10,
        color: lines.label,
        'text-background-color': lines.ground,
        'text-background-opacity': 0.9,
        'text-background-padding': '2px',
        'min-zoomed-font-size': 7,
      },
    },
    {
      selector: 'edge[bends]',
      style: { 'curve-style': 'round-segments', 'segment-radii': [16], 'edge-distances': 'node-position' },
    },
    {
      selector: 'edge[weights]',
      style: { 'segment-weights': 'data(weights)', 'segment-distances': 'data(distances)' } as never,
    },
    { selector: 'edge[direction = "both"]', style: { 'source-arrow-shape': 'triangle' } },
    { selector: 'edge[direction = "none"]', style: { 'target-arrow-shape': 'none' } },
    { selector: 'edge[?soft]', style: { 'line-style': 'dashed' } },
    { selector: 'edge[?indirect]', style: { 'line-style': 'dotted' } },
    {
      selector: 'edge[?carries]',
      style: {
        width: 2.6,
        'line-color': lines.carries,
        'target-arrow-color': lines.carries,
        'source-arrow-color': lines.carries,
      },
    },
    ...differences(theme),
    { selector: 'edge[?named], edge.near', style: { label: 'data(label)' } },
  ];
}

/** Beside the colour their names say what became of them. */
function differences(theme: Theme): StylesheetJson {
  return DIFFERENCE_KINDS.map((kind) => ({
    selector: `edge[difference = "${kind}"]`,
    style: {
      width: 2.2,
      'line-color': TONES[theme][kind].border,
      'target-arrow-color': TONES[theme][kind].border,
      'source-arrow-color': TONES[theme][kind].border,
      'line-style': kind === 'REMOVED' ? ('dashed' as const) : ('solid' as const),
    },
  }));
}

function marks(theme: Theme): StylesheetJson {
  return [
    // A second card behind the first: there is more than one.
    {
      selector: 'node[?group]',
      style: { ghost: 'yes', 'ghost-offset-x': 5, 'ghost-offset-y': 5, 'ghost-opacity': 0.55 },
    },
    { selector: 'node.far', style: { opacity: 0.72 } },
    { selector: 'edge.far', style: { opacity: 0.35 } },
    {
      selector: 'node.chosen',
      style: { 'outline-width': 4, 'outline-offset': 3, 'outline-color': LINES[theme].focus },
    },
    { selector: 'node:active', style: { 'overlay-opacity': 0.08 } },
    { selector: 'core', style: { 'active-bg-opacity': 0 } as never },
  ];
}
