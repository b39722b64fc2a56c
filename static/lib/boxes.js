// Which box a finger means: the one it is in, else the nearest within reach. A narrow 1 is hard to hit.

/** Index of the box in `boxes` ({x, y, width, height}) at `point`, or -1 when none is within `reach`. */
export function boxAt(boxes, [x, y], reach) {
  let nearest = -1;
  let least = reach;
  for (const [index, box] of boxes.entries()) {
    const across = Math.max(box.x - x, 0, x - box.x - box.width);
    const down = Math.max(box.y - y, 0, y - box.y - box.height);
    const distance = Math.hypot(across, down);
    const isSmaller = distance === 0 && least === 0 && area(box) < area(boxes[nearest]);
    if (nearest === -1 ? distance <= reach : distance < least || isSmaller) {
      nearest = index;
      least = distance;
    }
  }
  return nearest;
}

function area(box) {
  return box.width * box.height;
}

/** Where a key leads from `index` of `count` radios, as the ARIA practices have it; null for other keys. */
export function stepFrom(index, count, key) {
  const steps = { ArrowRight: index + 1, ArrowDown: index + 1, ArrowLeft: index - 1, ArrowUp: index - 1, Home: 0, End: count - 1 };
  return key in steps ? (steps[key] + count) % count : null;
}
