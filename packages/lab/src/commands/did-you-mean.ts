import { nearest } from '../script/nearest.ts'

/** ` Did you mean x?`, or nothing where none of the names is near. */
export function didYouMean(given: string, names: readonly string[]): string {
  const meant = nearest(given, names)
  return meant === null ? '' : ` Did you mean ${meant}?`
}
