import { expect, test } from 'vitest';
import { mediaTypeOf } from './media-type.ts';

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

test.each([
  ['application/pdf', text('%PDF-1.4'), 'x.png'], ['image/png', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), 'x.txt'], ['image/jpeg', bytes(0xff, 0xd8, 0xff, 0xe0), ''],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', bytes(0x50, 0x4b, 3, 4, 20), 'a.docx'], ['application/zip', bytes(0x50, 0x4b, 3, 4, 20), 'a.pdf'],
  ['application/json', text(' {"a": 1}'), 'scan.ocsf'], ['application/xml', text('<?xml version="1.0"?>'), 'a'], ['text/csv', text('a,b\n'), 'a.csv'], ['text/plain', text('plain words'), 'a.png'],
  ['text/plain', text('half a ü').slice(0, -1), 'a'], ['application/octet-stream', bytes(0, 1, 2, 3), 'a.pdf'], ['text/html', text('<b>'), 'a.html'],
] as const)('%s is told by the bytes', (type, start, name) => {
  expect(mediaTypeOf(start, name)).toBe(type);
});
