import type { Located, SensitivePart, SensitiveText } from '../validate/mopyfile.js';
import type { RequiredSecret } from './plan.js';

/** Inline: credentials stand in the build definition. Secret: steps refer to BuildKit secrets. */
export type CredentialMode = 'inline' | 'secret';

/** Spells texts that hold credentials, and remembers which secrets the build then has to be given. */
export interface CredentialSpeller {
  spell(text: SensitiveText): string;
  /** The name that stands for a secret of the caller in place of a user name or a password, in either mode. */
  nameOf(secret: Located<string>): string;
  /** In the order of first use; in inline mode those of the caller alone. */
  secrets(): readonly RequiredSecret[];
}

type SecretPart = Extract<SensitivePart, { kind: 'secret' }>;

/**
 * In secret mode a name stands in place of what a URL has before its `@`: pip passes URLs on as arguments and
 * prints some of them, so it must not know more. `credentials.py` exchanges the name when a request goes out.
 * Elsewhere a credential becomes `${MOPY_CREDENTIAL_<n>}`, which pip expands from its environment. Equal
 * values share a secret.
 */
export function credentialSpeller(mode: CredentialMode): CredentialSpeller {
  const secrets = new Map<string, RequiredSecret>();
  const secretFor = ({ text, location }: SecretPart): RequiredSecret => {
    const number = secrets.size + 1;
    const secret = secrets.get(text) ?? {
      id: `mopy-credential-${number}`,
      variable: `MOPY_CREDENTIAL_${number}`,
      value: text,
      location,
    };
    secrets.set(text, secret);
    return secret;
  };
  const named = new Map<string, RequiredSecret>();
  return {
    nameOf: ({ value: id, location }) => {
      const number = named.size + 1;
      const secret = named.get(id) ?? { id, variable: `MOPY_SECRET_${number}`, location };
      named.set(id, secret);
      return secret.variable.toLowerCase().replaceAll('_', '-');
    },
    spell: (text) =>
      mode === 'inline'
        ? text.map((part) => part.text).join('')
        : spellSecrets(joinUserInfo(text), (part) => secretFor(part)),
    secrets: () => [...secrets.values(), ...named.values()],
  };
}

/** User name and password, which may stand apart in a Mopyfile, are one secret. */
function joinUserInfo(text: SensitiveText): SensitiveText {
  const joined: SensitivePart[] = [];
  for (const part of text) {
    const [user, colon] = joined.slice(-2);
    if (part.kind === 'secret' && user?.kind === 'secret' && colon?.text === ':') {
      joined.splice(-2, 2, { ...user, text: `${user.text}:${part.text}` });
    } else {
      joined.push(part);
    }
  }
  return joined;
}

function spellSecrets(text: SensitiveText, secretFor: (part: SecretPart) => RequiredSecret): string {
  return text
    .map((part, index) => {
      if (part.kind === 'literal') {
        return part.text;
      }
      const { id, variable } = secretFor(part);
      const scheme = /(git\+)?https?:\/\/$/i.exec(text[index - 1]?.text ?? '');
      const isUserInfo = scheme !== null && text[index + 1]?.text.startsWith('@');
      if (!isUserInfo) {
        return `\${${variable}}`;
      }
      // With a password, even an empty one, pip asks nobody else; without one git asks its helper.
      return scheme[1] === undefined ? `${id}:` : id;
    })
    .join('');
}
