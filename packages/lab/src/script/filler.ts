const LINES = 2048

/** 64 KiB: lines of 32 bytes that number themselves, so that a piece in the wrong place is noticed. */
export const FILLER_BLOCK: string = Array.from(
  { length: LINES },
  (_, at) => `filler of the lab, line ${String(at).padStart(7, '0')}\n`,
).join('')

/** The first `bytes` bytes of the filler text, which is ASCII and repeats after 64 KiB. */
export function fillerText(bytes: number): string {
  return FILLER_BLOCK.repeat(Math.ceil(bytes / FILLER_BLOCK.length)).slice(0, bytes)
}
