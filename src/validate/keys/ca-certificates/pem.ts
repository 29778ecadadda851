import { X509Certificate } from 'node:crypto';
import type { Explanation } from '../../shape.js';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** The first byte of a certificate in binary form, an ASN.1 sequence. */
const DER_SEQUENCE = 0x30;

/** The reasons why a file is no list of certificates to trust on this day. */
export function readCertificates(name: string, bytes: Uint8Array, now: Date): readonly Explanation[] {
  const text = Buffer.from(bytes).toString('latin1');
  const blocks = text.match(CERTIFICATE) ?? [];
  if (PRIVATE_KEY.test(text)) {
    return [
      {
        code: 'certificate-format',
        message: `\`${name}\` holds a private key`,
        hint: 'keep the key out of the build, and give a file with the certificates alone',
      },
    ];
  }
  if (blocks.length === 0) {
    return [
      {
        code: 'certificate-format',
        message: `\`${name}\` holds no PEM certificate`,
        hint: formatHint(name, bytes),
      },
    ];
  }
  return blocks.flatMap((block, index) => readBlock(name, block, index + 1, now) ?? []);
}

function formatHint(name: string, bytes: Uint8Array): string {
  return bytes[0] === DER_SEQUENCE
    ? `convert it: \`openssl x509 -inform der -in ${name} -out company.pem\``
    : 'give a file with `-----BEGIN CERTIFICATE-----` in it';
}

function readBlock(name: string, block: string, number: number, now: Date): Explanation | undefined {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(block);
  } catch {
    return {
      code: 'certificate-format',
      message: `certificate ${number} of \`${name}\` is damaged`,
      hint: 'copy the file again from where it comes from',
    };
  }
  const { validFrom, validTo, subject } = certificate;
  const shown = subject?.replaceAll('\n', ', ') || `certificate ${number}`;
  if (now < new Date(validFrom) || now > new Date(validTo)) {
    return {
      code: 'certificate-expired',
      severity: 'warning',
      message: `the certificate of ${shown} in \`${name}\` is valid from ${validFrom} to ${validTo}, and not now`,
      hint: 'ask for the new one: connections that rely on it fail',
    };
  }
  return undefined;
}
