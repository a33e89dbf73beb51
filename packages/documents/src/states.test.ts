import { expect, test } from 'vitest';
import { stateMarks } from './states.ts';

const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: string, other: string): number => {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
};
const marks = Object.values(stateMarks);

test('each of the seven states has its own word, shape and character', () => {
  expect(marks).toHaveLength(7);
  for (const of of [marks.map(({ word }) => word), marks.map(({ character }) => character), marks.map(({ paths }) => JSON.stringify(paths))]) expect(new Set(of).size).toBe(7);
});

test('a state can be read as text on white paper, on tinted paper and on the dark screen', () => {
  for (const { light, dark } of marks) {
    for (const paper of ['#ffffff', '#fbf6ea']) expect(contrast(light, paper)).toBeGreaterThanOrEqual(4.5);
    for (const screen of ['#16181c', '#1d2025']) expect(contrast(dark, screen)).toBeGreaterThanOrEqual(4.5);
  }
});
