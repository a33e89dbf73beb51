import { z } from 'zod';
import { dataMapForm } from './form.ts';

/** JSON Schema (2020-12) of the file, with a description of each key: for completion and hints in editors. It checks the form; `parseDataMap` also checks what names mean. */
export const dataMapSchema: Readonly<Record<string, unknown>> = {
  $id: 'avouch.datamap.schema.json',
  title: 'Avouch data map',
  ...z.toJSONSchema(dataMapForm, { target: 'draft-2020-12', io: 'input', reused: 'ref' }),
};
