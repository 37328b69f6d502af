/** Informational answers are told and nothing else changes (RFC 9110 section 15.2), as long as they end. */
export const mayNote = (interims, plan) => interims <= plan.interims;
