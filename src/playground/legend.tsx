import { LOOK_WORDS, lookOf, type Look } from './card';
import type { AnswerGraph } from './answer-graph';
import { SIGNS } from './look';

const ORDER: readonly Look[] = ['OUTAGE', 'DOWN', 'DEGRADED', 'AT_RISK', 'SPARED', 'OK'];
const MEANING: Readonly<Record<Look, string>> = {
  OUTAGE: 'fails by itself',
  DOWN: 'does not work',
  DEGRADED: 'works, but worse',
  AT_RISK: 'holds, nothing left to lose',
  SPARED: 'saved by redundancy',
  OK: 'nothing is wrong',
  PLAIN: '',
};

/** Only what this picture shows. */
export function Legend({ graph }: { readonly graph: AnswerGraph }) {
  const looks = new Set(graph.items.map(lookOf));
  const { arcs } = graph;
  if (arcs.length === 0 && looks.size === 1 && looks.has('PLAIN')) return null;
  return (
    <ul className="underpin-legend" aria-label="Legend">
      {ORDER.filter((look) => looks.has(look)).map((look) => (
        <li key={look} title={MEANING[look]}>
          <LookSign look={look} />
          {LOOK_WORDS[look]}
        </li>
      ))}
      {arcs.some((arc) => !arc.indirect) && <Line kind="plain" words="depends on" />}
      {arcs.some((arc) => arc.carries) && <Line kind="carries" words="failure came this way" />}
      {arcs.some((arc) => arc.soft) && <Line kind="soft" words="soft: only degrades" />}
      {arcs.some((arc) => arc.indirect) && <Line kind="indirect" words="due to, by a chain" />}
    </ul>
  );
}

export function LookSign({ look }: { readonly look: Look }) {
  const sign = SIGNS[look];
  if (look === 'PLAIN') return null;
  return (
    <svg className={`underpin-sign look-${look}`} viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
      {sign !== null && <path fillRule="evenodd" d={sign} />}
    </svg>
  );
}

function Line({ kind, words }: { readonly kind: string; readonly words: string }) {
  return (
    <li>
      <svg className={`underpin-line ${kind}`} viewBox="0 0 34 10" width="34" height="10" aria-hidden="true">
        <path d="M1 5h25" />
        <path className="head" d="M25 1.5 33 5l-8 3.5z" />
      </svg>
      {words}
    </li>
  );
}
