/**
 * Markers that all have to hold: each once, so that requirements which lead to one another in a circle come to an end. One
 * that is empty says nothing.
 */
export function bothMarkers(markers: readonly string[], marker: string): readonly string[] {
  const own = marker.trim();
  return own === '' || markers.includes(own) ? markers : [...markers, own];
}

/** Whether nothing is wanted under a list of markers that is not wanted under another one already. */
export function isCovered(markers: readonly string[], known: readonly (readonly string[])[]): boolean {
  return known.some((weaker) => weaker.every((marker) => markers.includes(marker)));
}

/** A requirement of PEP 508 with markers in place of its own. */
export function withJoinedMarkers(line: string, markers: readonly string[]): string {
  const [head = ''] = line.split(';');
  const joined = markers.length > 1 ? markers.map((one) => `(${one})`).join(' and ') : markers.join('');
  return joined === '' ? head.trimEnd() : `${head.trimEnd()} ; ${joined}`;
}
