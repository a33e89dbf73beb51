import { Button, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

// Two inks only: colour is kept for states, and for what leads to a proof.
const ink: MantineColorsTuple = ['#f3f1ea', '#e9e6dd', '#d3d0c8', '#b0aea8', '#8b8982', '#6c6e73', '#4a4d55', '#33363d', '#24262c', '#17181c'];
const link: MantineColorsTuple = ['#eaf1fb', '#d3e2f6', '#aecaee', '#8fb8f2', '#5c92dc', '#3b75c4', '#2a62ae', '#1b4b8f', '#173f78', '#102d57'];

/** Mantine in the look of a well-set ledger: inks, hairlines, small radii, no shadows but on what floats. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  colors: { ink, link },
  primaryColor: 'ink',
  primaryShade: { light: 9, dark: 1 },
  autoContrast: true,
  luminanceThreshold: 0.4,
  defaultRadius: 3,
  fontSizes: { xs: '12px', sm: '13.5px', md: '14px', lg: '16px', xl: '20px' },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Input: { vars: () => ({ wrapper: { '--input-bd': 'var(--line-strong)' } }) },
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, { variant = 'filled' }) => ({ root: variant === 'filled' ? { '--button-bg': 'var(--ink)', '--button-hover': 'var(--ink-2)', '--button-color': 'var(--paper)' } : variant === 'subtle' ? { '--button-color': 'var(--link)' } : {} }),
    }),
    // The mark stands on ink, which in the dark is light.
    Checkbox: { vars: () => ({ root: { '--checkbox-icon-color': 'var(--paper)' } }) },
    Radio: { vars: () => ({ root: { '--radio-icon-color': 'var(--paper)' } }) },
    TextInput: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { withArrow: false, openDelay: 250 } },
    // A dialog's head is no banner of the page.
    Modal: { defaultProps: { attributes: { header: { role: 'presentation' } }, centered: true, transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.35 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.35 } } },
    Popover: { defaultProps: { transitionProps: { duration: 0 } } },
  },
});

/** Hands Mantine the style sheet's own tokens, so that both always agree. */
export const variables: CSSVariablesResolver = () => {
  const tokens = {
    '--mantine-color-body': 'var(--paper)', '--mantine-color-text': 'var(--ink)', '--mantine-color-dimmed': 'var(--ink-3)', '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-default': 'var(--sheet)', '--mantine-color-default-hover': 'var(--tint)', '--mantine-color-default-color': 'var(--ink)', '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--state-fail)', '--mantine-color-anchor': 'var(--link)',
  };
  return { variables: {}, light: tokens, dark: tokens };
};
