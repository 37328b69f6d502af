/** Lengths in pixels. */
const GUTTER = 92
const NARROW_GUTTER = 34
const RIGHT = 14
const LANE = 32
const AXIS = 22
const BAR = 11
const SHORTEST_BAR = 5
const LETTER = 6.3
/** With more lanes than this they are drawn without labels, and the lower the more there are. */
const ROOMY_LANES = 14
const ROOMY_CALLS = 6
const DENSE_HEIGHT = 220

/**
 * A wire log as a drawing over time, and in words: a lane for each connection, a bar for each request from its arrival to
 * the end of its answer, the waits between, the caller's calls above. It redraws itself as its width changes.
 * @param {WireLog} log
 * @param {readonly TimelineCall[]} [calls]
 * @returns {HTMLElement}
 */
function timeline(log, calls = []) {
  const span = spanOf(log, calls)
  const drawing = make('div', { class: 'drawing' })
  const figure = make('figure', { class: 'timeline' }, drawing, signLegend(log), requestList(log, span))
  let drawnWidth = 0
  new ResizeObserver(() => {
    const width = Math.floor(drawing.clientWidth)
    if (width === drawnWidth || width === 0) return
    drawnWidth = width
    drawing.replaceChildren(timelineDrawing(log, calls, span, width))
  }).observe(drawing)
  drawing.addEventListener('click', ({ target }) => {
    const number = target instanceof Element ? target.closest('[data-number]')?.getAttribute('data-number') : null
    const details = number ? figure.querySelector(`details[data-number="${CSS.escape(number)}"]`) : null
    if (!(details instanceof HTMLDetailsElement)) return
    details.open = true
    details.querySelector('summary')?.focus()
  })
  return figure
}

/**
 * Where things go: `x` turns a time into a place.
 * @typedef {{ x: (ms: number) => number, left: number, right: number, span: Span, narrow: boolean }} Scale
 */

/**
 * @param {WireLog} log
 * @param {readonly TimelineCall[]} calls
 * @param {Span} span
 * @param {number} width
 */
function timelineDrawing(log, calls, span, width) {
  const narrow = width < 560
  const left = narrow ? NARROW_GUTTER : GUTTER
  const right = width - RIGHT
  const perMs = (right - left) / (span.endMs - span.startMs)
  const scale = { x: (/** @type {number} */ ms) => left + (ms - span.startMs) * perMs, left, right, span, narrow }
  const callLanes = lanesOf(calls)
  const lanes = connectionLanes(log)
  const waits = waitsIn(log.entries, span)
  const callHeight = laneHeightFor(callLanes.length, ROOMY_CALLS)
  const laneHeight = laneHeightFor(lanes.length, ROOMY_LANES)
  const callsTop = AXIS
  const waitsTop = callsTop + callLanes.length * callHeight + (calls.length > 0 ? 6 : 0)
  const lanesTop = waitsTop + (waits.length > 0 ? 22 : 0)
  const height = lanesTop + lanes.length * laneHeight + 6
  const words = `${countWords(log.entries.length, 'request')} on ${countWords(lanes.length, 'connection')} in ${msWords(span.endMs - span.startMs)}`
  const manyOrigins = new Set(lanes.map(({ origin }) => origin)).size > 1
  return draw(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `Timeline: ${words}. In words below.`,
    },
    timeAxis(scale, height),
    callHeight < LANE ? denseName(scale, callsTop, calls.length, 'call') : null,
    laneHeight < LANE ? denseName(scale, lanesTop, lanes.length, 'connection') : null,
    ...callLanes.map((lane, at) => callLane(scale, lane, callsTop + at * callHeight, callHeight, at === 0)),
    ...waits.map(wait => waitMark(scale, wait, waitsTop, height)),
    ...lanes.map((lane, at) => connectionLane(scale, lane, lanesTop + at * laneHeight, laneHeight, manyOrigins)),
  )
}

/**
 * One name for many low lanes.
 * @param {Scale} scale
 * @param {number} top
 * @param {number} number
 * @param {string} thing
 */
