// The checksums of any number of zero bytes without looking at one: a bomb of 10 GiB would cost seconds otherwise.

/** The polynomial of RFC 1952 section 8, lowest power first. */
const POLYNOMIAL = 0xed_b8_83_20
const ONE = 0x80_00_00_00
const X_TO_THE_8TH = ONE >>> 8
const ALL_BITS = 0xff_ff_ff_ff
const ADLER_MODULUS = 65_521

/** The product of two polynomials modulo the CRC's. */
function product(a: number, b: number): number {
  let result = 0
  let shifted = b
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) result ^= shifted
    shifted = (shifted & 1) === 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL
  }
  return result >>> 0
}

/** CRC-32 of so many zero bytes: each of them multiplies the register by x to the 8th. */
export function crc32OfZeros(bytes: number): number {
  let power = ONE
  let square = X_TO_THE_8TH
  for (let left = bytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = product(power, square)
    square = product(square, square)
  }
  return (product(power, ALL_BITS) ^ ALL_BITS) >>> 0
}

/** Adler-32 of so many zero bytes (RFC 1950 section 8.2): its first sum stays 1, so its second is their number. */
export function adler32OfZeros(bytes: number): number {
  return (bytes % ADLER_MODULUS) * 65_536 + 1
}
