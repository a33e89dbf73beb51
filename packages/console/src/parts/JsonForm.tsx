import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { choicesOf, emptyOf, itemOf, kindOf, propertiesOf, requiredOf, wordsOf, type Fields, type JsonSchema } from './json-schema.ts';

type FieldProps = { readonly name: string; readonly schema: JsonSchema; readonly value: unknown; readonly required: boolean; readonly path: string; readonly error?: string | undefined; readonly options?: readonly { readonly value: string; readonly label: string }[] | undefined; readonly onChange: (value: unknown) => void };

/** A form for the properties of a JSON Schema. `choices` gives the values of a property that points at other records; `wrong` is the path at fault and why. */
export function JsonForm({ schema, value, onChange, path = '', skip = [], choices = {}, wrong }: {
  readonly schema: JsonSchema; readonly value: Fields; readonly onChange: (value: Fields) => void; readonly path?: string; readonly skip?: readonly string[];
  readonly choices?: Readonly<Record<string, readonly { readonly value: string; readonly label: string }[]>>; readonly wrong?: { readonly field: string; readonly message: string } | undefined;
}) {
  const required = requiredOf(schema);
  return (
    <>
      {Object.entries(propertiesOf(schema)).filter(([name]) => !skip.includes(name)).map(([name, property]) => {
        const at = path === '' ? name : `${path}.${name}`;
        const error = wrong !== undefined && (wrong.field === at || wrong.field.endsWith(`.${at}`)) ? wrong.message : undefined;
        return <Field key={name} name={name} path={at} schema={property} value={value[name]} required={required.includes(name)} error={error} options={choices[name]} onChange={(next) => { onChange({ ...value, [name]: next }); }} />;
      })}
    </>
  );
}

function Field({ name, schema, value, required, path, error, options, onChange }: FieldProps) {
  const kind = kindOf(schema);
  const label = schema.title ?? wordsOf(name);
  const words = { label, description: schema.description === label ? undefined : schema.description?.replaceAll('`', ''), required, error, name: path };
  const text = value === undefined || value === null ? '' : String(value);
  if (kind === 'objects') return <Objects name={name} schema={schema} value={value} required={required} path={path} onChange={onChange} />;
  if (kind === 'boolean') return <Checkbox label={words.label} description={words.description} error={error} checked={value === true} onChange={(event) => { onChange(event.currentTarget.checked); }} />;
  if (kind === 'maybe') {
    return <NativeSelect {...words} value={value === true ? 'yes' : value === false ? 'no' : ''} data={[{ value: '', label: 'Not known' }, { value: 'yes', label: 'Yes' }, { value: 'no', label: 'No' }]} onChange={(event) => { const said = event.currentTarget.value; onChange(said === '' ? null : said === 'yes'); }} />;
  }
  if (kind === 'choice' || options !== undefined) {
    const data = options ?? choicesOf(schema).map((choice) => ({ value: choice, label: wordsOf(choice) }));
    return <NativeSelect {...words} value={text} data={[{ value: '', label: required ? 'Choose' : 'Not said' }, ...data]} onChange={(event) => { onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value); }} />;
  }
  if (kind === 'choices') {
    const chosen = Array.isArray(value) ? value.map(String) : [];
    return (
      <Checkbox.Group label={words.label} description={words.description} error={error} withAsterisk={required} value={chosen} onChange={onChange}>
        {choicesOf(itemOf(schema)).map((choice) => <Checkbox key={choice} value={choice} label={wordsOf(choice)} mt={6} />)}
      </Checkbox.Group>
    );
  }
  if (kind === 'lines') {
    const lines = Array.isArray(value) ? value.map(String) : [];
    return <Textarea {...words} description={words.description ?? 'One a line'} autosize minRows={2} value={lines.join('\n')} onChange={(event) => { const said = event.currentTarget.value; onChange(said === '' ? [] : said.split('\n')); }} />;
  }
  if (kind === 'long') return <Textarea {...words} autosize minRows={3} value={text} onChange={(event) => { onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value); }} />;
  const type = { date: 'date', instant: 'text', number: 'number', email: 'email', url: 'url', text: 'text' }[kind];
  return (
    <TextInput {...words} type={type} value={text} placeholder={kind === 'instant' ? '2026-01-31T09:30:00.000Z' : schema.default === undefined ? '' : String(schema.default)}
      onChange={(event) => { const said = event.currentTarget.value; onChange(said === '' ? undefined : kind === 'number' ? Number(said) : said); }} />
  );
}

function Objects({ name, schema, value, path, onChange }: Omit<FieldProps, 'error' | 'options'>) {
  const items = Array.isArray(value) ? (value as readonly Fields[]) : [];
  const item = itemOf(schema);
  const title = schema.title ?? wordsOf(name);
  const one = title.replace(/ies$/, 'y').replace(/s$/, '').toLowerCase();
  return (
    <fieldset className="objects">
      <legend>{title}</legend>
      {items.map((entry, at) => (
        <div key={at} className="object">
          <JsonForm schema={item} value={entry} path={`${path}.${at}`} onChange={(next) => { onChange(items.map((old, index) => (index === at ? next : old))); }} />
          <div><Button variant="subtle" size="compact-sm" onClick={() => { onChange(items.filter((_, index) => index !== at)); }}>Remove this {one}</Button></div>
        </div>
      ))}
      <div><Button variant="default" size="xs" onClick={() => { onChange([...items, emptyOf(item)]); }}>Add a {one}</Button></div>
    </fieldset>
  );
}
