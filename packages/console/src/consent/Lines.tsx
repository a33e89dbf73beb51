import { useState } from 'react';
import { Textarea } from '@mantine/core';

/** Several lines of text that keep what is being typed: the parsed value drops blanks that are still needed. */
export function Lines({ label, hint, value, change, error = false }: { readonly label: string; readonly hint: string; readonly value: string; readonly change: (text: string) => void; readonly error?: boolean }) {
  const [text, setText] = useState(value);
  return <Textarea label={label} description={hint} error={error ? 'One of these lines is not right' : undefined} autosize minRows={2} value={text} onChange={(event) => { setText(event.currentTarget.value); change(event.currentTarget.value); }} />;
}
