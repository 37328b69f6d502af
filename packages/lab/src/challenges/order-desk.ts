// A desk that takes orders. What it has in its books follows from the requests that came, so nothing else is kept.

import type { LogEntry } from '../log/entry.ts'
import type { Answer } from '../script/answer.ts'
import { fieldValue } from '../script/field.ts'
import type { PickRequest } from '../script/pick.ts'

type Asked = Pick<LogEntry, 'method' | 'target' | 'fields'>

interface Order {
  readonly number: number
  readonly key: string | null
}

const PATH = '/orders'

export const isPost = ({ method, target }: Asked): boolean => method === 'POST' && target === PATH

const keyOf = ({ fields }: Asked): string | null => fieldValue(fields, 'idempotency-key')

/** The orders that these requests made: each POST one, but those with a key that was there before. */
export function ordersIn(entries: readonly Asked[]): readonly Order[] {
  const orders: Order[] = []
  for (const entry of entries.filter(isPost)) {
    const key = keyOf(entry)
    if (key === null || orders.every(order => order.key !== key)) orders.push({ number: orders.length + 1, key })
  }
  return orders
}

/** Whether a request after the first order told its sender that the order is there. */
export function outcomeSeen(entries: readonly Asked[]): boolean {
  const first = entries.findIndex(isPost)
  const order = entries[first]
  if (order === undefined) return false
  const key = keyOf(order)
  return entries
    .slice(first + 1)
    .some(entry => (isPost(entry) ? key !== null && keyOf(entry) === key : tellsOf(entry, key)))
}

function tellsOf({ method, target }: Asked, key: string | null): boolean {
  const asked = method === 'GET' ? wantedKey(target) : undefined
  return asked === null || (asked !== undefined && asked === key)
}

/** The key whose order is asked for; null: all orders; undefined: this is no list of orders. */
function wantedKey(target: string): string | null | undefined {
  const [path, query = ''] = target.split('?', 2)
  return path === PATH ? new URLSearchParams(query).get('key') : undefined
}

/** The first POST is carried out and answered with a 503 all the same. */
export function orderDesk({ method, path, fields }: PickRequest, before: readonly LogEntry[]): Answer | null {
  const asked = { method, target: path, fields }
  if (isPost(asked)) {
    if (!before.some(isPost)) return { status: 503, body: { text: 'Something went wrong. Was the chair ordered?\n' } }
    const orders = ordersIn([...before, asked])
    const key = keyOf(asked)
    const known = key === null ? undefined : orders.find(each => each.key === key)
    const order = known ?? orders.at(-1)
    const location = `{prefix}${PATH}${key === null ? '' : `?key=${encodeURIComponent(key)}`}`
    return { status: 201, fields: { location }, body: { json: shown(order) } }
  }
  const wanted = method === 'GET' ? wantedKey(path) : undefined
  if (wanted === undefined) return null
  const orders = ordersIn(before).filter(({ key }) => wanted === null || key === wanted)
  return { status: 200, body: { json: { orders: orders.map(shown) } } }
}

const shown = (order: Order | undefined): object => ({ number: order?.number ?? 0, item: 'chair' })
