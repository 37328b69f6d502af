const MOST_QUOTED = 200;
/** Words of a server, safe to print: one line, no control characters, not endless. */
export function quoted(words) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
    const line = words.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
    return `"${line.length > MOST_QUOTED ? `${line.slice(0, MOST_QUOTED)}…` : line.replace(/\.$/, '')}"`;
}
/** One complaint of a schema, with where it is. */
export function issueLine(issue) {
    const path = (issue.path ?? []).map(step => String(typeof step === 'object' ? step.key : step)).join('.');
    return path === '' ? issue.message : `${path}: ${issue.message}`;
}
