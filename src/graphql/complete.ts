import type { Resolver, Resolvers, ResolversParentTypes, ResolverTypeWrapper, Scalars } from './generated';

/** What a resolver gives, promises and wrappers taken off. */
type Output<F> =
  F extends Resolver<infer R, never, never, never> ? Awaited<R extends ResolverTypeWrapper<infer T> ? T : R> : never;

/** A nullable field may be missing from the domain value. */
type Fits<Property, Result> = Property extends Result | (null extends Result ? undefined : never) ? true : false;

/** The fields of a type that a plain property of its domain value does not answer. */
type Unanswered<R, P> = {
  [K in keyof R & string]-?: K extends '__isTypeOf'
    ? never
    : K extends keyof P
      ? Fits<P[K], Output<NonNullable<R[K]>>> extends true
        ? never
        : K
      : K;
}[keyof R & string];

/** A resolver map that answers every field that a plain property of the domain value does not. */
export type Complete<R, P> = Partial<R> & { [K in Unanswered<R, P> & keyof R]-?: NonNullable<R[K]> };

type ParentOf<T> = T extends keyof ResolversParentTypes ? ResolversParentTypes[T] : unknown;

/** Scalars are completed where they are made. */
type Types = Exclude<keyof Resolvers, keyof Scalars>;

/** Types some field of which needs a resolver. */
type Demanding = {
  [T in Types]-?: Unanswered<NonNullable<Resolvers[T]>, ParentOf<T>> extends never ? never : T;
}[Types];

/** The resolvers of the whole schema: a field that nothing answers does not compile. */
export type CompleteResolvers = Omit<Resolvers, Demanding | keyof Scalars> & {
  [T in Demanding]-?: Complete<NonNullable<Resolvers[T]>, ParentOf<T>>;
} & {
  // Nothing is a property of a root; a field of this one is answered by where its events come from.
  Subscription: Required<NonNullable<Resolvers['Subscription']>>;
};
