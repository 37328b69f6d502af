const KEPT_CHARACTERS = 4096
const QUOTED_LINES = 3
const QUOTED_CHARACTERS = 300

/** The end of what a process wrote to standard error; however much that is, only the end is kept. */
export class LastWords {
  #text = ''

  add(text: string): void {
    this.#text = (this.#text + text).slice(-KEPT_CHARACTERS)
  }

  /** The last lines as the end of a sentence: ` It last said: "..."`; empty when nothing was said. */
  quoted(): string {
    const lines = this.#text.split('\n').flatMap(line => line.trim() || [])
    const said = lines.slice(-QUOTED_LINES).join(' / ')
    if (said === '') return ''
    const cut = said.length > QUOTED_CHARACTERS ? `…${said.slice(-QUOTED_CHARACTERS)}` : said
    return ` It last said: "${cut}"`
  }
}
