import { hash, verify } from '@node-rs/argon2';

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The argon2id hash of a password, with its own salt and parameters in the text. */
export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** Whether this is the password that the hash was made of. */
export const isPassword = ({ hash: hashed, password }: { readonly hash: string; readonly password: string }): Promise<boolean> => verify(hashed, password);
