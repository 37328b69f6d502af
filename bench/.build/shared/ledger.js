import { secondOf, slotOf, WINDOW_SECONDS } from '../rules/budget.js';
const MOST_ORIGINS = 10_000;
const newOrigin = (key) => ({
    key,
    spending: {
        second: new Float64Array(WINDOW_SECONDS),
        sends: new Float64Array(WINDOW_SECONDS),
        resends: new Float64Array(WINDOW_SECONDS),
    },
});
/** Origins kept in memory; beyond 10,000 the one met first is forgotten, so that crawling costs bounded memory. */
export function memoryLedger() {
    const known = new Map();
    // Most programs ask one origin many times over; comparing with it is cheaper than hashing a string made just now.
    let latest = newOrigin('');
    return {
        of(key) {
            if (key === latest.key)
                return latest;
            const found = known.get(key);
            if (found !== undefined) {
                latest = found;
                return found;
            }
            if (known.size >= MOST_ORIGINS)
                known.delete(known.keys().next().value);
            const made = newOrigin(key);
            known.set(key, made);
            latest = made;
            return made;
        },
        countSend,
    };
}
function countSend(origin, resend, nowMs) {
    const { second, sends, resends } = origin.spending;
    const slot = slotOf(nowMs);
    if (second[slot] !== secondOf(nowMs)) {
        second[slot] = secondOf(nowMs);
        sends[slot] = 0;
        resends[slot] = 0;
    }
    const counted = resend ? resends : sends;
    counted[slot] = (counted[slot] ?? 0) + 1;
}
