/** A request that cannot be carried out: what the user is told, one sentence. */
export class FrontendError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FrontendError';
  }
}
