import { classOf } from './classes.js';
import { row } from './row.js';
import { rows } from './table.js';
// One slot a code, so that a look-up is one bounds check and one load. The rows of unregistered codes are made when first
// met: to make all four hundred would be most of the cost of importing this module.
const slots = new Array(500).fill(null);
for (const one of rows)
    slots[one.code - 100] = one;
// RFC 9110 section 15: an unknown code is treated as the x00 of its class. It keeps its own number, and it is not
// "defined as" cacheable by default (section 15.1) even where the x00 is.
function unregistered(code) {
    if (!Number.isInteger(code))
        return null;
    const itsClass = classOf(code);
    const general = itsClass === null ? null : slots[itsClass.first - 100];
    if (itsClass === null || general === null || general === undefined)
        return null;
    const made = row(code, itsClass.name, 'RFC9110#15', {
        meaning: `${code} is unregistered, treated as ${general.code} of its class (RFC 9110 section 15).`,
        verb: general.verb,
        effect: general.effect,
        fields: general.fields,
        registration: 'unregistered',
        ...(general.retry === null ? {} : { retry: general.retry }),
    });
    slots[code - 100] = made;
    return made;
}
/**
 * The row of a status code. Every code from 100 to 599 has one; those that nobody registered have that of their class, under
 * their own number and with the registration `unregistered`.
 *
 * @returns the row, always the same object for the same code; null for anything that is not a whole number from 100 to 599,
 *   which is not a status code but a broken answer
 */
export function lookup(code) {
    return slots[code - 100] ?? unregistered(code);
}
