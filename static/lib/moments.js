// Times as the reader's own clock shows them. The server writes them in UTC, for who has no script.

/** Rewrites every <time> below `root`; what cannot be parsed stays as it is. */
export function showLocally(root, now = new Date()) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime);
    if (!Number.isNaN(moment.getTime())) time.textContent = inWords(moment, now);
  }
}

/** The day and the minute; the year only where it is another one. */
export function inWords(moment, now, locale = undefined, timeZone = undefined) {
  const year = moment.getFullYear() === now.getFullYear() ? undefined : "numeric";
  const options = { day: "numeric", month: "short", year, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  return new Intl.DateTimeFormat(locale, options).format(moment);
}
