// Files and folders as a browser hands them over, to one list of files with their paths.

const hidden = (path) => path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");
const byPath = (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/** What an input of files or of a folder holds, as {file, path}, sorted; hidden files are left out. */
export function chosen(files) {
  return kept([...files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
}

/** What was dropped: entries of files and folders, read through to the last folder. */
export async function dropped(entries) {
  return kept((await Promise.all(entries.map(within))).flat());
}

function kept(items) {
  return items.filter(({ path }) => !hidden(path)).sort(byPath);
}

async function within(entry) {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) return [{ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), path }];
  const reader = entry.createReader();
  const inside = [];
  // A reader gives a hundred at a time, and nothing at the end.
  for (let some; (some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))).length; ) {
    inside.push(...some);
  }
  return (await Promise.all(inside.map(within))).flat();
}

const bytesOf = (items) => items.reduce((sum, { file }) => sum + file.size, 0);

/** How many, and how large together. */
export function described(items) {
  const bytes = bytesOf(items);
  const size = bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  return `${items.length} ${items.length === 1 ? "file" : "files"}, ${size}`;
}

/** A sentence when they cannot be taken together, or null. */
export function problemWith(items, { maxItems, maxMegabytes }) {
  const megabytes = bytesOf(items) / 1e6;
  if (items.length === 0) return { title: "There is no file", detail: "Choose pictures, a folder, a ZIP or a PDF." };
  if (items.length > maxItems) {
    return { title: "That is too much for one batch", detail: `${items.length} files; the limit is ${maxItems}.` };
  }
  if (megabytes <= maxMegabytes) return null;
  return {
    title: "That is too much for one batch",
    detail: `Together they have ${megabytes.toFixed(0)} MB; the limit is ${maxMegabytes} MB.`,
  };
}
