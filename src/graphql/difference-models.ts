import type { Difference, Period } from '../application/history/difference';
import type { DifferingThing } from '../domain/history/differences';
import type { Answer } from './graph-models';
import type { ConnectionModel } from './models';

/* What the resolvers of differences hand to each other. */

export type TopologyDifferenceModel = Answer<Difference>;

/** A thing that differs, and between which revisions. */
export interface DifferingModel {
  readonly thing: DifferingThing;
  readonly period: Period;
}

export type DifferenceConnectionModel = ConnectionModel<DifferingModel>;
