/** Most that is added to a wait the server asked for, so that a crowd told the same time does not wake at once. */
const MOST_SPREAD_MS = 5_000;
/**
 * Full jitter: anywhere between nothing and an exponentially growing ceiling. `tries` counts sends so far, from 1.
 */
export function backoffMs(tries, baseMs, capMs, dice) {
    return dice() * Math.min(capMs, baseMs * 2 ** (tries - 1));
}
/**
 * A stated wait is a floor: the spread only adds, up to half of it, 5 s, and half of the time that is left after it.
 */
export function spreadMs(statedMs, leftMs, dice) {
    return dice() * Math.max(0, Math.min(statedMs / 2, MOST_SPREAD_MS, (leftMs - statedMs) / 2));
}
