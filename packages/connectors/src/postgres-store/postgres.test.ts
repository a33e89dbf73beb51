import { describe } from 'vitest';
import { storeSuite } from '../stores/testing/suite.ts';
import { postgresBench } from '../stores/testing/postgres.ts';

describe('a store in PostgreSQL', () => {
  storeSuite(postgresBench);
});
