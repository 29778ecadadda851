/** The parts of a requirement of PEP 508, as they are written. */
export interface RequirementParts {
  readonly name: string;
  readonly extras: readonly string[];
  /** Versions, or an address with `@` before it. */
  readonly specifier: string;
  readonly marker: string;
}

/** Takes a requirement of PEP 508 to parts; undefined for a text that does not begin with a name. */
export function requirementParts(line: string): RequirementParts | undefined {
  const [head = '', ...marker] = line.split(';');
  const [start = '', name, extras = ''] = /^\s*([\w.-]+)\s*(?:\[([^\]]*)\])?/.exec(head) ?? [];
  return name === undefined
    ? undefined
    : {
        name,
        extras: extras.split(',').filter((extra) => extra.trim() !== ''),
        specifier: head.slice(start.length).trim().replace(/^\(/, '').replace(/\)$/, ''),
        marker: marker.join(';'),
      };
}
