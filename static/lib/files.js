// What somebody dropped, pasted or chose: the files that can be sent, and a sentence about the rest.

export const MOST = 50; // at once; every one of them gets a card

/** @returns { files, problem }: what to send, and what to say about what is left out (or null) */
export function takeFiles(transfer) {
  const items = [...(transfer.items ?? [])];
  const folders = items.filter((item) => item.webkitGetAsEntry?.()?.isDirectory).map((item) => item.getAsFile()?.name);
  const files = [...transfer.files].filter((file) => !folders.includes(file.name));
  return { files: files.slice(0, MOST), problem: problemWith(files, folders) };
}

function problemWith(files, folders) {
  if (folders.length > 0) return "A folder is read as a batch: drop it under “Batches”.";
  if (files.length === 0) return "There was no picture in it. Save the picture first, then drop or choose the file.";
  if (files.length > MOST) return `At most ${MOST} pictures at once: the first ${MOST} were taken, send the others after them.`;
  return null;
}