function denseName({ narrow }, top, number, thing) {
  const [first = '', second = ''] = narrow ? [String(number), `${thing.slice(0, 4)}s`] : [`${number} ${thing}s`]
  return draw(
    'text',
    { y: top + 9, class: 'lane' },
    draw('tspan', { x: 0 }, first),
    second === '' ? null : draw('tspan', { x: 0, dy: 12 }, second),
  )
}

/**
 * @param {number} lanes
 * @param {number} roomy
 */
const laneHeightFor = (lanes, roomy) => (lanes <= roomy ? LANE : Math.max(4, Math.min(11, DENSE_HEIGHT / lanes)))

/**
 * @param {Scale} scale
 * @param {number} height
 */
function timeAxis({ x, left, right, span }, height) {
  const times = roundTimes(span, Math.floor((right - left) / 90))
  const marks = times.flatMap(ms => {
    const at = x(span.startMs + ms)
    const anchor = at > right - 24 ? 'end' : at === left ? 'start' : 'middle'
    return [
      draw('line', { x1: at, x2: at, y1: 16, y2: height, class: 'grid' }),
      draw('text', { x: at, y: 11, 'text-anchor': anchor, class: 'time' }, msWords(ms)),
    ]
  })
  return draw('g', { 'aria-hidden': 'true' }, ...marks)
}

/**
 * @param {Scale} scale
 * @param {readonly TimelineCall[]} lane
 * @param {number} top
 * @param {number} height
 * @param {boolean} first
 */
function callLane({ x, right, narrow }, lane, top, height, first) {
  const dense = height < LANE
  const bars = lane.map((call, at) => {
    const start = x(call.startMs)
    const next = lane[at + 1]
    const room = (next === undefined ? right : x(next.startMs)) - start
    const y = dense ? top + 1 : top + 15
    return draw(
      'g',
      {},
      draw('title', {}, `${call.words}, ${msWords(call.endMs - call.startMs)}`),
      draw('rect', {
        x: start,
        y,
        width: Math.max(3, x(call.endMs) - start),
        height: dense ? height - Math.min(4, height / 3) : 8,
        rx: dense ? 1 : 2,
        class: 'call',
      }),
      dense
        ? null
        : fittingLabel({ start, y: top + 10, room, from: start, right }, [call.words, call.words.split(':')[0] ?? '']),
    )
  })
  const name = first && !dense ? draw('text', { x: 0, y: top + 23, class: 'lane' }, narrow ? 'call' : 'caller') : null
  return draw('g', { 'aria-hidden': 'true' }, name, ...bars)
}

/**
 * Where a label may stand: from `start`, at most `room` wide. `from` is where the one before it ends.
 * @typedef {{ start: number, y: number, room: number, from: number, right: number }} LabelSpace
 */

/**
 * The first of these texts that there is room for; none where there is none.
 * @param {LabelSpace} space
 * @param {readonly string[]} texts
 */
function fittingLabel({ start, y, room, from, right }, texts) {
  const fits = (/** @type {number} */ width) => texts.find(each => (each.length + 1) * LETTER <= width)
  const text = fits(room)
  if (text !== undefined) return draw('text', { x: start, y, class: 'label' }, text)
  // The last one in its lane may begin further left, where nothing else stands.
  const turned = start + room >= right ? fits(right - from) : undefined
  return turned === undefined ? null : draw('text', { x: right, y, 'text-anchor': 'end', class: 'label' }, turned)
}

/**
 * @param {Scale} scale
 * @param {Span} wait
 * @param {number} top
 * @param {number} height
 */
function waitMark({ x }, { startMs, endMs }, top, height) {
  const [start, end] = [x(startMs), x(endMs)]
  const y = top + 11
  const text = msWords(endMs - startMs)
  const shown = end - start > text.length * LETTER + 18
  const half = shown ? (text.length * LETTER) / 2 + 5 : 0
  const middle = (start + end) / 2
  return draw(
    'g',
    { 'aria-hidden': 'true', class: 'wait' },
    draw('rect', { x: start, y: top, width: end - start, height: height - top, class: 'quiet' }),
    draw('path', {
      d: `M${start} ${y - 4}v8M${end} ${y - 4}v8M${start} ${y}H${middle - half}M${middle + half} ${y}H${end}`,
    }),
    shown ? draw('text', { x: middle, y: y + 4, 'text-anchor': 'middle' }, text) : null,
  )
}
