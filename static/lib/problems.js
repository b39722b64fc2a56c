// What to tell a person when the server gave no sentence of its own; `again` where the same may work later.

export const UNREACHABLE = {
  title: "The server cannot be reached",
  detail: "Are you online? Nothing is lost: try again in a moment.",
  again: true,
};

const BY_STATUS = {
  403: { title: "This page has grown too old", detail: "Reload it, then try again. It needs cookies." },
  404: { title: "This reading is gone", detail: "It was deleted, or it belongs to somebody else." },
  413: { title: "That is too large", detail: "The server takes no message of this size." },
  429: { title: "Too many at once", detail: "Wait a little, then try again.", again: true },
  502: UNREACHABLE,
  503: { title: "The server is busy", detail: "Nothing is lost: try again in a moment.", again: true },
  504: { title: "The server took too long", detail: "Nothing is lost: try again in a moment.", again: true },
};

export function problemFor(status) {
  return (
    BY_STATUS[status] ?? { title: "Something went wrong", detail: `The server answered ${status}. Try again.`, again: true }
  );
}

/** A sentence when the file cannot be taken at all, or null. */
export function problemWithFile(file, maxMegabytes) {
  if (file.size === 0) return { title: "That file is empty", detail: `${file.name} holds no data.` };
  const megabytes = file.size / 1e6;
  if (megabytes <= maxMegabytes) return null;
  return {
    title: "That file is too large",
    detail: `${file.name} has ${megabytes.toFixed(1)} MB; the limit is ${maxMegabytes} MB. A smaller copy will do.`,
  };
}
