import { useEffect, useState, type ReactNode } from 'react';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useClient } from '../calls/session.ts';
import { SealShape } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';

/** Signs in with a password. */
export function SignIn(): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/sign-in' });
  const [state, setState] = useState<{ readonly busy: boolean; readonly trouble?: Error }>({ busy: false });
  const form = useForm({ initialValues: { email: '', password: '' } });
  useEffect(() => { document.title = 'Sign in · Avouch'; }, []);
  const send = form.onSubmit(async (body) => {
    setState({ busy: true });
    try {
      queries.setQueryData(['session'], await client.signIn({ body }));
      await navigate({ to: to ?? '/' });
    } catch (cause) {
      setState({ busy: false, trouble: cause instanceof Error ? cause : new Error(String(cause)) });
    }
  });
  return (
    <main id="content" className="alone" tabIndex={-1}>
      <p className="alone-brand"><SealShape size={20} /> Avouch</p>
      <h1>Sign in</h1>
      <form className="form" onSubmit={send}>
        <TextInput type="email" label="E-mail" autoComplete="username" required autoFocus {...form.getInputProps('email')} />
        <PasswordInput label="Password" autoComplete="current-password" required {...form.getInputProps('password')} />
        {state.trouble === undefined ? null : <Trouble error={state.trouble} />}
        <div className="form-foot"><Button type="submit" loading={state.busy}>Sign in</Button></div>
      </form>
    </main>
  );
}
