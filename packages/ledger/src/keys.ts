/** Signs checkpoints. The private key never leaves the value. */
export type Signer = {
  /** The key name: equals the log's origin for a log, the witness's own name for a witness. */
  readonly name: string;
  /** `<name>+<hex key id>+<base64(type ‖ key)>` (c2sp.org/signed-note). */
  readonly verifierKey: string;
  readonly sign: (message: Uint8Array) => Uint8Array;
};
