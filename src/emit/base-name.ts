import type { StageBase } from '../plan/plan.js';

/** The word that `FROM` has for what a stage stands on. */
export function baseName(base: StageBase): string {
  switch (base.kind) {
    case 'scratch':
      return 'scratch';
    case 'image':
      return base.image.reference;
    case 'stage':
      return base.name;
  }
}
