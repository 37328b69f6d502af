/** Transports for the client's `transport` option that the platform does not bring by itself: `heed/transports`. */
export { type FetchTransportOptions, fetchTransport } from './transports/fetch.ts'
