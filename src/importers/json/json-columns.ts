import type { JsonObject } from '../../domain/json';
import type { Cell } from '../table/cells';
import { refuseTwice, type Columns } from '../table/columns';
import type { Mapping } from '../table/mapping';
import { parseTarget, type ColumnTarget } from '../table/targets';
import { fieldsOf, valueAt } from './paths';

/** A record as a row: what each of its fields fills, and what stands in it. */
export interface JsonRow {
  readonly columns: Columns;
  readonly cells: readonly Cell[];
}

/** Records of one shape share their columns; a file where none is like another shall not fill the memory. */
const SHAPES_KEPT = 1000;

/** Lays records out as rows. The columns of a record are the paths of its fields, and the paths that the mapping names. */
export class JsonColumns {
  readonly #file: string;
  readonly #mapping: Mapping;
  readonly #shapes = new Map<string, Columns>();
  readonly #seen = new Set<string>();
  /** Told of each path that fills nothing and is not left out on purpose. */
  readonly #unmapped: (path: string) => void;

  constructor(file: string, mapping: Mapping, unmapped: (path: string) => void) {
    this.#file = file;
    this.#mapping = mapping;
    this.#unmapped = unmapped;
  }

  /** Columns of the mapping that no record has had. */
  missing(): readonly string[] {
    return [...this.#mapping.columns.keys(), ...this.#mapping.nativeKey].filter((path) => !this.#seen.has(path));
  }

  /** Throws BAD_REQUEST when two fields of the record fill one thing. */
  row(record: JsonObject): JsonRow {
    const cells = new Map<string, Cell>(fieldsOf(record));
    for (const path of [...this.#mapping.columns.keys(), ...this.#mapping.nativeKey]) {
      const value = cells.get(path) ?? valueAt(record, path);
      if (value !== undefined) cells.set(path, value);
    }
    const columns = this.#columnsOf([...cells.keys()]);
    return { columns, cells: [...cells.values()] };
  }

  #columnsOf(header: readonly string[]): Columns {
    const shape = header.join('\n');
    const known = this.#shapes.get(shape);
    if (known !== undefined) return known;
    if (this.#shapes.size >= SHAPES_KEPT) this.#shapes.clear();
    const columns: Columns = {
      header,
      targets: header.map((path) => this.#targetsOf(path)),
      nativeKey: this.#mapping.nativeKey.map((path) => header.indexOf(path)),
    };
    refuseTwice(this.#file, header, columns.targets);
    this.#shapes.set(shape, columns);
    return columns;
  }

  #targetsOf(path: string): readonly ColumnTarget[] {
    const isNew = !this.#seen.has(path);
    this.#seen.add(path);
    const mapped = this.#mapping.columns.get(path);
    if (mapped !== undefined) return mapped;
    const own = parseTarget(path);
    if (own === null && isNew && !this.#mapping.nativeKey.includes(path)) this.#unmapped(path);
    return own === null ? [] : [own];
  }
}
