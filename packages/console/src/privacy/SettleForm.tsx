import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Textarea } from '@mantine/core';
import { useDeed } from '../calls/answer.ts';
import { Trouble } from '../parts/Trouble.tsx';
import { placeName, type Detail } from './words.ts';

type Candidate = NonNullable<Detail['identity']>['doubts'][number]['candidates'][number];
const described = ({ same, different, absent }: Candidate): string => [same.length === 0 ? '' : `same ${same.join(', ')}`, different.length === 0 ? '' : `other ${different.join(', ')}`, absent.length === 0 ? '' : `no ${absent.join(', ')}`].filter((part) => part !== '').join(' · ');

/** Several people go by one key: a person says which rows are theirs. What the rows hold is not shown, so that nobody else’s data is. */
export function SettleForm({ request }: { readonly request: Detail }): ReactNode {
  const deed = useDeed('requestSettle');
  const [theirs, setTheirs] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); void deed.run({ params: { request: request.id }, body: { theirs, reason } }); }}>
      {(request.identity?.doubts ?? []).map((doubt) => (
        <Checkbox.Group key={doubt.key + placeName(doubt)} label={doubt.sentence} description="Tick what is this person’s. What is left unticked is somebody else’s." value={theirs} onChange={setTheirs}>
          {doubt.candidates.map((one) => <Checkbox key={one.id} mt={8} value={one.id} label={<>{placeName(one)} {one.key === null ? '' : <span className="mono">{one.key.map(String).join(', ')}</span>}</>} description={described(one)} />)}
        </Checkbox.Group>
      ))}
      <Textarea label="How you know" required autosize minRows={2} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
      <div className="form-foot"><Button type="submit" loading={deed.busy}>Settle it</Button></div>
    </form>
  );
}
