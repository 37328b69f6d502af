export const START = Object.freeze({ is: 'start' });
export const LOOKED = Object.freeze({ is: 'looked' });
export const AWAKE = Object.freeze({ is: 'awake' });
export const LOOK = Object.freeze({ do: 'look', to: null, hop: null });
export const SEND = Object.freeze({ do: 'send' });
export const USE = Object.freeze({ do: 'deliver', rule: 'use', reason: 'the answer is the result' });
