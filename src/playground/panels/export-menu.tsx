import { fileName, saveFile } from '../export/save';
import { mermaidOf } from '../export/mermaid';
import type { GraphCanvas } from '../graph-canvas';
import type { Picture } from '../groups/arrange';
import { Menu } from './menu';

export interface ExportMenuProps {
  readonly title: string;
  readonly picture: Picture;
  readonly canvas: { readonly current: GraphCanvas | null };
}

/** The picture as a file: all of it, as it is arranged now. */
export function ExportMenu({ title, picture, canvas }: ExportMenuProps) {
  const save = async (ending: Ending) => {
    const content = await contentOf(ending, title, picture, canvas.current);
    if (content !== null) saveFile(fileName(title, ending), content);
  };
  return (
    <Menu label="Export">
      <ul>
        {FORMATS.map(([ending, words]) => (
          <li key={ending}>
            <button type="button" onClick={() => void save(ending)}>
              {words}
            </button>
          </li>
        ))}
      </ul>
    </Menu>
  );
}

type Ending = 'svg' | 'png' | 'mmd';

const FORMATS: readonly (readonly [Ending, string])[] = [
  ['svg', 'SVG picture'],
  ['png', 'PNG picture'],
  ['mmd', 'Mermaid text'],
];

async function contentOf(
  ending: Ending,
  title: string,
  picture: Picture,
  canvas: GraphCanvas | null,
): Promise<Blob | null> {
  if (ending === 'mmd') return new Blob([mermaidOf(picture)], { type: 'text/plain' });
  if (canvas === null) return null;
  return ending === 'svg' ? new Blob([canvas.svg(title)], { type: 'image/svg+xml' }) : canvas.png();
}
