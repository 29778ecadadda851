import { decodeRequirementsFile } from '../../requirement/decode.js';
import { fileCredentialSpans } from '../../requirement/requirements-file.js';
import { addressCredentialSpans, maskUrls } from '../../source/credentials.js';
import type { Diagnostic, Severity } from '../../source/diagnostic.js';
import type { Source, Span } from '../../source/source.js';
import { mergeSpans } from '../../source/spans.js';
import { lookUp, type VisibleContext } from '../context.js';
import { type PathProblem, unreadableRequirement } from './local-requirement.js';

/** A problem with a line of a requirements file, or with the file. */
export type LineProblem = PathProblem & { readonly severity?: Severity };

/**
 * The text of a requirements file, or what stands in the way of it; neither when nothing is there.
 *
 * @param path normalised path in the context
 */
export async function readRequirementsSource(
  visible: VisibleContext,
  path: string,
): Promise<{ readonly source?: Source; readonly diagnostic?: Diagnostic }> {
  const filename = `${visible.context.prefix ?? ''}${path}`;
  const refuse = (problem: LineProblem) => ({
    diagnostic: lineDiagnostic({ kind: 'requirements', filename, text: '' }, { start: 0, end: 0 }, problem),
  });
  try {
    const found = await lookUp(visible, path);
    const bytes = typeof found === 'object' ? await visible.context.read(path) : undefined;
    if (bytes === undefined) {
      return {};
    }
    const { text, problem } = decodeRequirementsFile(bytes);
    return text === undefined
      ? refuse({ code: 'requirements-encoding', ...problem })
      : { source: { kind: 'requirements', filename, text, secretSpans: secretSpansIn(text) } };
  } catch (error) {
    return refuse(unreadableRequirement(path, error));
  }
}

/** Also of URLs that go over several lines. */
function secretSpansIn(text: string): readonly Span[] {
  return mergeSpans([...addressCredentialSpans(text), ...fileCredentialSpans(text)]);
}

/** Warns of credentials: the file is given to pip as it is, and nothing of it can become a secret of the build. */
export function plainCredentials(source: Source): readonly Diagnostic[] {
  const locations = fileCredentialSpans(source.text).map((span) => ({ source, span }));
  if (locations.length === 0) {
    return [];
  }
  return [
    {
      code: 'requirements-credentials',
      severity: 'warning',
      message: 'credentials of a requirements file reach the build in plain text',
      locations,
      hint: 'write the entry or index into the Mopyfile, or leave the credentials to the build secrets `netrc` and `pip.conf`',
    },
  ];
}

/** A problem at its place; credentials in quoted URLs are masked. */
export function lineDiagnostic(source: Source, span: Span, problem: LineProblem): Diagnostic {
  const { code, message, hint, severity = 'error' } = problem;
  const locations = [{ source, span }];
  return { code, severity, message: maskUrls(message), hint: maskUrls(hint), locations };
}
