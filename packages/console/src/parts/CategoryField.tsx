import { Checkbox } from '@mantine/core';
import { categories, scopeOf, type Category } from './categories.ts';

/** Chooses the categories in scope, each with what it means. */
export function CategoryField({ value, onChange, labelled }: { readonly value: readonly Category[]; readonly onChange: (value: Category[]) => void; readonly labelled?: string }) {
  return (
    <Checkbox.Group {...(labelled === undefined ? { 'aria-label': 'Trust services categories' } : { label: labelled })} value={[...value]} onChange={(chosen) => { onChange(scopeOf(chosen)); }}>
      {categories.map(([id, title, means]) => <Checkbox key={id} mt={10} value={id} label={title} description={means} disabled={id === 'security'} />)}
    </Checkbox.Group>
  );
}
