import { trimSpace } from './tokens.js';
const shortDays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const longDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const shortDay = `(?<weekday>${shortDays.join('|')})`;
const longDay = `(?<weekday>${longDays.join('|')})`;
const month = `(?<month>${months.join('|')})`;
const time = String.raw `(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)`;
// RFC 9110 section 5.6.7; none of them repeats anything without bound, so none of them can backtrack far.
const imfFixdate = new RegExp(String.raw `^${shortDay}, (?<day>\d\d) ${month} (?<year>\d{4}) ${time} GMT$`);
const rfc850Date = new RegExp(String.raw `^${longDay}, (?<day>\d\d)-${month}-(?<year>\d\d) ${time} GMT$`);
const asctimeDate = new RegExp(String.raw `^${shortDay} ${month} (?<day>\d\d| \d) ${time} (?<year>\d{4})$`);
const firstMs = new Date(0).setUTCFullYear(0, 0, 1);
const lastMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
function timeOfDayMs(hour, minute, second) {
    if (hour > 23 || minute > 59)
        return null;
    // A leap second is inserted at the end of a day and nowhere else; clocks without one show the next second.
    const lastSecond = hour === 23 && minute === 59 ? 60 : 59;
    return second > lastSecond ? null : ((hour * 60 + minute) * 60 + second) * 1000;
}
function partsOf(match, weekdays) {
    const { weekday = '', year, month = '', day, hour, minute, second } = match.groups ?? {};
    const timeMs = timeOfDayMs(Number(hour), Number(minute), Number(second));
    if (timeMs === null)
        return null;
    return {
        weekday: weekdays.indexOf(weekday),
        year: Number(year),
        month: months.indexOf(month),
        day: Number(day),
        timeMs,
    };
}
// Not Date.UTC, which reads the years 0 to 99 as 1900 to 1999.
function midnightMs(year, month, day) {
    return new Date(0).setUTCFullYear(year, month, day);
}
function toMs(parts) {
    if (parts === null)
        return null;
    const midnight = new Date(midnightMs(parts.year, parts.month, parts.day));
    // A day that the month does not have would roll over; a weekday that contradicts the date leaves two readings.
    const exists = midnight.getUTCDate() === parts.day && midnight.getUTCDay() === parts.weekday;
    return exists ? midnight.getTime() + parts.timeMs : null;
}
/** The latest year with these last two digits that is not more than 50 years ahead of `nowMs`. */
function withCentury(parts, nowMs) {
    const limit = new Date(nowMs);
    const limitMs = limit.setUTCFullYear(limit.getUTCFullYear() + 50);
    const limitYear = limit.getUTCFullYear();
    const year = limitYear - ((limitYear - parts.year) % 100);
    const isTooFar = midnightMs(year, parts.month, parts.day) + parts.timeMs > limitMs;
    return { ...parts, year: isTooFar ? year - 100 : year };
}
/**
 * Reads an HTTP-date in any of its three forms (RFC 9110 section 5.6.7), to the letter: case, spacing, zone, calendar
 * and weekday must be right. Spaces and tabs around it are no part of it.
 *
 * `nowMs` (epoch milliseconds) settles the century of a two-digit year. Gives epoch milliseconds, or null when the
 * text is no such date. The leap second 23:59:60 is read as the second after it.
 */
export function parseHttpDate(value, nowMs) {
    const text = trimSpace(value);
    const short = imfFixdate.exec(text) ?? asctimeDate.exec(text);
    if (short !== null)
        return toMs(partsOf(short, shortDays));
    const long = rfc850Date.exec(text);
    const parts = long === null ? null : partsOf(long, longDays);
    return parts === null ? null : toMs(withCentury(parts, nowMs));
}
/**
 * Writes epoch milliseconds as an IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT`; parts of a second are cut off.
 *
 * Throws a `RangeError` outside the years 0000 to 9999, which the form cannot write.
 */
export function formatHttpDate(ms) {
    if (!(ms >= firstMs && ms <= lastMs))
        throw new RangeError(`An HTTP-date cannot write the time ${ms}`);
    return new Date(ms).toUTCString();
}
