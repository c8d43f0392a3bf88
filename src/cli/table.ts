import { painted, type Paint, type Screen } from './screen';
import { fitted, plainText, widthOf } from './text-width';

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string | null;
  /** The colour of a cell. */
  readonly paint?: (row: Row) => Paint | null;
  /** Numbers stand at the right. */
  readonly right?: boolean;
}

const GAP = '  ';
/** A column is not cut to less than this to make a table fit; where there are very many, than the second. */
const WIDTHS_MIN = [12, 5] as const;

/** A table as lines, its columns aligned; on a terminal the widest columns are cut until it fits. */
export function tableLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[], screen: Screen): string[] {
  const texts = rows.map((row) => columns.map((column) => plainText(column.text(row) ?? '')));
  const shown = columns.map((_, at) => at).filter((at) => texts.some((cells) => cells[at] !== ''));
  const natural = shown.map((at) =>
    Math.max(widthOf(columns[at]?.title ?? ''), ...texts.map((cells) => widthOf(cells[at] ?? ''))),
  );
  const widths = screen.width === null ? natural : narrowed(natural, screen.width - GAP.length * (shown.length - 1));
  const line = (cell: (at: number) => string, paint: (at: number) => Paint | null): string =>
    shown
      .map((at, place) => {
        const text = fitted(cell(at), widths[place] ?? 0, columns[at]?.right);
        return place === shown.length - 1
          ? painted(screen, text.trimEnd(), paint(at))
          : painted(screen, text, paint(at));
      })
      .join(GAP)
      .trimEnd();
  return [
    line(
      (at) => columns[at]?.title ?? '',
      () => 'bold',
    ),
    ...rows.map((row, index) =>
      line(
        (at) => texts[index]?.[at] ?? '',
        (at) => columns[at]?.paint?.(row) ?? null,
      ),
    ),
  ];
}

/** Takes from the widest column until all fit, or none can be made narrower. */
function narrowed(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  let surplus = widths.reduce((sum, width) => sum + width, 0) - room;
  for (const least of WIDTHS_MIN) {
    for (; surplus > 0 && Math.max(...widths) > least; surplus -= 1) {
      const widest = widths.indexOf(Math.max(...widths));
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
  }
  return widths;
}
