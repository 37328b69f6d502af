import { explain } from './explain.js';
import { rows, strays } from './table.js';
/** What a word is worth by where it is found; a whole word counts double its beginning. */
const worth = { code: 20, phrase: 10, alias: 8, vendor: 6, meaning: 3, next: 1 };
function wordsOf(text) {
    // An apostrophe belongs to its word: "I'm" is found as "im" and as "I'm".
    const plain = text.toLowerCase().replace(/['\u2019]/g, '');
    return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}
function worthOf(word, text, value) {
    let best = 0;
    for (const found of wordsOf(text)) {
        if (found === word)
            return 2 * value;
        if (found.startsWith(word))
            best = value;
    }
    return best;
}
function score(candidate, words) {
    const names = [candidate.phrase, ...(candidate.aliases ?? [])];
    let total = names.some(name => wordsOf(name).join(' ') === words.join(' ')) ? 100 : 0;
    for (const word of words) {
        const best = Math.max(String(candidate.code) === word ? 2 * worth.code : 0, worthOf(word, candidate.phrase, worth.phrase), worthOf(word, names.slice(1).join(' '), worth.alias), worthOf(word, candidate.vendor ?? '', worth.vendor), worthOf(word, candidate.meaning, worth.meaning), worthOf(word, candidate.next ?? '', worth.next));
        if (best === 0)
            return 0;
        total += best;
    }
    return total;
}
/**
 * Finds status codes by words: in their number, phrase, other phrases in use, vendor, meaning and advice. Every word has to
 * be found, whole or as the beginning of one, in any case and order. Best first; registered codes before others, then by
 * number. Nothing found, or no word given: an empty list.
 */
export function search(query) {
    const words = wordsOf(query);
    if (words.length === 0)
        return [];
    return [...rows, ...strays]
        .map(candidate => ({ candidate, score: score(candidate, words) }))
        .filter(one => one.score > 0)
        .sort((one, other) => other.score - one.score ||
        Number(one.candidate.vendor !== null) - Number(other.candidate.vendor !== null) ||
        one.candidate.code - other.candidate.code)
        .map(one => explain(one.candidate.code));
}
