import { expect, test } from 'vitest';
import { originsOf } from './origin.ts';

test('a server is reached where it listens, by each name of this machine, or where the operator says', () => {
  expect(originsOf(undefined, '127.0.0.1', 4400)).toEqual(['http://127.0.0.1:4400', 'http://localhost:4400', 'http://[::1]:4400']);
  expect(originsOf(undefined, '0.0.0.0', 80)).toEqual(['http://127.0.0.1', 'http://localhost', 'http://[::1]']);
  expect(originsOf(undefined, '10.1.2.3', 4400)).toEqual(['http://10.1.2.3:4400']);
  expect(originsOf(undefined, 'fd00::1', 4400)).toEqual(['http://[fd00::1]:4400']);
  expect(originsOf('https://avouch.example.com', '127.0.0.1', 4400)).toEqual(['https://avouch.example.com']);
});
