/**
 * A connection from its opening to its end, with the requests that came on it.
 * @param {Scale} scale
 * @param {ReturnType<typeof connectionLanes>[number]} lane
 * @param {number} top
 * @param {number} height
 * @param {boolean} manyOrigins
 */
function connectionLane(scale, lane, top, height, manyOrigins) {
  const { x, right, span, narrow } = scale
  const dense = height < LANE
  const middle = dense ? top + height / 2 : top + 14 + BAR / 2
  const until = Math.min(lane.closedAtMs ?? span.endMs, span.endMs)
  const closes = lane.closedAtMs !== null && lane.closedAtMs <= span.endMs
  const words = narrow ? `c${lane.number}` : `connection ${lane.number}`
  const group = draw(
    'g',
    {},
    dense
      ? null
      : draw('text', { x: 0, y: middle + 4, class: 'lane' }, manyOrigins ? `${words} ${lane.origin}` : words),
    draw('path', {
      class: 'connection',
      d: `M${x(lane.openedAtMs)} ${middle}H${Math.max(x(lane.openedAtMs) + 1, x(until))}${closes && !dense ? 'm0 -5v10' : ''}`,
    }),
  )
  let free = scale.left
  let labelled = 0
  lane.entries.forEach((entry, at) => {
    const start = Math.max(x(entry.atMs), free)
    const next = lane.entries[at + 1]
    const nextStart = next === undefined ? right : x(next.atMs)
    const bar = requestBar(scale, entry, start, middle, height)
    free = bar.end + 1
    group.append(bar.element)
    if (dense || start < labelled) return
    const label = requestLabel(entry, { start, y: top + 10, room: nextStart - start, from: labelled, right })
    if (label === null) return
    group.append(label)
    labelled = start + (label.textContent?.length ?? 0) * LETTER
  })
  return group
}

/**
 * @param {LogEntry} entry
 * @param {LabelSpace} space
 */
function requestLabel(entry, space) {
  const { number, method, target } = entry
  const result = answerInShort(entry)
  const short = target.length > 34 ? `${target.slice(0, 33)}…` : target
  return fittingLabel(space, [`${number} ${method} ${short} ${result}`, `${number} ${result}`, String(number)])
}

/**
 * From the arrival to the head in a light tone, from there to the end in a strong one, and a sign for how it ended.
 * @param {Scale} scale
 * @param {LogEntry} entry
 * @param {number} start
 * @param {number} middle
 * @param {number} height of its lane
 */
function requestBar({ x, right }, entry, start, middle, height) {
  const dense = height < LANE
  const { answer, number, method, target } = entry
  const overMs = lastByteOf(entry)
  const end = Math.max(start + SHORTEST_BAR, overMs === null ? right : x(overMs))
  const head = answer.headAtMs === null ? end : Math.min(Math.max(start, x(answer.headAtMs)), end - 3)
  const tall = dense ? height - Math.min(4, height / 3) : BAR
  const y = middle - tall / 2
  const silent = answer.headAtMs === null
  const element = draw(
    'g',
    { class: `request ${toneOf(answer.status)}`, 'data-number': number },
    draw('title', {}, `${number}. ${method} ${target}: ${outcomeWords(entry)}`),
    // Wider than it looks, so that a finger finds it.
    draw('rect', {
      x: start - 3,
      y: middle - (dense ? height / 2 : 12),
      width: end - start + 6,
      height: dense ? height : 24,
      class: 'touch',
      fill: 'transparent',
    }),
    draw('rect', { x: start, y, width: head - start, height: tall, class: 'until-head' }),
    silent ? null : draw('rect', { x: head, y, width: end - head, height: tall, class: 'body' }),
    overMs === null ? draw('path', { class: 'going-on', d: `M${end} ${y}v${tall}` }) : null,
    ...interimTicks(answer.interim, start, head, middle, tall),
    ...endSigns(entry, x, end, middle, right),
  )
  return { element, end }
}

/**
 * The log knows how many there were, not when each left: they stand at even distances before the head.
 * @param {readonly number[]} interim
 * @param {number} start
 * @param {number} head
 * @param {number} middle
 * @param {number} tall
 */
function interimTicks(interim, start, head, middle, tall) {
  const shown = interim.slice(0, Math.max(1, Math.min(12, Math.floor((head - start) / 4))))
  return shown.map((_, at) => {
    const place = start + ((at + 1) * Math.max(4, head - start)) / (shown.length + 1)
    return draw('path', { class: 'interim', d: `M${place} ${middle - tall / 2 - 3}v${tall + 6}` })
  })
}

/**
 * A cross for a reset, a double bar for an early close, dots for silence, a ring where the client left.
 * @param {LogEntry} entry
 * @param {(ms: number) => number} x
 * @param {number} end
 * @param {number} middle
 * @param {number} right
 */
function endSigns({ answer, droppedAtMs }, x, end, middle, right) {
  const { broke, endAtMs } = answer
  const leftAt = droppedAtMs === null ? null : Math.max(end, x(droppedAtMs))
  const brokeAt = endAtMs === null ? end : Math.max(end, x(endAtMs))
  const signs = broke === null ? [] : [endSign(broke, brokeAt, middle, Math.max(14, (leftAt ?? right) - brokeAt - 6))]
  return leftAt === null ? signs : [...signs, endSign('left', leftAt, middle)]
}

/**
 * @param {'reset' | 'close' | 'stall' | 'left'} kind
 * @param {number} x
 * @param {number} y
 * @param {number} [length] of a silence
 */
function endSign(kind, x, y, length = 14) {
  if (kind === 'reset') return draw('path', { class: 'sign', d: `M${x - 4} ${y - 5}l8 10m0 -10l-8 10` })
  if (kind === 'close') return draw('path', { class: 'sign', d: `M${x} ${y - 7}v14m3 -14v14` })
  if (kind === 'left') return draw('circle', { class: 'sign left', cx: x, cy: y, r: 4 })
  return draw('path', { class: 'sign dots', d: `M${x + 3} ${y}h${length}` })
}

/** What the signs mean, for those that this log shows. @param {WireLog} log */
function signLegend({ entries }) {
  const kinds = /** @type {const} */ ([
    ['reset', 'the server reset the connection'],
    ['close', 'the server closed it early'],
    ['stall', 'the server fell silent'],
    ['left', 'the client left'],
  ])
  const seen = kinds.filter(([kind]) =>
    entries.some(({ answer, droppedAtMs }) => (kind === 'left' ? droppedAtMs !== null : answer.broke === kind)),
  )
  const items = seen.map(([kind, words]) => signEntry(endSign(kind, kind === 'stall' ? 2 : 9, 8), words))
  if (entries.some(({ answer }) => answer.interim.length > 0)) {
    items.push(signEntry(draw('path', { class: 'interim', d: 'M9 1v14' }), 'an interim answer'))
  }
  return items.length === 0 ? null : make('p', { class: 'signs' }, ...items)
}

/**
 * @param {SVGElement} sign
 * @param {string} words
 */
function signEntry(sign, words) {
  return make('span', { class: 'entry' }, draw('svg', { width: 20, height: 16, 'aria-hidden': 'true' }, sign), words)
}
