import { unique } from '../../basics/unique.js';
import type { Diagnostic } from '../../source/diagnostic.js';
import type { Location } from '../../source/source.js';
import { VERSION } from '../../version.js';
import { clean, DIAGNOSTICS_PAGE, placeOf } from './places.js';

/** A log of one run of mopy in the form of SARIF 2.1.0 (OASIS), with a rule for each code that occurs. */
export function sarifLog(diagnostics: readonly Diagnostic[]) {
  const codes = unique(diagnostics.map(({ code }) => code));
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0' as const,
    runs: [
      {
        tool: {
          driver: {
            name: 'mopy',
            version: VERSION,
            semanticVersion: VERSION,
            informationUri: DIAGNOSTICS_PAGE,
            rules: codes.map((code) => ({
              id: code,
              shortDescription: { text: code.replaceAll('-', ' ') },
              helpUri: DIAGNOSTICS_PAGE,
            })),
          },
        },
        columnKind: 'utf16CodeUnits' as const,
        results: diagnostics.map((diagnostic) => resultOf(diagnostic, codes.indexOf(diagnostic.code))),
      },
    ],
  };
}

function resultOf({ code, severity, message, locations, hint }: Diagnostic, ruleIndex: number) {
  const [main, ...related] = locations;
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: clean(hint === undefined ? message : `${message}\nhint: ${hint}`) },
    ...(main && { locations: [physical(main)] }),
    ...(related.length > 0 && {
      relatedLocations: related.map((location, index) => ({ id: index + 1, ...physical(location) })),
    }),
  };
}

function physical(location: Location) {
  const { file, start, end } = placeOf(location);
  const uri = file === '-' ? 'stdin' : file.split('/').map(encodeURIComponent).join('/');
  return {
    physicalLocation: {
      artifactLocation: file.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: '%SRCROOT%' },
      region: {
        startLine: start.line,
        startColumn: start.column,
        endLine: end.line,
        endColumn: end.column,
      },
    },
  };
}
