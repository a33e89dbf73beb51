import { useEffect, useState, type ReactNode } from 'react';
import { Button, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useClient } from '../calls/session.ts';
import { CategoryField } from '../parts/CategoryField.tsx';
import type { Category } from '../parts/categories.ts';
import { SealShape } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';

const tokenOf = (hash: string): string => new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? '';

/** The first run: company, system, categories and owner, on one calm page. */
export function Setup(): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const needed = useQuery({ queryKey: ['setupState'], queryFn: ({ signal }) => client.setupState({ signal }), retry: false });
  const [state, setState] = useState<{ readonly busy: boolean; readonly trouble?: Error }>({ busy: false });
  const form = useForm({
    initialValues: { token: tokenOf(location.hash), company: '', website: '', system: '', purpose: '', categories: ['security'] as Category[], name: '', email: '', password: '' },
    validate: { password: (password) => (password.length < 12 ? 'At least 12 characters; a few words do well' : null), token: (token) => (token === '' ? 'The start command printed an address with it' : null) },
  });
  useEffect(() => { document.title = 'First run · Avouch'; }, []);
  const send = form.onSubmit(async ({ token, company, website, system, purpose, categories: chosen, name, email, password }) => {
    setState({ busy: true });
    try {
      const session = await client.setup({ body: { token, owner: { name, email, password }, company: { name: company, ...(website === '' ? {} : { website }) }, system: { name: system, purpose }, categories: chosen } });
      queries.clear();
      queries.setQueryData(['session'], session);
      // The token is spent; it has no business in the address or the history.
      await navigate({ to: '/', replace: true });
    } catch (cause) {
      setState({ busy: false, trouble: cause instanceof Error ? cause : new Error(String(cause)) });
    }
  });
  if (needed.data?.needed === false) return <main id="content" className="alone"><p className="alone-brand"><SealShape size={20} /> Avouch</p><h1>The first run is done</h1><p>This instance has its company and owner. <Link to="/sign-in">Sign in</Link>.</p></main>;
  return (
    <main id="content" className="setup" tabIndex={-1}>
      <p className="alone-brand"><SealShape size={20} /> Avouch</p>
      <h1>Begin your ledger</h1>
      <p className="lead">Four short parts. All of it can be changed later, and every change is kept.</p>
      <form className="form" onSubmit={send}>
        <section><h2>Your company</h2><p className="hint">As it should stand in documents.</p><div className="form"><TextInput label="Company" required maxLength={200} autoComplete="organization" {...form.getInputProps('company')} /><TextInput label="Website" type="url" placeholder="https://" maxLength={300} {...form.getInputProps('website')} /></div></section>
        <section><h2>The system that customers rely on</h2><p className="hint">A SOC 2® report is about one system: the service that you run for others.</p><div className="form"><TextInput label="Name of the system" required maxLength={200} {...form.getInputProps('system')} /><Textarea label="What it does, and for whom" required autosize minRows={2} maxLength={2000} {...form.getInputProps('purpose')} /></div></section>
        <section>
          <h2>Trust services categories</h2><p className="hint">Choose what you promise your customers. If you aren’t sure, security alone is a good beginning.</p>
          <CategoryField value={form.values.categories} onChange={(chosen) => { form.setFieldValue('categories', chosen); }} />
        </section>
        <section><h2>You, its owner</h2><p className="hint">The first member. Others are added later.</p><div className="form"><TextInput label="Your name" required autoComplete="name" {...form.getInputProps('name')} /><TextInput label="E-mail" type="email" required autoComplete="username" {...form.getInputProps('email')} /><PasswordInput label="Password" description="At least 12 characters" required autoComplete="new-password" {...form.getInputProps('password')} />{tokenOf(location.hash) === '' ? <TextInput label="One-time token" description="Printed by the start command, after “token=” in the address" required {...form.getInputProps('token')} /> : null}</div></section>
        {state.trouble === undefined ? null : <Trouble error={state.trouble} />}
        <div className="form-foot"><Button type="submit" loading={state.busy}>Begin</Button><span className="quiet small">Nothing leaves this server.</span></div>
      </form>
    </main>
  );
}
