import type { AnchorHTMLAttributes, Ref } from 'react';
import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';

type AnchorButtonProps = ButtonProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> & { readonly ref?: Ref<HTMLAnchorElement> };

function AnchorButton({ ref, ...props }: AnchorButtonProps) {
  return <Button component="a" ref={ref ?? null} {...props} />;
}

/** A link that looks like a button, with the router's typed addresses. */
export const LinkButton = createLink(AnchorButton);
