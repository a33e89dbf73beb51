/** Bytes drawn at once: asking the system for twelve bytes takes as long as asking for thousands, and every request asks several times. */
const DRAW = 8192;

/** The same chance, drawn ahead. Each byte is given out once. */
export function drawnAhead(random: (bytes: number) => Uint8Array): (bytes: number) => Uint8Array {
  let drawn: Uint8Array = new Uint8Array(0);
  let at = 0;
  return (bytes) => {
    if (bytes > DRAW) return random(bytes);
    if (at + bytes > drawn.length) [drawn, at] = [random(DRAW), 0];
    at += bytes;
    return drawn.slice(at - bytes, at);
  };
}
