import { EXIT_CODES } from './exit-codes.ts'
import { ADDRESS_NOTE, type CommandOption, EXAMPLES, flagsOf, OPTION_GROUPS, SUBCOMMANDS } from './options.ts'

/** Plain text in roff: no escapes, no requests, and dashes that can be copied. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1')

const item = (tag: string, text: string): string => `.TP\n.B ${roff(tag)}\n${roff(text)}`

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`

const optionItem = (option: CommandOption): string => item(flagsOf(option), sentence(option.about))

/** The manual page of `heed`, in roff, made from the same tables as its help. */
export function manualPage(version: string): string {
  return `${[
    `.TH HEED 1 "" "heed ${roff(version)}" "User Commands"`,
    '.SH NAME',
    roff('heed - make an HTTP request, and do what the status code says'),
    '.SH SYNOPSIS',
    '.B heed',
    '[options] <url>',
    ...SUBCOMMANDS.flatMap(({ name, argument }) => [
      '.br',
      `.B heed ${name}`,
      ...(argument === null ? [] : [roff(argument)]),
    ]),
    '.SH DESCRIPTION',
    roff(
      'heed sends a request and does what each answer asks for: it waits and sends again where that is safe, follows redirects, and stops where that is right. The body goes to standard output, exactly as it came; what happened and why goes to standard error as it happens.',
    ),
    '.PP',
    roff(ADDRESS_NOTE),
    '.SH OPTIONS',
    ...OPTION_GROUPS.flatMap(({ title, options }) => [`.SS ${title}`, ...options.map(optionItem)]),
    '.SH COMMANDS',
    ...SUBCOMMANDS.map(({ name, argument, about }) =>
      item(`heed ${name}${argument === null ? '' : ` ${argument}`}`, sentence(about)),
    ),
    '.SH EXIT STATUS',
    ...EXIT_CODES.map(({ code, about }) => item(String(code), sentence(about))),
    '.SH ENVIRONMENT',
    item('NO_COLOR', 'No colour, when it is set and not empty.'),
    item('FORCE_COLOR', 'Colour even where the output is no terminal; 0 turns it off.'),
    '.SH EXAMPLES',
    ...EXAMPLES.map(({ line, about }) => item(line, sentence(about))),
    '.SH SEE ALSO',
    roff('curl(1), RFC 9110'),
  ].join('\n')}\n`
}
