/** The machine's clock. Steady time comes from `performance`, so a change of the date moves no deadline. */
export const systemClock = {
    steadyMs: () => performance.now(),
    wallMs: () => Date.now(),
    set: (delayMs, ring) => setTimeout(ring, delayMs),
    clear: alarm => clearTimeout(alarm),
    rest: (alarm, resting) => {
        if (resting)
            alarm.unref();
        else
            alarm.ref();
    },
};
