function wrap(text, columns) {
    const lines = [];
    let line = '';
    for (const word of text.split(' ')) {
        if (line !== '' && line.length + 1 + word.length > columns) {
            lines.push(line);
            line = word;
        }
        else
            line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line].join('\n');
}
function cacheAdvice({ cacheable, neverStore }) {
    if (neverStore)
        return 'never kept.';
    return cacheable ? 'may be kept for a while unless its fields forbid it.' : 'kept only if its fields allow it.';
}
/**
 * An explanation as text for a terminal: a heading, then paragraphs, no colour, no line break at the end.
 *
 * @param columns - where to break lines, 80 unless given; a single longer word stays whole
 */
export function paragraphs(explanation, columns = 80) {
    const { code, phrase, kind, meaning, next, again, effectMeaning, fields, registration, standing, spec } = explanation;
    const heading = Number.isNaN(code) ? phrase : `${code} ${phrase}`;
    return [
        `${heading} (${kind})`,
        meaning,
        `Next: ${next}`,
        `Send again? ${again}`,
        `Effect: ${effectMeaning}`,
        ...(fields.length === 0 ? [] : [`Fields to read: ${fields.join(', ')}.`]),
        `Cache: ${cacheAdvice(explanation)}`,
        // What is unregistered has said so in its meaning.
        ...(registration === 'unregistered' ? [] : [standing]),
        spec,
    ]
        .map(paragraph => wrap(paragraph, columns))
        .join('\n\n');
}
