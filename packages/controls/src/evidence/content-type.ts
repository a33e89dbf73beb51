/** What a filed document is, told from its bytes. */
export type ContentType = { readonly type: string; readonly extension: string };

const ascii = (text: string): readonly number[] => Array.from(text, (character) => character.charCodeAt(0));

const startsWith = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean => signature.every((byte, offset) => bytes[at + offset] === byte);

const includes = (bytes: Uint8Array, text: string): boolean => {
  const sought = ascii(text);
  for (let at = bytes.indexOf(sought[0] ?? 0); at >= 0; at = bytes.indexOf(sought[0] ?? 0, at + 1)) if (startsWith(bytes, sought, at)) return true;
  return false;
};

const signatures: readonly (ContentType & { readonly bytes: readonly number[] })[] = [
  { type: 'application/pdf', extension: 'pdf', bytes: ascii('%PDF-') },
  { type: 'image/png', extension: 'png', bytes: [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a] },
  { type: 'image/jpeg', extension: 'jpg', bytes: [0xff, 0xd8, 0xff] },
];

const office = 'application/vnd.openxmlformats-officedocument';
const packed: readonly (ContentType & { readonly member: string })[] = [
  { type: `${office}.wordprocessingml.document`, extension: 'docx', member: 'word/document.xml' },
  { type: `${office}.spreadsheetml.sheet`, extension: 'xlsx', member: 'xl/workbook.xml' },
  { type: `${office}.presentationml.presentation`, extension: 'pptx', member: 'ppt/presentation.xml' },
];
const open: readonly (ContentType & { readonly member: string })[] = ([['text', 'odt'], ['spreadsheet', 'ods'], ['presentation', 'odp']] as const)
  .map(([kind, extension]) => ({ type: `application/vnd.oasis.opendocument.${kind}`, extension, member: `mimetypeapplication/vnd.oasis.opendocument.${kind}` }));

/** A zip file is accepted only as an office document: its list of members says which. Programs inside (macros) are refused. */
const zipped = (bytes: Uint8Array): ContentType | undefined => {
  if (includes(bytes, 'vbaProject.bin')) return undefined;
  const found = open.find(({ member }) => startsWith(bytes, ascii(member), 30)) ?? (includes(bytes, '[Content_Types].xml') ? packed.find(({ member }) => includes(bytes, member)) : undefined);
  return found === undefined ? undefined : { type: found.type, extension: found.extension };
};

/** Markup that a browser would run is not plain text, whatever its name says. */
const markup = /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype|\?xml|html|head|body|svg|script|iframe)/i;

const plain = (bytes: Uint8Array): ContentType | undefined => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Bytes that are not UTF-8 are no text; there is nothing else that they could be here.
    return undefined;
  }
  // Control characters other than tab, line feed, form feed and carriage return mean that it is not text.
  // eslint-disable-next-line no-control-regex
  return text.length === 0 || /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text) || markup.test(text) ? undefined : { type: 'text/plain', extension: 'txt' };
};

/**
 * The type of a document by the bytes of the whole file, undefined when it is none that may be filed: PDF, PNG, JPEG, office
 * documents without macros, and plain text (CSV, JSON and Markdown among it). Names and stated types are not looked at.
 */
export const contentTypeOf = (bytes: Uint8Array): ContentType | undefined => {
  const found = signatures.find((signature) => startsWith(bytes, signature.bytes));
  if (found !== undefined) return { type: found.type, extension: found.extension };
  return startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) ? zipped(bytes) : plain(bytes);
};
