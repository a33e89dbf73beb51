import { Button, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';

/** Asks before what was typed is left behind, by a link or by closing the page. A page that has recorded it goes on with `ignoreBlocker`. */
export function Unsaved({ when }: { readonly when: boolean }) {
  const { status, proceed, reset } = useBlocker({ shouldBlockFn: () => when, enableBeforeUnload: () => when, withResolver: true });
  return (
    <Modal opened={status === 'blocked'} onClose={() => { reset?.(); }} title="Leave without recording it?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <p>What you typed here is not recorded anywhere yet. If you leave, it is gone.</p>
      <div className="form-foot"><Button data-autofocus onClick={() => { reset?.(); }}>Stay</Button><Button variant="default" onClick={() => { proceed?.(); }}>Leave it</Button></div>
    </Modal>
  );
}
