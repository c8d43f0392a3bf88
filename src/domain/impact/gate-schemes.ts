import { GateScheme } from './gate-scheme';
import type { ImpactModel } from './impact-model';

/** The schemes of one graph and class model, each made when the first item with it is met, and kept. */
export class GateSchemes {
  readonly #context: ImpactModel;
  /** By number of the list of gates that items define, then by class. */
  readonly #byGates: (GateScheme | undefined)[][] = [];
  /** From 1. */
  readonly #byNumber: (GateScheme | undefined)[] = [undefined];

  private constructor(context: ImpactModel) {
    this.#context = context;
  }

  /** Those of a model; the same ones whenever it is asked. */
  static of(context: ImpactModel): GateSchemes {
    const known = schemesOf.get(context);
    if (known !== undefined) return known;
    const made = new GateSchemes(context);
    schemesOf.set(context, made);
    return made;
  }

  /** One more than the largest number. */
  get count(): number {
    return this.#byNumber.length;
  }

  /** By its number; undefined for 0. */
  at(number: number): GateScheme | undefined {
    return this.#byNumber[number];
  }

  /** The scheme of an item. */
  ofItem(item: number): GateScheme {
    const { view } = this.#context;
    const version = view.versionOf(item);
    return this.find(view.items.gates[version] ?? 0, view.items.classCode[version] ?? 0);
  }

  /** The scheme of items of a class that define the list of gates of this number. */
  find(gates: number, classCode: number): GateScheme {
    const ofGates = (this.#byGates[gates] ??= []);
    const known = ofGates[classCode];
    if (known !== undefined) return known;
    const own = this.#context.view.names.gates.list(gates);
    const made = new GateScheme(this.#context, classCode, own, this.#byNumber.length);
    ofGates[classCode] = made;
    this.#byNumber.push(made);
    return made;
  }
}

const schemesOf = new WeakMap<ImpactModel, GateSchemes>();
