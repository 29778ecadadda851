import type { ReturnRequest, Status } from '../protobuf/schema.generated.js';
import { greetDaemon } from './daemon/daemon.js';
import { readEnvironment } from './daemon/environment.js';
import { frontend } from './frontend.js';
import { FrontendError } from './gateway/frontend-error.js';
import { type Gateway, gatewayOver } from './gateway/gateway.js';
import { GatewayError, RESOURCE_EXHAUSTED, UNKNOWN } from './gateway/gateway-error.js';
import { openTransport, type Pipes } from './gateway/transport.js';

/** The world as BuildKit gives it to a frontend. */
export interface FrontendIo extends Pipes {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** For whoever runs the daemon: its users never see it. */
  log(message: string): Promise<void>;
}

/**
 * Serves BuildKit as a frontend for one build over standard input and output (BuildKit, frontend/gateway/gateway.go).
 *
 * @returns the exit code: 0 once BuildKit has been given a result or an error, 1 when it does not listen
 */
export async function runFrontend(io: FrontendIo): Promise<number> {
  const transport = await openTransport(io);
  try {
    const gateway = gatewayOver(transport);
    await giveBack(gateway, await answer(gateway, io));
    return 0;
  } catch (error) {
    if (!(error instanceof GatewayError)) {
      throw error;
    }
    await io.log(`mopy: BuildKit does not answer on standard input and output: ${error.message}\n`);
    return 1;
  } finally {
    transport.close();
  }
}

async function answer(gateway: Gateway, { environment, now }: FrontendIo): Promise<ReturnRequest> {
  try {
    const daemon = await greetDaemon(gateway, readEnvironment(environment));
    return { result: await frontend(daemon, now) };
  } catch (error) {
    return { error: statusOf(error) };
  }
}

/** An answer that is too large to be sent becomes an error without details: else the build would fail wordless. */
async function giveBack(gateway: Gateway, request: ReturnRequest): Promise<void> {
  try {
    await gateway('Return', request);
  } catch (error) {
    if (!(error instanceof GatewayError) || error.status.code !== RESOURCE_EXHAUSTED) {
      throw error;
    }
    const { code, message } = request.error ?? error.status;
    await gateway('Return', { error: { code, message } });
  }
}

/** The status of an error. BuildKit's own comes back to it whole: its details are the lines that its client prints. */
function statusOf(error: unknown): Status {
  if (error instanceof GatewayError) {
    return error.status;
  }
  if (error instanceof FrontendError) {
    return { code: UNKNOWN, message: error.message };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: UNKNOWN, message: `mopy failed, which is a mistake in mopy: ${text}` };
}
