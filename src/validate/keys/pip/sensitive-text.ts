import type { ParsedRequirement } from '../../../requirement/requirement.js';
import type { Location, Span } from '../../../source/source.js';
import type { SensitiveText } from '../../mopyfile.js';

/** The text of a requirement with the place of each credential. @param locate gets its span in the requirement's own text */
export function sensitiveText({ text }: ParsedRequirement, locate: (span: Span) => Location): SensitiveText {
  return text.map((part) =>
    part.kind === 'literal' ? part : { kind: 'secret', text: part.text, location: locate(part.span) },
  );
}
