import type { Status } from '../../protobuf/schema.generated.js';

/** Code of a status without a prefix of its own in what users read (gRPC's `Unknown`). */
export const UNKNOWN = 2;

/** Code of a message that is larger than client or daemon let through. */
export const RESOURCE_EXHAUSTED = 8;

/** Code of a method that a daemon does not have. */
export const UNIMPLEMENTED = 12;

/** An error of BuildKit's instead of a result, or of the frontend's for BuildKit: a status with its details. */
export class GatewayError extends Error {
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? '');
    this.name = 'GatewayError';
    this.status = status;
  }
}
