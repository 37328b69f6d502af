import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missingJson, smallJson, tenJson } from './answers.ts'

const quoted = (text: string): string => `'${text.replaceAll('$', '')}'`

/** One worker, no logs, no validators: nothing that an answer could be cached by, so every request goes over the wire. */
const config = (port: number): string => `
daemon off;
master_process off;
worker_processes 1;
pid nginx.pid;
error_log stderr crit;
events { worker_connections 4096; multi_accept on; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  default_type application/json;
  keepalive_requests 1000000000;
  keepalive_timeout 3600s;
  tcp_nodelay on;
  sendfile on;
  open_file_cache max=10 inactive=1h;
  etag off;
  # The same requests fail in every run: a hash of connection and place, two in a hundred.
  split_clients "$connection-$connection_requests" $busy { 2% 1; * 0; }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    root .;
    location = /small { return 200 ${quoted(smallJson)}; }
    location = /ten { add_header Last-Modified ''; try_files /ten.json =500; }
    location = /missing { return 404 ${quoted(missingJson)}; }
    location = /post { return 200 ${quoted(smallJson)}; }
    location = /flaky {
      if ($busy) { return 503 ${quoted(missingJson)}; }
      return 200 ${quoted(smallJson)};
    }
  }
}
`

/** Lays out a directory that nginx runs in, with its configuration and the one file it serves. */
export const nginxDirectory = async (port: number): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'heed-bench-'))
  const settings = config(port).replace('root .;', `root ${directory};`)
  await writeFile(join(directory, 'nginx.conf'), settings)
  await writeFile(join(directory, 'ten.json'), tenJson)
  return directory
}
