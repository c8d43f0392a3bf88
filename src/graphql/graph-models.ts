import type { CutSetAnswer } from '../application/analyses/cut-sets';
import type { ImpactAnswer } from '../application/analyses/impact';
import type { ItemStateChange, StateChange } from '../application/live/live-states';
import type { DependencyPath } from '../application/analyses/paths';
import type { SinglePointOfFailure } from '../application/analyses/single-points';
import type { UnresolvedReference } from '../application/references/references';
import type { Topology, TopologyItem } from '../application/analyses/topology';
import type { CutSet, SharedProvider } from '../domain/cut-sets/cut-set-analysis';
import type { ProbabilityRange } from '../domain/cut-sets/probability';
import type { ItemId, Revision } from '../domain/ids';
import type { GateWarning } from '../domain/impact/coverage';
import type { GateResult, GateResultMember } from '../domain/impact/gate-result';
import type { ImpactedItem } from '../domain/impact/hit-items';
import type { ProofStep, SparedItem } from '../domain/impact/impact-analysis';
import type { ImpactSummary } from '../domain/impact/summary';
import type { ConnectionModel } from './models';
import type { Premises } from './premises';

/* What the resolvers of topology and impact hand to each other. */

/** Something worked out at one revision. */
export interface Answer<T> {
  readonly value: T;
  readonly at: Revision;
  /** What was asked; a cursor into one of its lists fits no other question. */
  readonly question: unknown;
}

export type TopologyModel = Answer<Topology>;
/** Totals of an impact, as far as who asks may be told. */
export type ImpactSummaryModel = ImpactAnalysisModel & { readonly summary: ImpactSummary };
export type ImpactAnalysisModel = Answer<ImpactAnswer>;
export type CutSetAnalysisModel = Answer<CutSetAnswer>;

/** A value that speaks of an item, at a revision. */
type OfItem<T> = T & { readonly at: Revision };

export type TopologyItemModel = OfItem<TopologyItem>;
export type GateMemberModel = OfItem<Omit<GateResultMember, 'gate'>> & { readonly gate: GateResultModel | null };
export type GateWarningModel = OfItem<GateWarning>;
export type DependencyPathModel = OfItem<DependencyPath>;

export type ProbabilityRangeModel = ProbabilityRange;
export type CutSetModel = OfItem<CutSet>;
export type SharedFateModel = OfItem<SharedProvider>;

export type ImpactedItemModel = ImpactedItem & { readonly analysis: ImpactAnalysisModel };
export type SparedItemModel = SparedItem & { readonly analysis: ImpactAnalysisModel };
/** A gate of an item; the text names it within its analysis. */
export type GateResultModel = Answer<GateResult>;
/** A step at a position of the proof of an item. */
export type ProofStepModel = ProofStep & {
  readonly analysis: ImpactAnalysisModel;
  readonly proved: ItemId;
  readonly position: number;
};

export type DependencyPathConnectionModel = ConnectionModel<DependencyPathModel> & {
  readonly truncated: boolean;
  readonly unresolved: readonly (UnresolvedReference & { readonly at: Revision })[];
};
export type TopologyItemConnectionModel = ConnectionModel<TopologyItemModel>;
export type ImpactedItemConnectionModel = ConnectionModel<ImpactedItemModel>;
export type SparedItemConnectionModel = ConnectionModel<SparedItemModel>;
export type GateMemberConnectionModel = ConnectionModel<GateMemberModel>;
export type CutSetConnectionModel = Omit<ConnectionModel<CutSetModel>, 'totalCount'> & { readonly totalCount: bigint };
export type StateChangeModel = StateChange;
export type ItemStateModel = OfItem<ItemStateChange>;
export type SinglePointModel = OfItem<SinglePointOfFailure> & { readonly premises: Premises };
export type SinglePointConnectionModel = ConnectionModel<SinglePointModel>;
