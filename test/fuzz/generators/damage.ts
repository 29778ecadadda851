import fc from 'fast-check';
import { SECRET } from '../input.js';
import { trickyText } from './text.js';

/** One change of a text's lines; `at` says where, as a fraction. */
type Damage = { readonly at: number } & (
  | { readonly kind: 'delete' | 'repeat' | 'indent' | 'outdent' | 'tab' | 'swap' }
  | { readonly kind: 'insert' | 'cut'; readonly text: string }
);

const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const lineDamage: fc.Arbitrary<Damage> = fc.record({
  at,
  kind: fc.constantFrom('delete', 'repeat', 'indent', 'outdent', 'tab', 'swap'),
});
const textDamage: fc.Arbitrary<Damage> = fc.record({
  at,
  kind: fc.constantFrom('insert', 'insert', 'cut'),
  text: trickyText,
});

/** Whole lines are moved, lost or indented otherwise: what was a credential still looks like one. */
export function withDamagedLines(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(text, fc.array(lineDamage, { minLength: 1, maxLength: 3 })).map(apply);
}

/** Text is inserted and cut anywhere: there are no credentials then. */
export function withDamagedText(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const damages = fc.array(fc.oneof(lineDamage, textDamage), { minLength: 1, maxLength: 4 });
  return fc.tuple(text, damages).map(([whole, list]) => apply([whole.replaceAll(SECRET, 'public'), list]));
}

function apply([text, damages]: [string, readonly Damage[]]): string {
  return damages.reduce(damaged, text);
}

function damaged(text: string, damage: Damage): string {
  if (damage.kind === 'insert' || damage.kind === 'cut') {
    const index = Math.floor(damage.at * (text.length + 1));
    return text.slice(0, index) + damage.text + (damage.kind === 'cut' ? '' : text.slice(index));
  }
  const lines = text.split('\n');
  const index = Math.floor(damage.at * lines.length);
  const line = lines[index] ?? '';
  const replacement = {
    delete: [],
    repeat: [line, line],
    indent: [` ${line}`],
    outdent: [line.replace(/^ {1,2}/, '')],
    tab: [`\t${line}`],
    swap: [lines[index + 1] ?? '', line],
  }[damage.kind];
  return lines.toSpliced(index, damage.kind === 'swap' ? 2 : 1, ...replacement).join('\n');
}
