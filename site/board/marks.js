/** What the letters of a column stand for. @type {Record<string, string>} */
const OUTCOMES = { p: 'pass', f: 'fail', u: 'unsupported', '-': 'missing' }

/** What the kinds of scenarios mean. @type {Record<string, string>} */
const KINDS = {
  required: 'a specification says must',
  advised: 'a specification says should, or it is good practice',
  optional: 'an ability that a client may lack',
}

/**
 * The sign of an outcome. Its shape says what came of it, its strength how much the scenario counts.
 * @param {string} mark
 * @param {string} kind
 */
function markOf(mark, kind) {
  return make('span', { class: `mark ${OUTCOMES[mark] ?? 'missing'} ${kind}`, 'aria-hidden': 'true' })
}

/** @param {BoardColumn} client */
const nameOf = ({ name, version }) => (version === null ? name : `${name} ${version}`)

/** The signs and what they mean. */
function legend() {
  const entry = (/** @type {string} */ mark, /** @type {string} */ kind, /** @type {string} */ words) =>
    make('span', { class: 'entry' }, markOf(mark, kind), words)
  return [
    entry('p', 'required', 'pass'),
    entry('f', 'required', 'fails what is required'),
    entry('f', 'advised', 'fails what is advised'),
    entry('f', 'optional', 'lacks what is optional'),
    entry('u', 'required', 'unsupported: not asked'),
  ]
}
