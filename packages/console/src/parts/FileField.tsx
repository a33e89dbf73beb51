import { useState } from 'react';
import { FileButton, Button } from '@mantine/core';
import type { Answer } from '@avouch/api/client';
import { formatBytes } from '../calls/clock.ts';
import { useClient, usePlace } from '../calls/session.ts';
import { sendFile } from '../calls/upload.ts';
import { Trouble } from './Trouble.tsx';

type Upload = Answer<'upload'>;
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

/** Hands in a file by choosing or dropping it, with its progress, and gives its id. */
export function FileField({ label, hint, done }: { readonly label: string; readonly hint: string; readonly done: (upload: Upload) => void }) {
  const client = useClient();
  const { org } = usePlace();
  const [over, setOver] = useState(false);
  const [state, setState] = useState<{ readonly name?: string; readonly share?: number; readonly upload?: Upload; readonly trouble?: Error }>({});
  const send = async (file: File | null): Promise<void> => {
    if (file === null) return;
    setState({ name: file.name, share: 0 });
    try {
      const sent = { params: { org: org.id }, query: { name: file.name } };
      // A build on the in-memory company has no server to send to, so its client takes the file itself.
      const upload = AVOUCH_DEMO ? await client.upload({ ...sent, body: new Uint8Array(await file.arrayBuffer()) }) : await sendFile(client.href('upload', sent), file, (share) => { setState({ name: file.name, share }); });
      setState({ name: file.name, upload });
      done(upload);
    } catch (cause) {
      setState({ name: file.name, trouble: cause instanceof Error ? cause : new Error(String(cause)) });
    }
  };
  return (
    <div>
      <p className="field-label">{label}</p>
      <div className="drop" data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => { setOver(false); }} onDrop={(event) => { event.preventDefault(); setOver(false); void send(event.dataTransfer.files.item(0)); }}>
        <FileButton onChange={(file) => { void send(file); }}>{(props) => <Button {...props} variant="default" size="xs">{state.upload === undefined ? 'Choose a file' : 'Choose another'}</Button>}</FileButton>
        <p className="quiet small" aria-live="polite">{state.upload !== undefined ? `${state.upload.name}, ${formatBytes(state.upload.bytes)}, has arrived.` : state.share !== undefined ? `Sending ${state.name ?? ''}: ${percent.format(state.share)}` : hint}</p>
        {state.share === undefined ? null : <div className="meter drop-meter"><span style={{ width: `${state.share * 100}%` }} /></div>}
      </div>
      {state.trouble === undefined ? null : <Trouble error={state.trouble} />}
    </div>
  );
}
