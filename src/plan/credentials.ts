import type { SensitiveText } from '../validate/mopyfile.js';
import type { RequiredSecret } from './plan.js';

/** Inline: credentials stand in the build definition. Secret: steps refer to BuildKit secrets. */
export type CredentialMode = 'inline' | 'secret';

/** Spells texts that hold credentials, and remembers which secrets the build then has to be given. */
export interface CredentialSpeller {
  spell(text: SensitiveText): string;
  /** In the order of first use; none in inline mode. */
  secrets(): readonly RequiredSecret[];
}

/**
 * In secret mode a credential becomes `${MOPY_CREDENTIAL_<n>}`, which pip expands from its
 * environment in every line of a requirements file. Equal values share a secret.
 */
export function credentialSpeller(mode: CredentialMode): CredentialSpeller {
  const secrets = new Map<string, RequiredSecret>();
  const variableOf = (part: Extract<SensitiveText[number], { kind: 'secret' }>): string => {
    const known = secrets.get(part.text);
    if (known !== undefined) return known.variable;
    const number = secrets.size + 1;
    const secret: RequiredSecret = {
      id: `mopy-credential-${number}`,
      variable: `MOPY_CREDENTIAL_${number}`,
      value: part.text,
      location: part.location,
    };
    secrets.set(part.text, secret);
    return secret.variable;
  };
  return {
    spell: (text) =>
      text
        .map((part) => (part.kind === 'secret' && mode === 'secret' ? `\${${variableOf(part)}}` : part.text))
        .join(''),
    secrets: () => [...secrets.values()],
  };
}
