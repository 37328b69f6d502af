/**
 * The ports: what heed needs from outside, as types only, so that anybody can bring their own.
 */
export {};
