/** The few tones of a drawing. */
export type Tones = { readonly paper: string; readonly ground: string; readonly ink: string; readonly muted: string; readonly line: string; readonly edge: string };

/** A drawing's ground: white paper or the dark screen. */
export type Ground = 'light' | 'dark';

/** The tones on each ground, the same as the text around the drawing. */
export const tonesOf: Readonly<Record<Ground, Tones>> = {
  light: { paper: '#ffffff', ground: '#f7f8f9', ink: '#1b1d21', muted: '#565c64', line: '#c3c7cc', edge: '#7d838b' },
  dark: { paper: '#16181c', ground: '#1d2025', ink: '#e8eaed', muted: '#a9b0b9', line: '#41464e', edge: '#858c95' },
};

/** The font list of every drawing. */
export const drawingFont = 'Inter, system-ui, sans-serif';
