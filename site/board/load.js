/** What data files have handed over, by name. @type {Map<string, unknown>} */
const arrived = new Map()

/** Files that are on their way or here. @type {Map<string, Promise<void>>} */
const asked = new Map()

/**
 * Each file in `data` calls this: a page that was opened as a file may run scripts, but not read other files.
 * @param {string} name
 * @param {unknown} value
 */
function takeData(name, value) {
  arrived.set(name, value)
}

/**
 * Gives what `data/<name>.js` holds, and asks for the file where nobody has yet.
 * @param {string} name
 * @returns {Promise<unknown>}
 */
async function loadData(name) {
  if (!arrived.has(name)) {
    const coming = asked.get(name) ?? runScript(`data/${name}.js`)
    asked.set(name, coming)
    // After a failure the next one who asks tries again.
    await coming.catch(error => {
      asked.delete(name)
      throw error
    })
  }
  return arrived.get(name)
}

/**
 * @param {string} address
 * @returns {Promise<void>}
 */
function runScript(address) {
  return new Promise((resolve, reject) => {
    const script = make('script', { src: address })
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', () =>
      reject(new Error(`${address} could not be read. It belongs beside index.html; was it left out of a copy?`)),
    )
    document.head.append(script)
  })
}

/** @returns {import('../src/suite/board-data.ts').BoardMatrix} */
function matrixData() {
  const value = arrived.get('matrix')
  if (value === undefined) throw new Error('data/matrix.js could not be read. It belongs beside index.html.')
  return /** @type {import('../src/suite/board-data.ts').BoardMatrix} */ (value)
}
