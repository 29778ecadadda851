import type { ParsedScalar } from '../../parse/parsed-document.js';
import type { Key } from '../key.js';
import type { Mopyfile } from '../mopyfile.js';
import type { Violation } from '../report.js';
import { scalarItems } from '../scalars.js';
import { type Explanation, REMOVE } from '../shape.js';

/** The first port that every user may listen on, whatever the kernel's settings. */
const FIRST_UNPRIVILEGED = 1024;

/** A port with its protocol, in or out of range. */
const PORT = /^[1-9]\d*\/(?:tcp|udp|sctp)$/;

/** Ports that the program listens on, for whoever starts the image; nothing is published by them. */
export const ports: Key<Pick<Mopyfile, 'ports'>> = {
  name: 'ports',
  shape: {
    subject: '`ports`',
    expected: 'a list of ports',
    example: 'ports:\n  - 8000',
    empty: REMOVE,
    synonyms: ['port', 'expose'],
    accepts: {
      list: {
        subject: 'this entry of `ports`',
        expected: 'a port',
        example: '`- 8000`',
        accepts: { text: true },
        explain: explainPort,
      },
    },
  },
  read: ({ value, report }) => {
    const places = new Map<string, ParsedScalar>();
    for (const item of scalarItems(value)) {
      const port = item.text.includes('/') ? item.text : `${item.text}/tcp`;
      const first = places.get(port);
      if (first !== undefined) {
        report(repeated(port, item, first));
      } else if (PORT.test(port) && Number.parseInt(port, 10) < FIRST_UNPRIVILEGED) {
        report(privileged(item));
      }
      places.set(port, first ?? item);
    }
    return { ports: [...places.keys()] };
  },
};

function repeated(port: string, { span }: ParsedScalar, first: ParsedScalar): Violation {
  return {
    code: 'port-repeated',
    message: `the port \`${port}\` is listed twice`,
    hint: 'remove one of them',
    at: span,
    related: [first.span],
  };
}

function explainPort(text: string): Explanation {
  const published = /^[\d.]*:?\d+:(\d+)/.exec(text)?.[1];
  if (/^\d+-\d+/.test(text)) {
    return {
      code: 'port',
      message: `\`${text}\` is not a port`,
      hint: 'write each port as an entry of its own',
    };
  }
  return {
    code: 'port',
    message: `\`${text}\` is not a port`,
    hint:
      published === undefined
        ? 'write a number from 1 to 65535, for another protocol than TCP with `/udp` or `/sctp` behind it'
        : `write the port of the container alone, \`${published}\`; where it is published is said by \`docker run -p\``,
  };
}

function privileged({ text, span }: ParsedScalar): Violation {
  const [number, protocol] = text.split('/');
  return {
    code: 'port-privileged',
    severity: 'warning',
    message: `the image's user is not root, and may not listen on port ${number} everywhere: Docker allows it, Kubernetes does not unless the pod has the sysctl \`net.ipv4.ip_unprivileged_port_start\``,
    hint: `listen on a port from 1024 on, and publish it as ${number}: \`docker run -p ${number}:8080${protocol === undefined ? '' : `/${protocol}`}\`, or \`port: ${number}\` of a Service`,
    at: span,
  };
}
