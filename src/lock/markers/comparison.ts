/** A comparison that has no opposite among the others: `>=` is `<` that does not hold. */
export interface Comparison {
  /** The variable, or a quoted text before `in`. */
  readonly left: string;
  readonly operator: '<' | '<=' | '==' | 'in';
  /** A text without its quotes, or the variable behind `in`. */
  readonly right: string;
}

const OPPOSITES: Readonly<Record<Comparison['operator'], string>> = {
  '<': '>=',
  '<=': '>',
  '==': '!=',
  in: 'not in',
};

/** A comparison as a marker, or its opposite. */
export function spellComparison({ left, operator, right }: Comparison, positive: boolean): string {
  const isText = /^["']/.test(left);
  return `${left} ${positive ? operator : OPPOSITES[operator]} ${isText ? right : quoted(right)}`;
}

/** A text in quotes: it holds one kind of them at most. */
export function quoted(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}
