/** The first line of a field that may have come on several; null when it did not come. */
export const firstLine = (value) => typeof value === 'string' ? value : (value?.[0] ?? null);
