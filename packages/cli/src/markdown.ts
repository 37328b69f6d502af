import { EXIT_CODES } from './exit-codes.ts'
import { flagsOf, OPTIONS } from './options.ts'

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** The options as the README shows them. */
export const optionsTable = (): string =>
  markdownTable(
    ['Option', 'What it does'],
    OPTIONS.map(option => [`\`${flagsOf(option)}\``, option.about.replace(/[<>]/g, '\\$&')]),
  )

/** The exit codes as the README shows them. */
export const exitCodesTable = (): string =>
  markdownTable(
    ['Exit code', 'When'],
    EXIT_CODES.map(({ code, about }) => [String(code), about]),
  )
