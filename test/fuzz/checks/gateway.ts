import { inspect } from 'node:util';
import { greetDaemon } from '../../../src/frontend/daemon/daemon.js';
import { frontend } from '../../../src/frontend/frontend.js';
import { FrontendError } from '../../../src/frontend/gateway/frontend-error.js';
import { GatewayError } from '../../../src/frontend/gateway/gateway-error.js';
import { fakeGateway } from '../../frontend/fake-gateway.js';
import { type GatewayInput, SECRET } from '../input.js';

const NOW = new Date('2026-06-01T00:00:00Z');

/** The frontend answers a request with a result or an error for the user, the same each time. */
export async function checkGateway(input: GatewayInput): Promise<string | undefined> {
  const [first, second] = [await answerTo(input), await answerTo(input)];
  if (first.all !== second.all) {
    return 'two runs differ';
  }
  if (first.told.includes(SECRET)) {
    return `tells a credential: ${first.told}`;
  }
  return undefined;
}

/** @returns everything as one text, and as another what users see */
async function answerTo({ options, files, without }: GatewayInput): Promise<{ all: string; told: string }> {
  const fake = fakeGateway({ files, without });
  const environment = { options: new Map(Object.entries(options)), session: 'session' };
  let answer: unknown;
  try {
    answer = await frontend(await greetDaemon(fake.gateway, environment), NOW);
  } catch (error) {
    if (error instanceof FrontendError) {
      answer = error.message;
    } else if (error instanceof GatewayError) {
      answer = error.status;
    } else {
      throw error;
    }
  }
  return {
    all: textOf([answer, fake.methods, fake.solved, fake.warned]),
    told: textOf([answer, fake.warned]),
  };
}

function textOf(value: unknown): string {
  return inspect(readable(value), { depth: null, maxArrayLength: null, maxStringLength: null });
}

/** Bytes as text, in what is sent to a daemon. */
function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString('latin1');
  }
  if (value instanceof Map) {
    return [...value].map(readable);
  }
  if (Array.isArray(value)) {
    return value.map(readable);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, readable(entry)]))
    : value;
}
