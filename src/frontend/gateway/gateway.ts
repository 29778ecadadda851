import { decode } from '../../protobuf/decode.js';
import { encode } from '../../protobuf/encode.js';
import { llbBridgeMethods, llbBridgePath, type Messages } from '../../protobuf/schema.generated.js';
import type { Transport } from './transport.js';

type Methods = typeof llbBridgeMethods;
type Request<Name extends keyof Methods> = Messages[Methods[Name]['request']];
type Response<Name extends keyof Methods> = Messages[Methods[Name]['response']];

/** Calls a method of BuildKit's gateway (frontend/gateway/pb/gateway.proto). Throws GatewayError. */
export type Gateway = <Name extends keyof Methods>(
  method: Name,
  request: Request<Name>,
) => Promise<Response<Name>>;

/** The gateway at the other end of a connection. */
export function gatewayOver(transport: Transport): Gateway {
  return async (method, request) => {
    const { request: requestName, response } = llbBridgeMethods[method];
    const bytes = await transport.call(`${llbBridgePath}${method}`, encode(requestName, request));
    return decode(response, bytes);
  };
}
