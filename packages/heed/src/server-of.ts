const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/** Whom an address asks: the host's name or address, IPv6 without brackets, and the port, also where it goes without saying. */
export const serverOf = ({ hostname, port, protocol }: URL): { host: string; port: number } => ({
  host: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
  port: port === '' ? (DEFAULT_PORTS[protocol] ?? 0) : Number(port),
})
