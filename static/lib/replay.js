// When each stroke of a replay begins and how long it takes: a hand of constant speed that lifts between strokes.

const SPEED = 1.1; // times the drawing's own size a second...
const SHORTEST = 1200; // ...but a whole drawing takes neither less
const LONGEST = 8000; // nor more than this, in milliseconds
const LIFT = 0.12; // of the drawing's size: what the hand travels between two strokes

/** Lengths of the strokes, in the same unit as `size` -> [{ delay, duration }], in milliseconds. */
export function schedule(lengths, size) {
  const lift = LIFT * size;
  const way = lengths.reduce((sum, length) => sum + length, 0) + lift * Math.max(0, lengths.length - 1);
  const total = Math.min(LONGEST, Math.max(SHORTEST, (way / (SPEED * size)) * 1000));
  const pace = way > 0 ? total / way : 0;
  let travelled = 0;
  return lengths.map((length) => {
    const step = { delay: travelled * pace, duration: Math.max(1, length * pace) };
    travelled += length + lift;
    return step;
  });
}
