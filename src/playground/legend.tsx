import { LOOK_WORDS, lookOf, LOOKS, type Look } from './card';
import type { Picture } from './groups/arrange';
import { lookStyle, SIGNS } from './look';

const MEANING: Readonly<Record<Look, string>> = {
  OUTAGE: 'fails by itself',
  DOWN: 'does not work',
  DEGRADED: 'works, but worse',
  AT_RISK: 'holds, but no more may go down',
  SPARED: 'saved by redundancy, with some to spare',
  ADDED: 'was not there at the earlier moment',
  REMOVED: 'is not there at the later moment',
  CHANGED: 'has other values at the later moment',
  SINGLE_POINT: 'takes the target down by itself',
  IN_SET: 'takes the target down together with others',
  OK: 'nothing is wrong',
  PLAIN: '',
};

/** Only what this picture shows. */
export function Legend({ items, arcs }: Picture) {
  const looks = new Set(items.map(lookOf));
  if (arcs.length === 0 && looks.size === 1 && looks.has('PLAIN')) return null;
  return (
    <ul className="underpin-legend" aria-label="Legend">
      {LOOKS.filter((look) => look !== 'PLAIN' && looks.has(look)).map((look) => (
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
  const style = { ...lookStyle(look), color: `var(--${look}-sign)` };
  return (
    <svg className="underpin-sign" style={style} viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
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
