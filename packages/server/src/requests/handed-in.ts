import type { Task } from '../context.ts';

export const endProofs: Task = async () => undefined;
