import { createClient } from 'heed'
import { StubDispatcher } from './stub.ts'
const api = createClient({ dispatcher: new StubDispatcher() })
const t = performance.now(); for (let i = 0; i < 500000; i++) await api.post('http://stub.example/small', { json: { a: 1 } }).json()
console.log((performance.now() - t) / 500, 'us')
