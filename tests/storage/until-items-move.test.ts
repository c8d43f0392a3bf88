import type { ClassModel } from '../../src/domain/class-model/resolved-class-model';
import { revision } from '../../src/domain/ids';
import { UntilItemsMove } from '../../src/storage/items/until-items-move';

const MODEL = {} as ClassModel;
const AT = revision(7);

/** Texts that weigh what they are long, with what they are asked by. */
function kept(weightMax: number): { keep: (name: string, text: string) => void; has: (name: string) => boolean } {
  const texts = new UntilItemsMove<string>(weightMax, (text) => text.length);
  texts.restart(AT);
  return {
    keep: (name, text) => texts.keep(name, MODEL, text, texts.reading(AT)),
    has: (name) => texts.get(name, MODEL, AT) !== undefined,
  };
}

test('what is kept weighs no more than it may: those not asked for longest go first', () => {
  const texts = kept(800);
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  for (const name of names) texts.keep(name, 'x'.repeat(99));
  expect(names.filter(texts.has)).toEqual(names);
  expect(texts.has('a')).toBe(true);
  texts.keep('i', 'x'.repeat(99));
  expect(texts.has('b')).toBe(false);
  expect(['a', 'c', 'i'].every(texts.has)).toBe(true);
});

test('what is as long as many others is not kept', () => {
  const texts = kept(800);
  texts.keep('a', 'x'.repeat(99));
  texts.keep('long', 'x'.repeat(200));
  expect([texts.has('a'), texts.has('long')]).toEqual([true, false]);
});

test('what was read before something moved is not kept', () => {
  const texts = new UntilItemsMove<string>(800, (text) => text.length);
  texts.restart(AT);
  const read = texts.reading(AT);
  texts.forget();
  texts.restart(AT);
  texts.keep('a', MODEL, 'x', read);
  expect(texts.get('a', MODEL, AT)).toBeUndefined();
});
